import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { ALL_COMMANDS } from '#cli/all-commands.ts';
import { main } from '#cli/main.ts';
import { makeCustomerNumber } from '#shared/schema/customer-number.ts';
import { ClockView } from '#shared/schema/view.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';

/** Maundy Thursday, 16:00 in Berlin. */
const BEFORE_EASTER = '2026-04-02T14:00:00.000Z';

let desk: Desk;
let number: string;
let token: string;

beforeAll(async () => {
  desk = await startDesk({ at: BEFORE_EASTER });
  // Dana works in Germany here: the holidays of Easter lie ahead of her request.
  const dana = {
    email: 'dana.fox@northwind-optics.example',
    name: 'Dana Fox',
    customerNumber: makeCustomerNumber(410_000_000),
    accountId: 'northwind-optics',
    language: 'en',
    zone: 'Europe/Berlin',
    country: 'DE',
  } as const;
  await desk.enrol({ staff: [], contacts: [dana], contracts: [] });
  const filed = await desk.as('dana').file({
    contractId: 'NW-STANDARD',
    type: 'technical',
    severity: 3,
    subject: 'Lens Archive stops at night',
    description: 'Every night at two.',
    product: 'Lens Archive',
  });
  number = filed.number;
  token = (await casebell(['token', 'dana', '--desk', desk.url])).out[0] ?? '';
});
afterAll(() => desk.stop());

async function casebell(args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(args, ALL_COMMANDS, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out, err };
}

const explain = (...args: string[]) => casebell(['explain', ...args, '--desk', desk.url]);

/** What is told where a command ends without success. */
const refused = (code: 1 | 2, sentence: string) => ({ code, out: [], err: [sentence] });

describe('[lesson 4] casebell explain', () => {
  it('tells the customer what counted and which holidays did not', async () => {
    expect(await explain(number, '--as', 'dana')).toEqual({
      code: 0,
      err: [],
      out: [
        `Request ${number}: Lens Archive stops at night`,
        'filed, severity 3 (Minor), offering standard',
        '',
        'First response: due Tue 7 Apr 2026, 14:00 (Europe/Berlin, UTC+02:00)',
        '  Running since Thu 2 Apr 2026, 16:00; 8 h of open time left.',
        '  Policy house@2, offering standard, severity 3: 8 h of open time on the',
        '  calendar "business" (Europe/Berlin).',
        '  Counted',
        '    Thu  2 Apr 16:00 - 18:00  2 h',
        '    Tue  7 Apr 08:00 - 14:00  6 h',
        '    together                  8 h',
        '  Not counted',
        '    Fri  3 Apr  Good Friday',
        '    Mon  6 Apr  Easter Monday',
        '  Computed from holidays DE 2026-11-22, time zones 2026f.',
      ],
    });
  });

  it('tells staff the same, by token, from the option or from the environment', async () => {
    const ofDana = await explain(number, '--as', 'dana');
    expect(await explain(number, '--as', 'rita')).toEqual(ofDana);
    expect(await explain(number, '--token', token)).toEqual(ofDana);
    vi.stubEnv('CASEBELL_TOKEN', token);
    expect(await explain(number)).toEqual(ofDana);
    vi.unstubAllEnvs();
  });

  it('writes times in another zone, one clock only, or what the desk said', async () => {
    const inTokyo = await explain(
      number,
      '--as',
      'dana',
      '--zone',
      'Asia/Tokyo',
      '--clock',
      'first-response',
    );
    expect(inTokyo.out[3]).toBe('First response: due Tue 7 Apr 2026, 21:00 (Asia/Tokyo, UTC+09:00)');
    const { code, out } = await explain(number, '--as', 'dana', '--json');
    expect(code).toBe(0);
    const Printed = z.object({ number: z.string(), clocks: z.array(ClockView) });
    const printed = Printed.parse(JSON.parse(out.join('\n')));
    expect(printed.number).toBe(number);
    expect(printed.clocks.map(({ clock, dueAt }) => [clock, dueAt])).toEqual([
      ['first-response', '2026-04-07T12:00:00.000Z'],
    ]);
  });
});

describe('what casebell explain cannot do, in one sentence each', () => {
  it('who asks is not said, or twice', async () => {
    expect(await explain(number)).toEqual(
      refused(
        2,
        'Say who asks: --as PERSON on a local desk, or a bearer token in --token or CASEBELL_TOKEN.',
      ),
    );
    expect(await explain(number, '--as', 'dana', '--token', token)).toEqual(
      refused(2, '--token and --as both say who asks: give one of them.'),
    );
  });

  it('there is no such request, or none that the asking person may see', async () => {
    expect(await explain('26123456787', '--as', 'rita')).toEqual(
      refused(1, 'There is no request 26123456787 that you may see.'),
    );
    expect(await explain(number, '--as', 'sam')).toEqual(
      refused(1, `There is no request ${number} that you may see.`),
    );
  });

  it('the number, the clock or the zone is mistyped', async () => {
    expect(await explain('2612345678', '--as', 'rita')).toEqual(
      refused(2, '2612345678: an SR number has 11 digits.'),
    );
    expect(await explain('26123456788', '--as', 'rita')).toEqual(
      refused(2, '26123456788: the check digit of this SR number does not fit: a digit is mistyped.'),
    );
    expect(await explain(number, '--as', 'rita', '--clock', 'next')).toEqual(
      refused(
        2,
        '"next" is no clock. There are: first-response, answer, answer-goal, call-back, next-reply, promised-update, confirmation-mail.',
      ),
    );
    expect(await explain(number, '--as', 'rita', '--zone', 'Mars/Base')).toEqual(
      refused(2, '"Mars/Base" is not a time zone of the tz database 2026f.'),
    );
  });

  it('the clock does not run on this request', async () => {
    expect(await explain(number, '--as', 'rita', '--clock', 'call-back')).toEqual(
      refused(1, `Request ${number} has no clock "call-back". It has: first-response.`),
    );
  });

  it('the token is none, or of another desk', async () => {
    expect(await explain(number, '--token', 'a b')).toEqual(
      refused(2, 'The token is not one: it is empty or has characters that no token has.'),
    );
    expect(await explain(number, '--token', 'a.b.c')).toEqual(
      refused(1, `The desk at ${desk.url} does not accept this token; get one that it issued.`),
    );
  });

  it('nobody answers, or somebody else does', async () => {
    const server = createServer((_request, response) => response.writeHead(200).end('hello'));
    const url = await listen(server);
    expect(await casebell(['explain', number, '--token', token, '--desk', url])).toEqual(
      refused(1, `What answers at ${url} is not a Casebell desk, or not one of this version.`),
    );
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await casebell(['explain', number, '--token', token, '--desk', url])).toEqual(
      refused(1, `No desk answers at ${url}. Start one with "npm start", or name its address with --desk.`),
    );
    expect(await casebell(['explain', number, '--token', token, '--desk', 'nowhere'])).toEqual(
      refused(2, '"nowhere" is not an address such as http://localhost:4600.'),
    );
  });

  it('the token has expired', async () => {
    await desk.pass('P31D');
    expect(await explain(number, '--token', token)).toEqual(
      refused(1, 'The token has expired; get a new one.'),
    );
    // The derivation of what is past is what it was.
    const { out } = await explain(number, '--as', 'dana');
    expect(out.slice(3, 5)).toEqual([
      'First response: due Tue 7 Apr 2026, 14:00 (Europe/Berlin, UTC+02:00)',
      '  Started Thu 2 Apr 2026, 16:00; missed, and still open.',
    ]);
  });
});

function listen(server: Server): Promise<string> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? `http://localhost:${address.port}` : '');
    }),
  );
}
