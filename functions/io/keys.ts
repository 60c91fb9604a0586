/** Where every item of the table lives (design section 4). */
export const keys = {
  head: (number: string) => ({ pk: `SR#${number}`, sk: 'HEAD' }),
  event: (number: string, seq: number) => ({ pk: `SR#${number}`, sk: eventSort(seq) }),
  workflow: (number: string) => ({ pk: `SR#${number}`, sk: 'WF' }),
  mail: (number: string, id: string) => ({ pk: `SR#${number}`, sk: `M#${id}` }),
  claim: (number: string, actionId: string) => ({ pk: `SR#${number}`, sk: `A#${actionId}` }),
  contact: (email: string) => ({ pk: `CONTACT#${email}`, sk: 'PROFILE' }),
  surveyed: (email: string) => ({ pk: `CONTACT#${email}`, sk: 'SURVEY' }),
  customer: (customerNumber: string) => ({ pk: `CUSTOMER#${customerNumber}`, sk: 'CONTACT' }),
  contract: (accountId: string, contractId: string) => ({
    pk: `ACCOUNT#${accountId}`,
    sk: `CONTRACT#${contractId}`,
  }),
  staff: (email: string) => ({ pk: 'STAFF', sk: email }),
  policy: (pack: string, version: number) => ({
    pk: `POLICY#${pack}`,
    sk: `V#${String(version).padStart(8, '0')}`,
  }),
  answer: (who: string, key: string) => ({ pk: `IDEM#${who}`, sk: key }),
  file: (number: string, id: string) => ({ pk: `SR#${number}`, sk: `${FILE_PREFIX}${id}` }),
  /** Of the uploads of an SR, the one of these values: see file-rows.ts. */
  sameUpload: (number: string, hash: string) => ({ pk: `SR#${number}`, sk: `U#${hash}` }),
  requestQuota: (number: string) => ({ pk: `SR#${number}`, sk: 'QUOTA' }),
  accountQuota: (accountId: string) => ({ pk: `ACCOUNT#${accountId}`, sk: 'QUOTA' }),
  upload: (id: string) => ({ pk: `UPLOAD#${id}`, sk: 'FILE' }),
  announced: (id: string, block: number) => ({
    pk: `UPLOAD#${id}`,
    sk: `${ANNOUNCED_PREFIX}${String(block).padStart(3, '0')}`,
  }),
  requestTicket: (number: string, id: string) => ({ pk: `SR#${number}`, sk: `${TICKET_PREFIX}${id}` }),
  ticket: (secretHash: string) => ({ pk: `TICKET#${secretHash}`, sk: 'TICKET' }),
  ticketById: (id: string) => ({ pk: `TICKET#${id}`, sk: 'POINTER' }),
} as const;

export const EVENT_PREFIX = 'E#';
export const CONTRACT_PREFIX = 'CONTRACT#';
export const FILE_PREFIX = 'F#';
export const TICKET_PREFIX = 'T#';
export const ANNOUNCED_PREFIX = 'D#';

/** Events sort as text in the order of their numbers. */
function eventSort(seq: number): string {
  return `${EVENT_PREFIX}${String(seq).padStart(8, '0')}`;
}

/** Index keys: what a list asks for. */
export const lists = {
  account: (accountId: string) => `ACCOUNT#${accountId}`,
  queue: (queue: string) => `QUEUE#${queue}`,
  owner: (email: string) => `OWNER#${email}`,
  escalated: (region: string) => `ESCALATED#${region}`,
  /** What the sweeper looks at: items that somebody must attend to by `attendAt`. */
  attend: 'ATTEND',
  /** The same for uploads: those under way, and those that ended and left something in the bucket. */
  uploads: 'ATTEND#UPLOADS',
  /** The same for verified files, which are deleted some time after their SR closed. */
  files: 'ATTEND#FILES',
} as const;
