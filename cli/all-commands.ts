import type { Commands } from './command.ts';
import { CUSTOMER_COMMANDS } from './customer-commands.ts';

/** Every command of the project. Each is loaded when it is asked for, so that one's libraries do not slow another. */
export const ALL_COMMANDS: Commands = {
  token: {
    about: 'Print a bearer token of a demo person on a running local desk',
    load: async (output) => (await import('./token.ts')).tokenCommand(output),
  },
  ...CUSTOMER_COMMANDS,
  explain: {
    about: 'Say why the deadlines of a request are what they are',
    load: async (output) => (await import('./explain.ts')).explainCommand(output),
  },
  seed: {
    about: 'Bring staff, contacts and contracts from a YAML file into the table of a deployed desk',
    load: async (output) => (await import('./seed.ts')).seedCommand(output),
  },
  policy: {
    about: 'Test policy packs against timelines, and check what is in them',
    load: async (output) => (await import('./policy.ts')).policyCommand(output),
  },
  due: {
    about: 'Answer questions about target clocks, as JSON lines',
    load: async () => (await import('./due.ts')).dueCommand(),
  },
  holidays: {
    about: 'Check the reviewed public holidays of the policy pack, and propose changes to them',
    load: async (output) => (await import('./holidays.ts')).holidaysCommand(output),
  },
};
