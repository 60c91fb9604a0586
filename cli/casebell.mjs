#!/usr/bin/env node
// The command line is TypeScript that is run as it is: tsx reads it.
import { register } from 'tsx/esm/api';

// Said at every call otherwise; the functions run on the version of Node.js that the SDK asks for.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
register();
const [{ main }, { ALL_COMMANDS }] = await Promise.all([import('./main.ts'), import('./all-commands.ts')]);
process.exitCode = await main(process.argv.slice(2), ALL_COMMANDS);
