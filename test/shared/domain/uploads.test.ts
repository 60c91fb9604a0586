import { describe, expect, it, test } from 'vitest';
import { applyFacts } from '#shared/domain/apply-facts.ts';
import {
  decideAbort,
  decideDownload,
  decideUpload,
  type FileCaller,
  uploadedFact,
  uploadObstacle,
} from '#shared/domain/decide-upload.ts';
import { uploadView } from '#shared/domain/upload-view.ts';
import { Fact, visibilityOf } from '#shared/schema/event.ts';
import type { Actor } from '#shared/schema/person.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { StoredFile } from '#shared/schema/stored-file.ts';
import { UploadView } from '#shared/schema/upload.ts';
import { ADA, ALAN, BEN, customer, GRACE, STAFF, staff, WORKFLOW } from '#test/support/people.ts';
import { HOUSE } from '#test/support/policies.ts';
import { given } from '#test/support/requests.ts';

const AT = '2026-03-04T09:00:00.000Z';
const ID = '01ARYZ6S410000000000000000';
const DIGEST = `${'ab'.repeat(32)}-1`;
const ada: FileCaller = { actor: customer(ADA), relation: 'contact' };
const ben: FileCaller = { actor: customer(BEN), relation: 'contract' };
const alan: FileCaller = { actor: staff(ALAN), relation: 'none' };
const grace: FileCaller = { actor: staff(GRACE), relation: 'none' };

const BASE = {
  id: ID,
  number: '26123456787',
  accountId: 'acme',
  name: 'bundle.tgz',
  size: 7,
  mtime: AT,
  fingerprint: 'f',
  key: `sr/26123456787/${ID}`,
  s3UploadId: 'u',
  partSize: 16_777_216,
  parts: 1,
  by: customer(ADA),
  ticketId: null,
  createdAt: AT,
  abortAt: '2026-03-11T09:00:00.000Z',
};
const FILES = {
  uploading: { ...BASE, state: 'uploading' },
  verifying: { ...BASE, state: 'verifying', digest: DIGEST },
  verified: { ...BASE, state: 'verified', digest: DIGEST, verifiedAt: AT },
  failed: { ...BASE, state: 'failed', digest: DIGEST, reason: 'x' },
  aborted: { ...BASE, state: 'aborted' },
  deleted: { ...BASE, state: 'deleted', digest: DIGEST, verifiedAt: AT },
} as const satisfies Record<StoredFile['state'], StoredFile>;

const uploaded: Fact = { type: 'FileUploaded', fileId: ID, name: 'bundle.tgz', size: 7, digest: DIGEST };
const then = (request: SupportRequest, fact: Fact, by: Actor) =>
  applyFacts(request, [fact], by, AT, HOUSE, STAFF).after;

describe('an upload and the conversation', () => {
  const silent = [
    ['awaiting the customer', given.awaitingCustomer],
    ['with a solution proposed', given.solutionProposed],
  ] as const;

  test.each(silent)('[CLO-2] %s: a customer who begins an upload is not silent any more', (_, state) => {
    const started: Fact = { type: 'FileUploadStarted', fileId: ID, name: 'bundle.tgz', size: 7 };
    expect(then(state(), started, customer(ADA)).status).toBe('in-progress');
    expect(then(state(), started, staff(ALAN)).status).toBe(state().status);
  });

  test.each(silent)('[CLO-2] %s: a file of the customer waits for an answer', (_, state) => {
    const { status, marks } = then(state(), uploaded, customer(ADA));
    expect(status).toBe('in-progress');
    expect(marks.at(-1)).toMatchObject({ type: 'asked', at: AT });
  });

  it('what the desk gives up or cannot verify is no sign of life of anybody', () => {
    const aborted: Fact = { type: 'FileUploadAborted', fileId: ID, name: 'bundle.tgz' };
    const failed: Fact = { type: 'FileUploadFailed', fileId: ID, name: 'bundle.tgz', reason: 'x' };
    for (const fact of [aborted, failed])
      expect(then(given.awaitingCustomer(), fact, WORKFLOW).status).toBe('awaiting-customer');
  });

  it('who takes a file has not answered, and only the desk sees that they took it', () => {
    const taken: Fact = { type: 'FileDownloaded', fileId: ID, name: 'bundle.tgz' };
    expect(then(given.awaitingCustomer(), taken, customer(ADA)).status).toBe('awaiting-customer');
    expect(visibilityOf('FileDownloaded')).toBe('internal');
    expect(visibilityOf('FileUploaded')).toBe('public');
  });

  it('a file that arrives after the closing asks nothing', () => {
    const { status, marks } = then(given.closed(), uploaded, customer(ADA));
    expect([status, marks]).toEqual(['closed', given.closed().marks]);
  });
});

describe('who is told of a file', () => {
  const sent = (by: Actor) =>
    applyFacts(given.inProgress(), [uploaded], by, AT, HOUSE, STAFF).mails.map(
      ({ to, content }) => `${content.kind} -> ${to.name}`,
    );

  it('the engineer of what a customer sent, the customer of what staff sent', () => {
    expect(sent(customer(BEN))).toEqual(['file-received -> Grace Hopper']);
    expect(sent(staff(ALAN))).toEqual(['file-shared -> Ada Lovelace']);
  });

  it('[WRK-6] the engineer also that it came with a ticket, in the name of the contact', () => {
    const fact: Fact = { ...uploaded, ticketId: '01ARYZ6S410000000000000009' };
    const mailed = (one: Fact) =>
      applyFacts(given.inProgress(), [one], customer(ADA), AT, HOUSE, STAFF).mails.map(
        ({ content }) => content,
      );
    expect(mailed(fact)).toMatchObject([{ kind: 'file-received', author: 'Ada Lovelace', byTicket: true }]);
    expect(mailed(uploaded)[0]).not.toHaveProperty('byTicket');
  });

  it('nobody of anything that is under way, failed, taken or deleted', () => {
    const file = { fileId: ID, name: 'bundle.tgz' };
    const facts: Fact[] = [
      { type: 'FileUploadStarted', ...file, size: 7 },
      { type: 'FileUploadFailed', ...file, reason: 'x' },
      { type: 'FileUploadAborted', ...file },
      { type: 'FileDownloaded', ...file },
      { type: 'FileDeleted', ...file },
    ];
    expect(applyFacts(given.inProgress(), facts, customer(BEN), AT, HOUSE, STAFF).mails).toEqual([]);
  });
});

describe('beginning an upload', () => {
  const file = { id: ID, name: 'bundle.tgz', size: 100, ticketId: null };

  it('[WRK-5] is for members of the contract and for staff, at any time', () => {
    const facts = [{ type: 'FileUploadStarted', fileId: ID, name: 'bundle.tgz', size: 100 }];
    for (const caller of [ada, ben, alan])
      expect(decideUpload(given.inProgress(), file, caller, 100)).toEqual({ ok: true, facts });
  });

  it('[WRK-6] with a ticket is on record with the ticket', () => {
    const ticketId = '01ARYZ6S410000000000000009';
    expect(decideUpload(given.inProgress(), { ...file, ticketId }, ada, 100)).toEqual({
      ok: true,
      facts: [{ type: 'FileUploadStarted', fileId: ID, name: 'bundle.tgz', size: 100, ticketId }],
    });
    expect(uploadedFact({ ...FILES.verifying, ticketId })).toEqual({ ...uploaded, ticketId });
    expect(uploadedFact(FILES.verifying)).toEqual(uploaded);
    // As it was stored before there was one.
    expect(Fact.parse(uploaded)).toEqual(uploaded);
  });

  it('is refused to others, to a closed request, and above the limit', () => {
    const nobody: FileCaller = { actor: customer(BEN), relation: 'none' };
    const code = (request: SupportRequest, caller: FileCaller, max: number) =>
      decideUpload(request, file, caller, max);
    expect(code(given.filed(), nobody, 100)).toEqual({ ok: false, refusal: 'NotAllowed' });
    expect(code(given.closed(), ada, 100)).toEqual({ ok: false, refusal: 'RequestClosed' });
    expect(code(given.filed(), ada, 99)).toEqual({ ok: false, refusal: 'FileTooLarge' });
  });
});

describe('a list of files', () => {
  it('[WRK-6] of a request that has all it takes fits into an answer, whatever they are called', () => {
    // Each of these is four bytes of the answer: JSON writes it as two, and Lambda puts JSON into JSON.
    const worst = (length: number) => '"'.repeat(length);
    const by = { ...customer(ADA), name: worst(120) };
    const file: StoredFile = { ...FILES.verified, name: worst(1024), fingerprint: worst(128), by };
    const items = Array.from({ length: 1000 }, () => uploadView(file, customer(ADA), false));
    // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    expect(JSON.stringify({ body: JSON.stringify({ items }) }).length).toBeLessThan(6_291_556);
  });
});

describe('going on with an upload', () => {
  test.each([
    ['uploading', null],
    ['verifying', 'AlreadyComplete'],
    ['verified', 'AlreadyComplete'],
    ['failed', 'UploadEnded'],
    ['aborted', 'UploadEnded'],
    ['deleted', 'UploadEnded'],
  ] as const)('%s: %s', (state, refusal) => {
    expect(uploadObstacle(FILES[state], 'sign-parts', ada)).toBe(refusal);
    expect(uploadObstacle(FILES[state], 'complete-upload', ada)).toBe(refusal);
    expect(decideAbort(FILES[state], ada)).toEqual(
      refusal === null
        ? { ok: true, facts: [{ type: 'FileUploadAborted', fileId: ID, name: 'bundle.tgz' }] }
        : { ok: false, refusal },
    );
  });

  it('is for whoever began it; of others the desk aborts, csr and manager', () => {
    for (const caller of [ben, alan, grace])
      expect(uploadObstacle(FILES.uploading, 'sign-parts', caller)).toBe('NotYourUpload');
    expect(decideAbort(FILES.uploading, ben)).toEqual({ ok: false, refusal: 'NotYourUpload' });
    const csr: FileCaller = { actor: { ...staff(GRACE), roles: ['csr'] } as Actor, relation: 'none' };
    expect(decideAbort(FILES.uploading, csr)).toMatchObject({ ok: true });
  });
});

describe('a download', () => {
  test.each(Object.keys(FILES) as StoredFile['state'][])('of a file that is %s', (state) => {
    const decision = decideDownload(FILES[state], ben);
    expect(decision).toEqual(
      state === 'verified'
        ? { ok: true, facts: [{ type: 'FileDownloaded', fileId: ID, name: 'bundle.tgz' }] }
        : { ok: false, refusal: 'FileNotVerified' },
    );
  });
});

describe('a file as somebody sees it', () => {
  test.each(Object.values(FILES))('$state', (file) => {
    expect(StoredFile.parse(file)).toEqual(file);
    const view = uploadView(file, customer(BEN), false);
    expect(UploadView.parse(view)).toEqual(view);
    expect(view).toMatchObject({ state: file.state, createdBy: 'Ada Lovelace' });
    expect(view.expiresAt).toBe(file.state === 'uploading' ? '2026-03-11T09:00:00.000Z' : null);
  });

  it('is their own where the same person began it in the same way: that is what POST goes on with', () => {
    const byTicket = { ...FILES.uploading, ticketId: ID };
    expect(uploadView(FILES.uploading, customer(ADA), false).own).toBe(true);
    expect(uploadView(byTicket, customer(ADA), true).own).toBe(true);
    expect(uploadView(FILES.uploading, customer(BEN), false).own).toBe(false);
    expect(uploadView(byTicket, customer(ADA), false).own).toBe(false);
    expect(uploadView(FILES.uploading, customer(ADA), true).own).toBe(false);
  });

  it('names no address of staff to a customer', () => {
    const file = { ...FILES.uploading, by: { ...staff(ALAN), name: ALAN.email } as Actor };
    expect(uploadView(file, customer(BEN), false).createdBy).toBe('');
    expect(uploadView(file, staff(GRACE), false).createdBy).toBe(ALAN.email);
  });
});
