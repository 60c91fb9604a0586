import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { virtualClock } from '#local/clock.ts';
import { createPages } from '#local/pages/pages.ts';
import type { RequestRecord } from '#local/pages/records.ts';
import type { ExecutionEvent, PagesSource } from '#local/pages/source.ts';
import { createMailbox } from '#local/ses/mailbox.ts';
import { RequestEvent } from '#shared/schema/event.ts';
import { RequestSummary } from '#shared/schema/view.ts';

export const NOW = '2026-03-12T19:03:58.000Z';

const kenji = { email: 'kenji.sato@vendor.example', name: 'Kenji Sato' };
const dana = { kind: 'customer', email: 'dana.fox@northwind-optics.example', name: 'Dana Fox' };
const staff = { kind: 'staff', ...kenji, roles: ['tse'] };
const NUMBERS = ['26100000004', '26100000012'];

function record(number: string, change: object, attendAt: string | null): RequestRecord {
  const summary = RequestSummary.parse({
    number,
    subject: 'Backup of <vcenter> fails with "snapshot not found"',
    status: 'awaiting-customer',
    type: 'technical',
    severity: 2,
    product: 'Optics Server 9',
    accountId: 'northwind',
    contractId: 'C-1',
    contactName: 'Dana Fox',
    contactEmail: dana.email,
    owner: kenji,
    escalated: false,
    filedAt: '2026-03-12T13:00:00.000Z',
    lastChangedAt: '2026-03-12T15:30:00.000Z',
    nextDueAt: null,
    ...change,
  });
  return { summary, attendAt, gen: 1 };
}

const EVENTS = [
  [
    '2026-03-12T15:30:00.000Z',
    staff,
    'public',
    { type: 'CustomerAwaited', text: 'Please send the log bundle.\nThe job name helps too.' },
  ],
  [
    '2026-03-12T14:10:00.000Z',
    staff,
    'internal',
    { type: 'InternalNoteAdded', text: 'Looks like a stale <snapshot> lock.' },
  ],
  [
    '2026-03-12T13:45:00.000Z',
    { kind: 'workflow' },
    'internal',
    {
      type: 'TargetWarned',
      clock: 'first-response',
      dueAt: '2026-03-12T15:00:00.000Z',
      threshold: '50%',
      told: ['Kenji Sato'],
    },
  ],
  ['2026-03-12T13:05:00.000Z', staff, 'public', { type: 'EngineerAssigned', engineer: kenji }],
] as const;

const visit = (state: string, from: string, to: string | null): ExecutionEvent[] => [
  { id: 1, timestamp: Date.parse(from), type: 'TaskStateEntered', stateEnteredEventDetails: { name: state } },
  ...(to === null
    ? []
    : [
        {
          id: 2,
          timestamp: Date.parse(to),
          type: 'TaskStateExited',
          stateExitedEventDetails: { name: state },
        },
      ]),
];
const HISTORY = [
  ...visit('AssessRequest', '2026-03-12T13:00:01.000Z', '2026-03-12T13:00:01.000Z'),
  ...visit('WaitForFirstResponse', '2026-03-12T13:00:01.000Z', '2026-03-12T13:45:00.000Z'),
  ...visit('WarnOfTarget', '2026-03-12T13:45:00.000Z', '2026-03-12T13:45:00.000Z'),
  ...visit('WaitForCustomer', '2026-03-12T15:30:00.000Z', null),
];

/** A control room over sample data, on a real port. With `empty` nothing has happened yet. */
export async function startPages({ empty = false, port = 0 } = {}) {
  const clock = virtualClock(NOW);
  const mailbox = createMailbox({
    stateDir: mkdtempSync(join(tmpdir(), 'casebell-pages-')),
    clock,
    configurationSets: new Map(),
    publish: () => Promise.resolve(),
    onError: () => {},
  });
  if (!empty) {
    for (const [to, subject] of [
      ['Dana Fox <dana.fox@northwind-optics.example>', `[${NUMBERS[0]}] We received your request`],
      ['bounce@northwind-optics.example', `[${NUMBERS[0]}] お客様のご回答をお待ちしています`],
    ] as const) {
      const composed = await createTransport({ streamTransport: true, buffer: true }).sendMail({
        from: 'Vendor Support <desk@mail.example.com>',
        to,
        subject,
        text: 'Dear Dana,\n\nKenji Sato works on your request.',
        html: '<h1>Dear Dana</h1><p>Kenji Sato works on <b>your request</b>.</p><script>document.title="run"</script>',
      });
      const raw = Buffer.isBuffer(composed.message) ? composed.message : Buffer.alloc(0);
      mailbox.accept({
        from: 'Vendor Support <desk@mail.example.com>',
        to: [to],
        raw,
        tags: { kind: 'request-filed' },
        configurationSet: null,
      });
    }
  }
  const records: RequestRecord[] = empty
    ? []
    : [
        record(NUMBERS[0] ?? '', {}, '2026-03-13T15:30:00.000Z'),
        record(
          NUMBERS[1] ?? '',
          {
            status: 'filed',
            owner: null,
            severity: 1,
            subject: 'License expired',
            escalated: true,
            nextDueAt: '2026-03-12T18:00:00.000Z',
          },
          '2026-03-12T21:00:00.000Z',
        ),
      ];
  let url = '';
  const source: PagesSource = {
    clock,
    deskUrl: () => url,
    s3Url: () => 'http://127.0.0.1:41235',
    addresses: () => [
      { name: 'API', url: `${url}/v1`, about: 'what the product offers' },
      { name: 'AWS endpoint', url: 'http://127.0.0.1:41234', about: 'for the AWS SDK and CLI' },
    ],
    advanceTo: (ms) => clock.advanceTo(ms, () => Promise.resolve()),
    records: {
      requests: async () => records,
      request: async (number) => {
        const found = records.find(({ summary }) => summary.number === number);
        return (
          found && {
            record: found,
            events: EVENTS.toReversed().map(([at, by, visibility, fact], index) =>
              RequestEvent.parse({ seq: index + 1, at, by, visibility, fact }),
            ),
          }
        );
      },
      close: () => {},
    },
    executions: () =>
      empty
        ? []
        : NUMBERS.map((number) => ({
            name: `sr-${number}-g1`,
            status: 'RUNNING',
            startedAt: Date.parse(NOW),
            stoppedAt: null,
          })),
    history: (name) => (empty || !name.startsWith('sr-2610') ? undefined : HISTORY),
    mailbox,
  };
  const pages = createPages(source);
  const server = createServer((request, response) => void pages.handle(request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    clock,
    mailbox,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
