import { casebellApp } from './casebell-app.ts';

casebellApp().synth();
