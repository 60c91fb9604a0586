import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Interpose } from '#local/interpose.ts';
import type { UploadView } from '#shared/schema/upload.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, STANDARD_FORM } from '#test/support/journey-forms.ts';
import { described, digestOf, someBytes, uploadCalls } from '#test/support/upload-calls.ts';

const BYTES = someBytes(1000, 7);

/** What happens around each run of VerifyUpload, by the row it is run for. */
let around: ((sk: string, run: () => Promise<unknown>) => Promise<unknown>) | undefined;
let fault: { operation: string; what: ReturnType<NonNullable<Interpose['s3']>> } | undefined;

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk({
    interpose: {
      invoke(functionId, event, next) {
        if (functionId !== 'VerifyUpload' || !around) return next(event);
        return around(Object(event).sk, () => next(event));
      },
      s3: ({ operation }) => (fault?.operation === operation ? fault.what : undefined),
    },
  });
});
afterEach(() => {
  around = undefined;
  fault = undefined;
});
afterAll(() => desk?.stop());

const calls = (person = 'dana') => uploadCalls(desk.as(person));
const stateOf = async ({ id }: UploadView) => (await calls().view(id)).state;

async function openRequest(): Promise<string> {
  const { number } = await desk.as('dana').file(STANDARD_FORM);
  await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
  return number;
}

/** An upload whose parts are all there, and which its uploader calls complete. */
async function completed(number: string, name: string): Promise<UploadView> {
  const view = await calls().begin(number, described(BYTES, name));
  await calls().send(view, BYTES);
  await calls().complete(view.id, await digestOf(BYTES, view));
  return view;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('a verification that takes long', () => {
  it('holds up neither other files, nor wakes, nor mails', async () => {
    const number = await openRequest();
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    let slow = '';
    const seen = new Set<string>();
    around = async (sk, run) => {
      seen.add(sk);
      if (seen.size === 1) {
        slow = sk;
        await ended;
      }
      return run();
    };
    const first = await completed(number, 'slow.tgz');
    await until(async () => seen.size === 1);
    const others = await Promise.all(['a.tgz', 'b.tgz'].map((name) => completed(number, name)));
    await until(async () => (await Promise.all(others.map(stateOf))).every((state) => state === 'verified'));
    const { number: filed } = await desk.as('dana').file(STANDARD_FORM);
    // The stack is not at rest, so nothing here waits for it to be.
    await until(async () => desk.stack.executions().some(({ name }) => name === `sr-${filed}-g1`));
    await until(async () => desk.stack.mails().some(({ tags }) => tags.request === filed));
    expect(slow).toBe(`F#${first.id}`);
    expect(await stateOf(first)).toBe('verifying');
    end();
    await desk.stack.settle();
    expect(await stateOf(first)).toBe('verified');
  });
});

describe('a verification that fails', () => {
  it('is tried three times in three minutes, kept for the operators, and offered again by the sweeper', async () => {
    const number = await openRequest();
    const runs: string[] = [];
    around = (_sk, run) => {
      runs.push(desk.now());
      // Not before: the route that completes a file lists its parts too.
      if (runs.length === 1) fault = { operation: 'ListParts', what: { kind: 'error', code: 'SlowDown' } };
      return run();
    };
    const before = desk.stack.queueMessages('OnFailure').length;
    const view = await completed(number, 'tried.tgz');
    await desk.stack.settle();
    const [begun = ''] = runs;
    await desk.pass('PT10M');
    expect(runs.map((at) => (Date.parse(at) - Date.parse(begun)) / 1000)).toEqual([0, 60, 180]);
    expect(desk.stack.queueMessages('OnFailure').slice(before)).toMatchObject([
      {
        requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        requestPayload: { pk: `SR#${number}`, sk: `F#${view.id}`, offeredAt: begun },
        responsePayload: { errorType: 'SlowDown' },
      },
    ]);
    expect(await stateOf(view)).toBe('verifying');
    fault = undefined;
    await desk.pass('PT2H');
    expect(await stateOf(view)).toBe('verified');
    expect(runs).toHaveLength(4);
  });
});
