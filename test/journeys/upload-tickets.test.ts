import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { IssuedTicket, RevokedTicket, SignedParts, TicketList, UploadView } from '#shared/schema/upload.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { type DeskAnswer, desksCaller } from '#test/support/desk-caller.ts';
import { ANA, STANDARD_FORM } from '#test/support/journey-forms.ts';
import {
  cut,
  described,
  digestOf,
  hashOf,
  put,
  refusals,
  someBytes,
  uploadCalls,
} from '#test/support/upload-calls.ts';

const MIB = 1024 ** 2;
const BYTES = someBytes(16 * MIB + 12_345);
const SMALL = someBytes(1000, 7);

const lines: string[] = [];
let desk: Desk;
beforeAll(async () => {
  desk = await startDesk({ log: (line) => void lines.push(line) });
});
afterAll(() => desk?.stop());

const openRequest = async () => (await desk.as('dana').file(STANDARD_FORM)).number;
type Issued = z.infer<typeof IssuedTicket>;

const issue = (number: string, person = 'dana'): Promise<Issued> =>
  desk.as(person).ask(IssuedTicket, 'POST', `/v1/requests/${number}/upload-tickets`, { body: {} });
const revoke = (ticketId: string, person = 'dana') =>
  desk.as(person).ask(RevokedTicket, 'DELETE', `/v1/upload-tickets/${ticketId}`);
const listed = async (number: string) =>
  (await desk.as('dana').ask(TicketList, 'GET', `/v1/requests/${number}/upload-tickets`)).items;
const secretOf = ({ url }: Issued) => url.slice(url.lastIndexOf('/') + 1);

/** A host that has nothing but a ticket. */
function host(secret: string) {
  const caller = desksCaller(desk.url, async () => 'none');
  const headers = { authorization: `Ticket ${secret}` };
  const ask = <Schema extends z.ZodMiniType>(schema: Schema, method: string, place: string, body?: object) =>
    caller.ask(schema, method, `/v1/ticket/uploads${place}`, { headers, ...(body && { body }) });
  return {
    call: (method: string, place: string, body?: object): Promise<DeskAnswer> =>
      caller.call(method, `/v1/ticket/uploads${place}`, { headers, ...(body && { body }) }),
    begin: (file: object) => ask(UploadView, 'POST', '', file),
    view: (id: string) => ask(UploadView, 'GET', `/${id}`),
    sign: async (id: string, parts: readonly { n: number; sha256: string }[]) =>
      (
        await ask(SignedParts, 'POST', `/${id}/parts:sign`, {
          parts: parts.map(({ n, sha256 }) => ({ n, sha256 })),
        })
      ).items,
    complete: (id: string, digest: string) => ask(UploadView, 'POST', `/${id}/complete`, { digest }),
    async upload(bytes: Uint8Array<ArrayBuffer>): Promise<UploadView> {
      const view = await this.begin(described(bytes));
      const parts = cut(bytes, view);
      const signed = await this.sign(view.id, parts);
      for (const [index, part] of parts.entries()) {
        const one = signed[index];
        if (one) await put(one, part.bytes);
      }
      return this.complete(view.id, await digestOf(bytes, view));
    },
  };
}

/** A program that reads problems. */
const asJson = (url: string) => fetch(url, { headers: { accept: 'application/json' } });

/** A shell with curl: forms go in, lines come out. */
async function shell(secret: string, method: string, place: string, form?: Record<string, string>) {
  const answer = await fetch(`${desk.url}/v1/ticket/uploads${place}`, {
    method,
    headers: { authorization: `Ticket ${secret}`, accept: 'text/plain' },
    ...(form && { body: new URLSearchParams(form) }),
  });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}

describe('an upload ticket', () => {
  it('[WRK-6] is one URL, good for seven days, told once; the timeline says who issued it', async () => {
    const number = await openRequest();
    const ticket = await issue(number);
    expect(ticket).toEqual({
      ticketId: expect.stringMatching(/^[0-9A-Z]{26}$/),
      url: expect.stringMatching(/^http:\/\/localhost:\d+\/v1\/t\/[0-9a-hjkmnp-tv-z]{32}$/),
      command: `curl -fsSL ${ticket.url} | sh -s --`,
      expiresAt: '2026-03-09T14:00:00.000Z',
    });
    expect(await listed(number)).toEqual([
      {
        ticketId: ticket.ticketId,
        createdAt: '2026-03-02T14:00:00.000Z',
        createdBy: 'Dana Fox',
        expiresAt: '2026-03-09T14:00:00.000Z',
        revokedAt: null,
        usedAt: null,
      },
    ]);
    expect(await desk.as('rita').timeline(number)).toContainEqual(
      expect.objectContaining({
        by: { kind: 'customer', name: 'Dana Fox' },
        visibility: 'public',
        fact: {
          type: 'UploadTicketIssued',
          ticketId: ticket.ticketId,
          expiresAt: '2026-03-09T14:00:00.000Z',
        },
      }),
    );
  });

  it('[WRK-6] uploads a file in the name of the contact, who is then no silent one', async () => {
    const number = await openRequest();
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    const ticket = await issue(number, 'ana');
    await desk.as('ana').act(number, { action: 'await-customer', text: 'Please run the command.' });
    const { id } = await host(secretOf(ticket)).upload(BYTES);
    expect((await desk.as('dana').get(number)).status).toBe('in-progress');
    await desk.stack.settle();
    expect(await host(secretOf(ticket)).view(id)).toMatchObject({
      state: 'verified',
      createdBy: 'Dana Fox',
      digest: await digestOf(BYTES, { partSize: 16 * MIB, parts: 2 }),
    });
    expect((await listed(number)).map(({ usedAt }) => usedAt)).toEqual(['2026-03-02T14:00:00.000Z']);
    // In the name of the contact, and yet not as if the contact had been signed in.
    const portal = await uploadCalls(desk.as('dana')).begin(number, described(SMALL, 'portal.log'));
    const files = await uploadCalls(desk.as('dana')).files(number);
    // Of the same instant, in any order.
    expect(new Map(files.map((file) => [file.id, [file.own, file.byTicket]]))).toEqual(
      new Map([
        [id, [false, true]],
        [portal.id, [true, false]],
      ]),
    );
    const told = (await desk.as('dana').timeline(number)).flatMap(({ by, fact }) =>
      fact.type === 'FileUploadStarted' || fact.type === 'FileUploaded'
        ? [[fact.type, fact.name, by.name, fact.ticketId]]
        : [],
    );
    expect(told).toEqual([
      ['FileUploadStarted', 'bundle.tgz', 'Dana Fox', ticket.ticketId],
      ['FileUploaded', 'bundle.tgz', 'Dana Fox', ticket.ticketId],
      ['FileUploadStarted', 'portal.log', 'Dana Fox', undefined],
    ]);
    const { url } = await uploadCalls(desk.as('ana')).download(id);
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(BYTES)).toBe(true);
  });

  it('[WRK-6] works with a shell: forms go in, lines come out', async () => {
    const number = await openRequest();
    const secret = secretOf(await issue(number));
    const file = { ...described(SMALL, 'a "b" \n日.log'), size: '1000' };
    const begun = await shell(secret, 'POST', '', file);
    expect([begun.status, begun.type]).toEqual([201, 'text/plain; charset=utf-8']);
    const values = Object.fromEntries(
      begun.text
        .trimEnd()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
    );
    expect(values).toEqual({
      id: expect.stringMatching(/^[0-9A-Z]{26}$/),
      number,
      name: 'a "b" 日.log',
      size: '1000',
      mtime: '2026-03-01T08:00:00.000Z',
      fingerprint: described(SMALL).fingerprint,
      partSize: '16777216',
      parts: '1',
      state: 'uploading',
      createdAt: '2026-03-02T14:00:00.000Z',
      createdBy: 'Dana Fox',
      own: 'true',
      byTicket: 'true',
      expiresAt: '2026-03-09T14:00:00.000Z',
      concurrency: '4',
    });
    const hash = hashOf(SMALL);
    const signed = await shell(secret, 'POST', `/${values.id}/parts:sign`, { parts: `1=${hash}\n` });
    const [n, url = '', checksum = '', expiresAt] = signed.text.trimEnd().split('\t');
    expect([n, checksum, expiresAt]).toEqual([
      '1',
      Buffer.from(hash, 'hex').toString('base64'),
      '2026-03-02T15:00:00.000Z',
    ]);
    expect(
      (await put({ n: 1, url, headers: { 'x-amz-checksum-sha256': checksum }, expiresAt: '' }, SMALL)).status,
    ).toBe(200);
    expect((await shell(secret, 'GET', `/${values.id}/parts?after=0`)).text).toBe(`1\t1000\t${hash}\n`);
    const digest = await digestOf(SMALL, { partSize: 16 * MIB, parts: 1 });
    const completed = await shell(secret, 'POST', `/${values.id}/complete`, { digest });
    expect(completed.status).toBe(202);
    expect(completed.text).toContain(`\nstate verifying\ndigest ${digest}\n`);
    await desk.stack.settle();
    expect((await shell(secret, 'GET', `/${values.id}`)).text).toContain('\nstate verified\n');
  });

  it('[WRK-6] begun again when the file is complete, it answers with that file; anew, it begins another one', async () => {
    const number = await openRequest();
    const secret = secretOf(await issue(number));
    const { id } = await host(secret).upload(SMALL);
    const digest = await digestOf(SMALL, { partSize: 16 * MIB, parts: 1 });
    const again = () => host(secret).call('POST', '', described(SMALL));
    // The table's stream has not come to the verification yet, or has just come to it.
    expect(await again()).toMatchObject({
      status: 200,
      body: { id, state: expect.stringMatching(/^verif/), digest },
    });
    await desk.stack.settle();
    expect(await again()).toMatchObject({ status: 200, body: { id, state: 'verified', digest } });
    const lines = await shell(secret, 'POST', '', { ...described(SMALL), size: '1000' });
    expect([lines.status, lines.text]).toEqual([
      200,
      expect.stringContaining(`\nstate verified\ndigest ${digest}\n`),
    ]);
    const anew = await shell(secret, 'POST', '', { ...described(SMALL), size: '1000', anew: 'true' });
    expect([anew.status, anew.text]).toEqual([201, expect.stringContaining('\nstate uploading\n')]);
    expect(anew.text).not.toContain(id);
    // That one is now the one of these values, also for who asks for another one.
    const third = await host(secret).call('POST', '', { ...described(SMALL), anew: true });
    expect([third.status, anew.text]).toEqual([201, expect.stringContaining((third.body as UploadView).id)]);
    expect(await uploadCalls(desk.as('ana')).files(number)).toHaveLength(2);
    const wrong = await shell(secret, 'POST', '', { ...described(SMALL), size: '1000', anew: 'yes' });
    expect([wrong.status, wrong.text]).toEqual([
      400,
      expect.stringMatching(/^error InvalidRequest .*body\.anew/),
    ]);
  });

  it('[WRK-6] a file that was aborted is begun anew without being asked; a closed request answers with what it has', async () => {
    const number = await openRequest();
    const secret = secretOf(await issue(number));
    const first = await host(secret).begin(described(SMALL));
    await uploadCalls(desk.as('rita')).abort(first.id);
    const { id } = await host(secret).upload(SMALL);
    expect(id).not.toBe(first.id);
    await desk.as('dana').act(number, { action: 'close', reason: 'withdrawn', description: 'Done.' });
    expect(await host(secret).call('POST', '', described(SMALL))).toMatchObject({
      status: 200,
      body: { id },
    });
    expect(await refusals([host(secret).begin({ ...described(SMALL), anew: true })])).toEqual([
      '409 RequestClosed',
    ]);
  });

  it('tells a shell what is wrong in one line', async () => {
    const secret = secretOf(await issue(await openRequest()));
    const wrong = await shell(secret, 'POST', '', { ...described(SMALL), size: 'many' });
    expect(wrong).toMatchObject({ status: 400, type: 'text/plain; charset=utf-8' });
    expect(wrong.text).toMatch(/^error InvalidRequest .*body\.size.*\n$/);
    const none = await shell(secret, 'GET', '/01ARYZ6S410000000000000000');
    expect([none.status, none.text]).toEqual([
      404,
      'error UploadNotFound There is no upload with this id that you may see. Check the id; GET /v1/requests/{number}/uploads lists those of a request.\n',
    ]);
    const parts = await shell(secret, 'POST', '/01ARYZ6S410000000000000000/parts:sign', { parts: 'x=y' });
    expect(parts.text).toMatch(/^error InvalidRequest /);
  });

  it('[WRK-6] the URL gives the script, ready to run; the script itself is public and pinned by its digest', async () => {
    const ticket = await issue(await openRequest());
    const script = await fetch(`${desk.url}/v1/upload.sh`);
    const text = await script.text();
    expect([script.status, script.headers.get('content-type')]).toEqual([
      200,
      'text/x-shellscript; charset=utf-8',
    ]);
    expect(text.startsWith('#!/bin/sh\n')).toBe(true);
    const digest = createHash('sha256').update(text).digest('base64');
    expect(script.headers.get('repr-digest')).toBe(`sha-256=:${digest}:`);
    const made = await (await fetch(ticket.url)).text();
    expect(made).toContain(secretOf(ticket));
    expect(made.endsWith(text)).toBe(true);
    expect(made.slice(0, -text.length).trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('the command of a ticket', () => {
  it('[WRK-6] [CARD-4] run on a host that has sh and curl, uploads a file, and says when it is verified', async () => {
    const number = await openRequest();
    const { command } = await issue(number);
    const folder = mkdtempSync(path.join(tmpdir(), 'casebell-ticket-'));
    try {
      const file = path.join(folder, "it's a bundle.tgz");
      writeFileSync(file, BYTES);
      const { stdout } = await promisify(execFile)('sh', ['-c', `${command} "$1"`, 'sh', file]);
      const digest = await digestOf(BYTES, { partSize: 16 * MIB, parts: 2 });
      expect(stdout).toBe(`verified ${digest} it's a bundle.tgz\n`);
      expect(await uploadCalls(desk.as('ana')).files(number)).toMatchObject([
        { name: "it's a bundle.tgz", state: 'verified', digest, createdBy: 'Dana Fox' },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('what a ticket does not do', () => {
  it('[WRK-6] it is for one request, and for what was begun with a ticket', async () => {
    const [mine, other] = [await openRequest(), await openRequest()];
    const [ticket, others] = [secretOf(await issue(mine)), secretOf(await issue(other))];
    const { id } = await host(ticket).begin(described(SMALL));
    const portal = await uploadCalls(desk.as('dana')).begin(mine, described(SMALL));
    expect(portal.id).not.toBe(id);
    const parts = cut(SMALL, portal);
    expect(
      await refusals([
        host(others).view(id),
        host(others).sign(id, parts),
        host(others).complete(id, await digestOf(SMALL, portal)),
        host(ticket).view(portal.id),
        host(ticket).sign(portal.id, parts),
      ]),
    ).toEqual(Array(5).fill('404 UploadNotFound'));
    // Another ticket of the same request goes on where the first one stopped.
    const second = secretOf(await issue(mine));
    expect((await host(second).begin(described(SMALL))).id).toBe(id);
  });

  it('it reads nothing, and opens no other route', async () => {
    const number = await openRequest();
    const secret = secretOf(await issue(number));
    const headers = { authorization: `Ticket ${secret}` };
    for (const place of [`requests/${number}`, `requests/${number}/uploads`, `requests/${number}/timeline`])
      expect([place, (await fetch(`${desk.url}/v1/${place}`, { headers })).status]).toEqual([place, 401]);
    expect((await host(secret).call('GET', '')).status).toBe(404);
    expect((await host(secret).call('DELETE', '/01ARYZ6S410000000000000000')).status).toBe(404);
  });

  it.each([
    ['none', undefined, 'TicketNeeded'],
    ['a token', 'Bearer x', 'TicketNeeded'],
    ['an unknown one', `Ticket ${'0'.repeat(32)}`, 'TicketUnknown'],
    ['half of one', 'Ticket abc', 'TicketUnknown'],
  ])('with %s nobody uploads', async (_, authorization, code) => {
    const answer = await fetch(`${desk.url}/v1/ticket/uploads`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      body: JSON.stringify(described(SMALL)),
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, code]);
  });

  it('[WRK-6] revoked, it does nothing any more, not even for what it began; revoking again changes nothing', async () => {
    const number = await openRequest();
    const ticket = await issue(number);
    const { id } = await host(secretOf(ticket)).begin(described(SMALL));
    const { revokedAt } = await revoke(ticket.ticketId, 'ana');
    expect(revokedAt).toBe('2026-03-02T14:00:00.000Z');
    const bearer = host(secretOf(ticket));
    const [part] = cut(SMALL, { partSize: 16 * MIB, parts: 1 });
    expect(
      await refusals([bearer.begin(described(BYTES)), bearer.view(id), bearer.sign(id, part ? [part] : [])]),
    ).toEqual(Array(3).fill('401 TicketRevoked'));
    expect((await asJson(ticket.url)).status).toBe(401);
    await desk.pass('PT1H');
    expect(await revoke(ticket.ticketId)).toEqual({ ticketId: ticket.ticketId, revokedAt });
    const facts = (await desk.as('rita').timeline(number)).map(({ fact }) => fact.type);
    expect(facts.filter((type) => type === 'UploadTicketRevoked')).toHaveLength(1);
  });

  it('[WRK-6] it expires after seven days', async () => {
    const number = await openRequest();
    const ticket = await issue(number);
    await desk.pass('P6DT23H');
    expect((await fetch(ticket.url)).status).toBe(200);
    await desk.pass('PT1H');
    expect(await refusals([host(secretOf(ticket)).begin(described(SMALL))])).toEqual(['401 TicketExpired']);
    const answer = await asJson(ticket.url);
    const problem = (await answer.json()) as { code: string; fix: string };
    expect([answer.status, answer.headers.get('content-type'), problem.code, problem.fix]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
      'TicketExpired',
      'Have a new one issued: uploads go on with it where they stopped.',
    ]);
  });

  it('[ACC-5] whom the request is no business of issues, lists and revokes none', async () => {
    const number = await openRequest();
    const ticket = await issue(number);
    const sam = desk.as('sam');
    expect(
      await refusals([
        issue(number, 'sam'),
        sam.ask(TicketList, 'GET', `/v1/requests/${number}/upload-tickets`),
        revoke(ticket.ticketId, 'sam'),
        revoke('01ARYZ6S410000000000000000'),
      ]),
    ).toEqual(['404 RequestNotFound', '404 RequestNotFound', '404 TicketNotFound', '404 TicketNotFound']);
    await desk.as('dana').act(number, { action: 'close', reason: 'withdrawn', description: 'Done.' });
    expect(await refusals([issue(number), host(secretOf(ticket)).begin(described(SMALL))])).toEqual(
      Array(2).fill('409 RequestClosed'),
    );
  });
});

describe('what is kept of a ticket', () => {
  it('[WRK-6] no secret, no signed URL and no token is in any log, and no secret in the table', async () => {
    const number = await openRequest();
    const ticket = await issue(number);
    const secret = secretOf(ticket);
    const { id } = await host(secret).upload(SMALL);
    await shell(secret, 'GET', `/${id}`);
    await fetch(ticket.url);
    await fetch(`${ticket.url}x`);
    await desk.stack.settle();
    await uploadCalls(desk.as('ana')).download(id);

    const folder = path.join(desk.stack.stateDir, 'logs');
    const logs = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
    const written = [...logs, ...lines].join('\n');
    expect(written).toContain('GET /v1/t/{secret}');
    expect(written).toContain('POST /v1/ticket/uploads/{id}/parts:sign');
    expect(written).not.toContain(secret);
    expect(written).not.toMatch(/X-Amz-Signature|X-Amz-Credential|Bearer |Ticket [0-9a-z]{32}|eyJ[\w-]+\./);

    const table = await everything(desk);
    expect(table).toContain(ticket.ticketId);
    expect(table).toContain(createHash('sha256').update(secret).digest('hex'));
    expect(table).not.toContain(secret);
  });
});

describe('the command of a ticket that is no longer good', () => {
  /** What a cron job sees of it. */
  const run = (command: string): Promise<{ code: number; stdout: string; stderr: string }> =>
    promisify(execFile)('sh', ['-c', `${command} /etc/hostname`]).then(
      (done) => ({ code: 0, ...done }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );

  it('[CARD-4] ends with 3 and says why, instead of ending with 0 as a shell with nothing to run does', async () => {
    const number = await openRequest();
    const [revoked, expired] = [await issue(number), await issue(number)];
    await revoke(revoked.ticketId);
    const fix = 'Have a new one issued: uploads go on with it where they stopped.';
    expect(await run(revoked.command)).toEqual({
      code: 3,
      stdout: '',
      stderr: `The desk refused (401): The upload ticket was revoked. ${fix}\n`,
    });
    for (const wrong of ['0'.repeat(32), 'x', 'it%27s%24(exit%209)'])
      expect(await run(`curl -fsSL '${expired.url.replace(secretOf(expired), wrong)}' | sh -s --`)).toEqual({
        code: 3,
        stdout: '',
        stderr:
          'The desk refused (401): There is no such upload ticket. Check that it was copied whole, or have a new one issued.\n',
      });
    await desk.pass('P7D');
    expect(await run(expired.command)).toEqual({
      code: 3,
      stdout: '',
      stderr: `The desk refused (401): The upload ticket has expired. ${fix}\n`,
    });
    expect((await uploadCalls(desk.as('ana')).files(number)).length).toBe(0);
  });

  it('[CARD-4] of several shells each says it, and who asks for JSON gets the problem', async () => {
    const url = (await issue(await openRequest())).url.replace(/\w{32}$/, 'wrong');
    for (const shell of ['dash', 'bash --posix', 'busybox sh']) {
      const { code, stderr } = await run(`curl -fsSL ${url} | ${shell} -s --`);
      expect([shell, code, stderr]).toEqual([
        shell,
        3,
        expect.stringContaining('There is no such upload ticket.'),
      ]);
    }
    const script = await fetch(url);
    expect([script.status, script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual([
      200,
      'text/x-shellscript; charset=utf-8',
      'no-store',
    ]);
    const problem = await asJson(url);
    expect([problem.status, await problem.json()]).toEqual([
      401,
      expect.objectContaining({ code: 'TicketUnknown' }),
    ]);
  });
});

/** All items of the table, as text. */
async function everything({ stack }: Desk): Promise<string> {
  const client = new DynamoDBClient({
    endpoint: stack.databaseUrl,
    region: 'us-east-1',
    credentials: stack.awsEndpoint,
  });
  const pages: unknown[] = [];
  for await (const { Items } of paginateScan({ client }, { TableName: stack.tableName })) pages.push(Items);
  client.destroy();
  return JSON.stringify(pages);
}
