import type { Commands } from './command.ts';

/** What a customer needs, and all that the package for customers has. */
export const CUSTOMER_COMMANDS: Commands = {
  upload: {
    about: 'Upload support bundles of any size to a request; run again to go on after an interruption',
    load: async (output) => (await import('./upload.ts')).uploadCommand(output),
  },
  verify: {
    about: 'Recompute the digest of a file, and compare it with the one the desk verified',
    load: async (output) => (await import('./verify.ts')).verifyCommand(output),
  },
  ticket: {
    about: 'Issue an upload ticket, with which a host that has only sh and curl uploads to a request',
    load: async (output) => (await import('./ticket.ts')).ticketCommand(output),
  },
};
