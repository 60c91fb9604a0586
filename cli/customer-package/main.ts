import { buildCustomerPackage } from './build.ts';

const FOLDER = 'dist/casebell-cli';

buildCustomerPackage(FOLDER);
process.stdout.write(
  `${FOLDER} holds the command line for customers: node ${FOLDER}/cli/casebell.mjs --help\n` +
    `For a file to hand out: npm pack ./${FOLDER}\n`,
);
