import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCustomerNumber } from '#shared/schema/customer-number.ts';
import { OPERATIONS } from '#shared/schema/operations.ts';
import type { RouteKey } from '#shared/schema/routes.ts';
import { IssuedTicket, UploadView } from '#shared/schema/upload.ts';
import { Problem } from '#shared/schema/view.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, DANA, FOUR_ANSWERS, KENJI, PREMIUM_FORM, STANDARD_FORM } from '#test/support/journey-forms.ts';
import { type FuzzCall, fuzzCalls, type TokenKind } from '#test/support/journey-fuzz-calls.ts';

const CALLS = 10_000;
const IN_FLIGHT = 16;
const SEED = 20_260_302;
const PEOPLE = ['rita', 'kenji', 'ana', 'mo', 'ingrid', 'dana', 'li', 'mori', 'chen', 'sam'] as const;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

let desk: Desk;
/** The secret of an upload ticket, and some ids of uploads and tickets. */
let ticket = '';
const uploads: string[] = [];
const tickets: string[] = [];
const logged: string[] = [];
const tokens = new Map<string, string>();
const expired = new Map<string, string>();
let forge: (kind: TokenKind, good: string) => Promise<string | undefined>;

beforeAll(async () => {
  desk = await startDesk({ log: (line) => logged.push(line) });
  for (const person of PEOPLE) expired.set(person, await desk.stack.token(person));
  // A token is good for thirty days.
  await desk.pass('P31D');
  for (const person of PEOPLE) tokens.set(person, await desk.stack.token(person));
  forge = await forger();
});
afterAll(() => desk?.stop());

/** SRs in every status, for calls to meet. */
async function fileSome(): Promise<string[]> {
  const dana = desk.as('dana');
  const numbers: string[] = [];
  for (let index = 0; index < 8; index++) {
    const { number } = await dana.file(index % 2 === 0 ? STANDARD_FORM : PREMIUM_FORM);
    numbers.push(number);
    if (index > 0) await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    if (index === 2) await desk.as('ana').act(number, { action: 'await-customer', text: 'Logs?' });
    if (index === 3) await desk.as('ana').act(number, { action: 'propose-solution', text: 'Update.' });
    if (index === 4)
      await dana.act(number, { action: 'close', reason: 'withdrawn', description: 'A mistake.' });
    if (index > 4)
      await dana.act(number, { action: 'escalate', reason: 'dissatisfied', answers: FOUR_ANSWERS });
  }
  return numbers;
}

/** Uploads that are under way or over, and tickets, for calls to meet. */
async function uploadSome(numbers: readonly string[]): Promise<void> {
  const dana = desk.as('dana');
  const file = { size: 1000, mtime: '2026-03-01T08:00:00Z', fingerprint: 'f' };
  for (const number of numbers.slice(0, 3)) {
    const issued = await dana.ask(IssuedTicket, 'POST', `/v1/requests/${number}/upload-tickets`, {
      body: {},
    });
    tickets.push(issued.ticketId);
    ticket = issued.url.slice(issued.url.lastIndexOf('/') + 1);
    const headers = { authorization: `Ticket ${ticket}` };
    for (const [path, options] of [
      [`/v1/requests/${number}/uploads`, {}],
      ['/v1/ticket/uploads', { headers }],
    ] as const) {
      for (const name of ['a.log', 'b.log'])
        uploads.push((await dana.ask(UploadView, 'POST', path, { ...options, body: { ...file, name } })).id);
    }
    await dana.ask(UploadView, 'DELETE', `/v1/uploads/${uploads.at(-3)}`);
  }
}

/** Makes tokens that nobody issued. */
async function forger() {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const modulus = (await exportJWK(publicKey)).n ?? '';
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return async (kind: TokenKind, good: string): Promise<string | undefined> => {
    const [head = '', claims = '', signature = ''] = good.split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string };
    const payload = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
    const rem = { ...payload, 'cognito:groups': ['rem', 'manager'] };
    switch (kind) {
      case 'good':
      case 'expired':
        return good;
      case 'none':
        return undefined;
      case 'unsigned':
        return `${encode({ alg: 'none', kid: header.kid })}.${claims}.`;
      case 'altered':
        return `${head}.${encode(rem)}.${signature}`;
      case 'own-key':
        return new SignJWT(rem).setProtectedHeader({ alg: 'RS256', kid: header.kid }).sign(privateKey);
      case 'hmac': {
        // The public key taken for a shared secret.
        const signed = `${encode({ alg: 'HS256', kid: header.kid })}.${encode(rem)}`;
        return `${signed}.${createHmac('sha256', modulus).update(signed).digest('base64url')}`;
      }
      case 'garbage':
        return `${good.slice(0, 40)}....${good.slice(-9)}`;
      case 'basic':
        return `Basic ${Buffer.from('dana:secret').toString('base64')}`;
    }
  };
}

async function send(call: FuzzCall, agent: Agent): Promise<Answer> {
  const source = call.token === 'expired' ? expired : tokens;
  const token = await forge(call.token, source.get(call.person) ?? '');
  const byTicket = call.token === 'good' && call.path.startsWith('/v1/ticket/');
  const body = call.body === null ? null : Buffer.from(call.body, call.encoding);
  return new Promise((resolve, reject) => {
    const sent = request(
      desk.url,
      {
        agent,
        method: call.method,
        path: call.path,
        headers: {
          ...call.headers,
          ...(token !== undefined && {
            authorization: byTicket
              ? `Ticket ${ticket}`
              : token.startsWith('Basic')
                ? token
                : `Bearer ${token}`,
          }),
          ...(body !== null && { 'content-length': body.length }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body ?? undefined);
  });
}

/** What is wrong with an answer; null when it is as it must be. */
function complaint(call: FuzzCall, { status, type, body }: Answer): string | null {
  if (status >= 500 || status < 200) return 'not a 2xx or 4xx';
  if (status < 300) {
    if (call.token !== 'good' && !call.isPublic) return 'let in without a token';
    if (!(call.route in OPERATIONS)) return 'a success of no operation';
    const operation = OPERATIONS[call.route as RouteKey];
    if (status !== operation.status) return `a success with another status than ${operation.status}`;
    const parsed = operation.answer.safeParse('content' in operation ? body : JSON.parse(body));
    return parsed.success ? null : `an answer against its schema: ${parsed.error.message}`;
  }
  if (status < 400) return 'a redirect';
  if (type.startsWith('application/problem+json')) {
    const problem = Problem.safeParse(JSON.parse(body));
    if (!problem.success) return 'a problem against its schema';
    const { code, fix, status: said, requestId } = problem.data;
    return said === status && code !== '' && fix !== '' && requestId !== ''
      ? null
      : 'a problem that says little';
  }
  return gatewayComplaint(call, status, body);
}

/** What reaches no function the gateway, or the web server before it, refuses in its own words. */
function gatewayComplaint(call: FuzzCall, status: number, body: string): string | null {
  if (call.token !== 'good' && !call.isPublic && status === 401) return null;
  if ([400, 404, 413, 431].includes(status) && (call.method === 'HEAD' || body.includes('"message"'))) {
    const strange = !(call.route in OPERATIONS) || /%|\/\/|\/$/.test(call.path) || call.path.length > 1000;
    return strange || status === 413 ? null : 'refused by the gateway';
  }
  return status === 400 && body === '' ? null : 'neither a problem nor the gateway’s own answer';
}

describe('the HTTP API', () => {
  it(`answers ${CALLS} calls, most of them wrong, with 2xx or 4xx and never fails`, async () => {
    const numbers = await fileSome();
    await uploadSome(numbers);
    const document: unknown = await (await fetch(`${desk.url}/v1/openapi.json`)).json();
    const pages = await Promise.all([
      desk.as('dana').list({ limit: '1' }),
      desk.as('rita').list({ scope: 'queue', limit: '1' }),
    ]);
    const now = Date.parse(desk.now());
    const calls = fc.sample(
      fuzzCalls(document, {
        people: PEOPLE,
        hints: {
          number: numbers,
          id: uploads,
          ticketId: tickets,
          secret: [ticket],
          contractId: ['NW-STANDARD', 'NW-PREMIUM'],
          product: ['Lens Archive', 'Lens Client'],
          engineer: [ANA, KENJI, DANA],
          customerNumber: ['4100000001', makeCustomerNumber(123_456_789)],
          nextUpdateAt: [1, 24, 71].map((hours) => new Date(now + hours * 3_600_000).toISOString()),
          account: ['northwind-optics'],
          region: ['EMEA'],
          cursor: pages.map(({ cursor }) => cursor ?? ''),
        },
      }),
      { numRuns: CALLS, seed: SEED },
    );

    const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
    const statuses = new Map<number, number>();
    const complaints: string[] = [];
    let next = 0;
    const worker = async () => {
      for (let index = next++; index < calls.length; index = next++) {
        const call = calls[index];
        if (call === undefined) return;
        const answer = await send(call, agent);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const wrong = complaint(call, answer);
        if (wrong !== null) complaints.push(told(index, call, answer, wrong));
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
    agent.destroy();

    expect(
      complaints.slice(0, 10),
      `${complaints.length} complaints; ${logged.slice(0, 10).join('\n')}`,
    ).toEqual([]);
    // Calls of every sort got where they were meant to.
    for (const status of [200, 201, 400, 401, 403, 404, 409, 422])
      expect(statuses.get(status) ?? 0, `answers with ${status}`).toBeGreaterThan(10);
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(CALLS);
    // And what they started behind the desk comes to rest: nothing is left in the on-failure queue.
    await desk.stack.settle();
    const [queue] = desk.stack.template.resources('AWS::SQS::Queue');
    expect(desk.stack.queueMessages(queue?.id ?? '')).toEqual([]);
  }, 300_000);
});

function told(index: number, call: FuzzCall, { status, body }: Answer, wrong: string): string {
  const { method, path, person, token, headers } = call;
  return [
    `#${index} ${wrong}: ${status} ${body.slice(0, 300)}`,
    `${method} ${path.slice(0, 200)} by ${person} (${token}) ${JSON.stringify(headers)}`,
    `${call.encoding} ${JSON.stringify(call.body)?.slice(0, 600)}`,
  ].join('\n');
}
