#!/usr/bin/env node
// The command line is TypeScript that is run as it is: tsx reads it.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
