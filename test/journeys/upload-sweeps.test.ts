import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '#functions/io/keys.ts';
import { openPolicies } from '#functions/io/policy-store.ts';
import type { Table } from '#functions/io/table.ts';
import { countMetric } from '#functions/metric.ts';
import { type SweepDeps, sweepUploads } from '#functions/uploads/sweep-uploads.ts';
import { localTable } from '#local/demo/local-table.ts';
import type { Interpose } from '#local/interpose.ts';
import type { UploadView } from '#shared/schema/upload.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, STANDARD_FORM } from '#test/support/journey-forms.ts';
import { described, digestOf, someBytes, uploadCalls } from '#test/support/upload-calls.ts';

const BUCKET = 'files8e6940b8';
const BYTES = someBytes(1000, 7);
const DAY_MS = 86_400_000;

/** The key in the bucket for which S3 refuses everything. */
let refusedKey: string | undefined;
let desk: Desk;
let table: ReturnType<typeof localTable>;
let s3: S3Client;
/** Metrics go to the standard output; here they are only counted. */
vi.mock('#functions/metric.ts', () => ({ countMetric: vi.fn() }));
const metrics = vi.mocked(countMetric);
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

beforeAll(async () => {
  const refuse: Interpose['s3'] = ({ key }) =>
    key !== '' && key === refusedKey ? { kind: 'error', code: 'AccessDenied' } : undefined;
  desk = await startDesk({ interpose: { s3: refuse } });
  table = localTable(desk.stack);
  s3 = new S3Client({
    endpoint: desk.stack.s3.url,
    region: 'us-east-1',
    credentials: desk.stack.awsEndpoint,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
});
beforeEach(() => vi.clearAllMocks());
afterEach(() => {
  refusedKey = undefined;
});
afterAll(async () => {
  s3?.destroy();
  table?.close();
  await desk?.stop();
});

const as = (person: string) => uploadCalls(desk.as(person));
const stateOf = async ({ id }: UploadView) => (await as('dana').view(id)).state;
const inDays = (days: number) => new Date(Date.parse(desk.now()) + days * DAY_MS).toISOString();

/** Sweeps as at an instant, with the real table but for what `fails` says of a command. */
function sweep(now: string, fails: (command: unknown) => Error | undefined = () => undefined) {
  const send = (command: Parameters<Table['client']['send']>[0]) => {
    const error = fails(command);
    return error ? Promise.reject(error) : table.client.send(command);
  };
  const faulty: Table = { name: table.name, client: Object.assign(Object.create(table.client), { send }) };
  const deps: SweepDeps = {
    table: faulty,
    policies: openPolicies(faulty),
    bucket: { name: BUCKET, client: s3 },
    keepDays: 90,
    log,
  };
  return sweepUploads(now, deps);
}

async function openRequest(): Promise<string> {
  const { number } = await desk.as('dana').file(STANDARD_FORM);
  await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
  return number;
}

async function begun(number: string, name: string): Promise<UploadView> {
  const view = await as('dana').begin(number, described(BYTES, name));
  await as('dana').send(view, BYTES);
  return view;
}

async function verified(number: string, name: string): Promise<UploadView> {
  const view = await begun(number, name);
  await as('dana').complete(view.id, await digestOf(BYTES, view));
  await desk.stack.settle();
  return view;
}

/** A request that is closed now, with these files. */
async function closed(...names: string[]): Promise<{ number: string; files: UploadView[] }> {
  const number = await openRequest();
  const files: UploadView[] = [];
  for (const name of names) files.push(await verified(number, name));
  await desk.as('dana').act(number, { action: 'close', reason: 'solved', description: 'Works again.' });
  await desk.stack.settle();
  return { number, files };
}

async function row(Key: { pk: string; sk: string }): Promise<Record<string, unknown>> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key, ConsistentRead: true }),
  );
  return Item ?? {};
}

const write = (Item: Record<string, unknown>) =>
  table.client.send(new PutCommand({ TableName: table.name, Item }));

/** Makes a row unreadable while `during` runs. */
async function broken(view: UploadView, during: () => Promise<void>): Promise<void> {
  const key = keys.file(view.number, view.id);
  const whole = await row(key);
  await write({ ...whole, file: { state: 'unknown' } });
  await during();
  // Where and when it is to be looked at is what the sweep left.
  await write({ ...(await row(key)), file: whole.file });
}

const toldOf = ({ number, id }: UploadView) => expect.objectContaining({ number, id });
const failure = () => log.error.mock.calls.map(([message, about]) => [message, about]);

describe('a sweep of uploads', () => {
  it('ends the others where a row cannot be read, and fails at the end', async () => {
    const number = await openRequest();
    const [bad, good] = [await begun(number, 'bad.tgz'), await begun(number, 'good.tgz')];
    await broken(bad, async () => {
      await expect(sweep(inDays(8))).rejects.toThrow('Not swept: 0 of the files, 1 of the uploads');
      expect(await stateOf(good)).toBe('aborted');
      expect(failure()).toEqual([['not swept', toldOf(bad)]]);
      expect(JSON.stringify(log.error.mock.calls)).not.toContain('bad.tgz');
    });
    vi.clearAllMocks();
    await expect(sweep(inDays(8))).resolves.toMatchObject({ uploads: { aborted: 1, failed: 0 } });
    expect(await stateOf(bad)).toBe('aborted');
    expect(log.error).not.toHaveBeenCalled();
    await sweep(inDays(9));
  });

  it('cleans up after the others where S3 refuses one, which is tried again with each sweep', async () => {
    const number = await openRequest();
    const views = [await begun(number, 'refused.tgz'), await begun(number, 'taken.tgz')];
    const [refused, taken] = views;
    if (!refused || !taken) throw new Error('Two were begun.');
    for (const view of views) await as('dana').abort(view.id);
    refusedKey = `sr/${number}/${refused.id}`;
    for (const day of [1, 2]) {
      vi.clearAllMocks();
      await expect(sweep(inDays(day))).rejects.toThrow('Not swept: 0 of the files, 1 of the uploads');
      expect(log.error.mock.calls).toEqual([
        [
          'not swept',
          expect.objectContaining({
            id: refused.id,
            error: expect.objectContaining({ name: 'AccessDenied' }),
          }),
        ],
      ]);
    }
    expect(await row(keys.file(number, taken.id))).not.toHaveProperty('attendKey');
    refusedKey = undefined;
    await expect(sweep(inDays(2))).resolves.toMatchObject({ uploads: { cleaned: 1, failed: 0 } });
    expect(await row(keys.file(number, refused.id))).not.toHaveProperty('attendKey');
  });

  it('makes its metric and its line in the log also where it failed at some', async () => {
    const number = await openRequest();
    const [bad, good] = [await begun(number, 'bad.tgz'), await begun(number, 'good.tgz')];
    await broken(bad, async () => {
      await expect(sweep(inDays(0))).rejects.toThrow('Not swept: 0 of the files, 1 of the uploads');
    });
    expect(log.info.mock.calls).toEqual([
      [
        'swept',
        {
          files: { deleted: 0, postponed: expect.any(Number), failed: 0 },
          uploads: { incompleteBytes: 1000, warned: 0, aborted: 0, offered: 0, cleaned: 0, failed: 1 },
        },
      ],
    ]);
    expect(metrics.mock.calls).toEqual([['IncompleteUploadGiB', 1000 / 1024 ** 3]]);
    for (const { id } of [bad, good]) await as('dana').abort(id);
    await sweep(inDays(1));
  });

  it('tells the alarm of errors, and operators what it was, when it runs as the function it is', async () => {
    const number = await openRequest();
    const bad = await begun(number, 'secret-name.tgz');
    await broken(bad, async () => {
      await expect(desk.stack.invoke('SweepUploads', { time: desk.now() })).rejects.toThrow(
        'Not swept: 0 of the files, 1 of the uploads',
      );
    });
    const lines = readFileSync(path.join(desk.stack.stateDir, 'logs', 'SweepUploads.log'), 'utf8');
    expect(lines).toContain(`"message":"not swept"`);
    expect(lines).toContain(bad.id);
    expect(lines).not.toContain('secret-name');
    await as('dana').abort(bad.id);
    await sweep(inDays(1));
  });
});

describe('a sweep of files', () => {
  it('deletes the others where one cannot be read, and looks at that one again in a day', async () => {
    const { number, files } = await closed('bad.tgz', 'good.tgz');
    const [bad, good] = files;
    if (!bad || !good) throw new Error('Two were sent.');
    const now = inDays(91);
    await broken(bad, async () => {
      // The transaction that would delete it reads its row.
      await expect(sweep(now)).rejects.toThrow('Not swept: 1 of the files, 0 of the uploads');
      expect(await stateOf(good)).toBe('deleted');
      expect(await row(keys.file(number, bad.id))).toMatchObject({ attendAt: inDays(92) });
      // Not at the head of the list any more, and not the cause of an error each hour.
      await expect(sweep(now)).resolves.toMatchObject({ files: { failed: 0 } });
    });
    expect(await row(keys.file(number, good.id))).not.toHaveProperty('attendKey');
    await expect(sweep(inDays(92))).resolves.toMatchObject({ files: { deleted: 1, failed: 0 } });
    expect(await stateOf(bad)).toBe('deleted');
  });

  it('deletes those of other requests where others keep writing to one', async () => {
    const [busy, idle] = [await closed('busy.tgz'), await closed('idle.tgz')];
    const [held, free] = [busy.files[0], idle.files[0]];
    if (!held || !free) throw new Error('Each has one.');
    let attempts = 0;
    const changedMeanwhile = (command: unknown) => {
      if (!(command instanceof TransactWriteCommand)) return undefined;
      if (!JSON.stringify(command.input).includes(`SR#${busy.number}`)) return undefined;
      attempts += 1;
      return new TransactionCanceledException({
        $metadata: {},
        message: 'Transaction cancelled',
        CancellationReasons: [{ Code: 'TransactionConflict' }],
      });
    };
    await expect(sweep(inDays(91), changedMeanwhile)).rejects.toThrow(
      'Not swept: 1 of the files, 0 of the uploads',
    );
    expect(attempts).toBe(8);
    expect(failure()).toEqual([['not swept', toldOf(held)]]);
    expect([await stateOf(held), await stateOf(free)]).toEqual(['verified', 'deleted']);
    await sweep(inDays(92));
    expect(await stateOf(held)).toBe('deleted');
  });
});

describe('both sweeps', () => {
  const listOf = (command: unknown) =>
    command instanceof QueryCommand ? command.input.ExpressionAttributeValues?.[':attend'] : undefined;

  it.each([
    ['ATTEND#FILES', 'Not swept: all of the files, 0 of the uploads', 'verified', 'aborted', 1],
    ['ATTEND#UPLOADS', 'Not swept: 0 of the files, all of the uploads', 'deleted', 'uploading', 0],
  ])('run whatever the other does: %s cannot be read', async (list, told, file, upload, measured) => {
    const view = await begun(await openRequest(), 'open.tgz');
    const { files } = await closed('closed.tgz');
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    await expect(
      sweep(inDays(91), (command) => (listOf(command) === list ? denied : undefined)),
    ).rejects.toThrow(told);
    expect([files[0] && (await stateOf(files[0])), await stateOf(view)]).toEqual([file, upload]);
    expect(log.error.mock.calls.map(([, error]) => error)).toEqual([denied]);
    expect(metrics.mock.calls).toHaveLength(measured);
    await sweep(inDays(91));
    await sweep(inDays(92));
  });
});

describe('a file whose request is not in the table', () => {
  it('does not stay at the head of the list, and nothing that arrived whole is thrown away', async () => {
    const { number, files } = await closed('whole.tgz');
    const other = await openRequest();
    const open = await begun(other, 'open.tgz');
    const gone = [keys.head(number), keys.head(other)];
    const heads = await Promise.all(gone.map(row));
    for (const Key of gone) await table.client.send(new DeleteCommand({ TableName: table.name, Key }));

    const { files: swept, uploads } = await sweep(inDays(91));
    expect([swept?.failed, uploads?.failed, uploads?.aborted]).toEqual([0, 0, 1]);
    const told = [files[0], open].map((view) => ['no such request', { number: view?.number, id: view?.id }]);
    expect(log.warn.mock.calls).toEqual(told);
    expect(await row(keys.file(number, files[0]?.id ?? ''))).toMatchObject({
      state: 'verified',
      attendAt: inDays(181),
    });
    await sweep(inDays(92));
    expect(await row(keys.file(other, open.id))).toMatchObject({ state: 'aborted' });
    expect(await row(keys.file(other, open.id))).not.toHaveProperty('attendKey');
    expect(desk.stack.s3.usage(BUCKET).incompleteBytes).toBe(0);
    for (const head of heads) await write(head);
  });

  it('that is to be verified is offered once a day, not in every sweep', async () => {
    const number = await openRequest();
    const view = await verified(number, 'verifying.tgz');
    const key = keys.file(number, view.id);
    const item = await row(key);
    const file = { ...Object(item.file), state: 'verifying' };
    const head = await row(keys.head(number));
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: keys.head(number) }));
    const attend = { attendKey: 'ATTEND#UPLOADS', attendAt: desk.now() };
    await write({ ...item, state: 'verifying', file, ...attend });
    await expect(sweep(inDays(1))).resolves.toMatchObject({ uploads: { offered: 1, failed: 0 } });
    expect(await row(key)).toMatchObject({ state: 'verifying', attendAt: inDays(2) });
    await expect(sweep(inDays(1.5))).resolves.toMatchObject({ uploads: { offered: 0, failed: 0 } });
    await write(head);
    await write(item);
  });
});
