import { casebellApp } from '#infra/casebell-app.ts';

// Without the checks the same template takes a quarter of the time; they belong to a deploy and to the tests.
casebellApp({ checked: false }).synth();
