import { describe, expect, it } from 'vitest';
import { virtualClock } from '#local/clock.ts';
import { batchOutcome } from '#local/streams/batch-outcome.ts';
import type { EventSourceMapping } from '#local/streams/event-source-mapping.ts';
import { createLane } from '#local/streams/lane.ts';
import type { StreamRecord } from '#local/streams/stream-record.ts';

const START = Date.parse('2026-03-02T09:00:00.000Z');

function record(sequence: number): StreamRecord {
  return {
    eventID: `e${sequence}`,
    eventName: 'INSERT',
    dynamodb: {
      Keys: { pk: { S: String(sequence) } },
      SequenceNumber: String(sequence),
      ApproximateCreationDateTime: START / 1000,
    },
  };
}

const MAPPING: EventSourceMapping = {
  id: 'Mapping',
  tableName: 'Table',
  streamArn: 'arn:stream',
  functionName: 'Consumer',
  batchSize: 4,
  bisect: true,
  reportsItemFailures: true,
  maxRetries: 2,
  maxAgeMs: 3_600_000,
  matches: () => true,
};

/** A lane whose function does what `behave` says for the sequence numbers of a batch. */
function lane(behave: (batch: number[]) => unknown, mapping: Partial<EventSourceMapping> = {}) {
  const clock = virtualClock(START);
  const batches: number[][] = [];
  const givenUp: { records: number[]; reason: string; attempts: number; at: number }[] = [];
  const checkpoints: string[] = [];
  const numbers = (records: readonly StreamRecord[]) =>
    records.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));
  const subject = createLane({
    mapping: { ...MAPPING, ...mapping },
    clock,
    deliver: async (records) => {
      batches.push(numbers(records));
      return behave(numbers(records));
    },
    giveUp: (records, reason, attempts) =>
      givenUp.push({ records: numbers(records), reason, attempts, at: clock.now() - START }),
    checkpoint: (sequence) => checkpoints.push(sequence),
    onFailure: () => undefined,
    onRest: () => undefined,
  });
  const rest = async () => {
    while (!subject.atRest()) await new Promise((resolve) => setImmediate(resolve));
  };
  const push = async (sequences: number[]) => {
    subject.push(
      sequences.map((sequence) => ({ record: record(sequence), seenAt: clock.now() })),
      String(sequences.at(-1)),
    );
    await rest();
  };
  return { clock, batches, givenUp, checkpoints, subject, rest, push };
}

const report = (...failed: number[]) => ({
  batchItemFailures: failed.map((sequence) => ({ itemIdentifier: String(sequence) })),
});
const failing =
  (poison: number) =>
  (batch: number[]): unknown => {
    if (batch.includes(poison)) throw new Error('poison');
    return null;
  };

describe('a shard delivered to a function', () => {
  it('goes in order, in batches of at most the batch size', async () => {
    const { batches, checkpoints, push } = lane(() => null);
    await push([1, 2, 3, 4, 5, 6]);
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
    expect(checkpoints).toEqual(['4', '6', '6']);
  });

  it('is bisected around a record the function throws for; the others get through', async () => {
    const { batches, push } = lane(failing(3));
    await push([1, 2, 3, 4]);
    expect(batches).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3]]);
  });

  it('tries a poison record again with growing waits, gives it up, and goes on', async () => {
    const { clock, batches, givenUp, checkpoints, push, rest } = lane(failing(1), { batchSize: 1 });
    await push([1, 2]);
    expect(batches).toEqual([[1]]);
    expect(clock.nextTimer()).toBe(START + 1000);
    await clock.advanceTo(START + 60_000, rest);
    expect(batches).toEqual([[1], [1], [1], [2]]);
    expect(givenUp).toEqual([{ records: [1], reason: 'RetryAttemptsExhausted', attempts: 3, at: 3000 }]);
    expect(checkpoints.at(-1)).toBe('2');
  });

  it('begins again at the lowest record that the function reports', async () => {
    let first = true;
    const { clock, batches, checkpoints, push, rest } = lane(() => {
      const answer = first ? report(4, 3) : report();
      first = false;
      return answer;
    });
    await push([1, 2, 3, 4]);
    expect(checkpoints).toEqual(['2']);
    await clock.advanceTo(START + 1000, rest);
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [3, 4],
    ]);
    expect(checkpoints).toEqual(['2', '4', '4']);
  });

  it('gives up records that have grown too old', async () => {
    const { clock, givenUp, push, rest } = lane(failing(1), {
      batchSize: 1,
      maxRetries: Number.POSITIVE_INFINITY,
      maxAgeMs: 10_000,
    });
    await push([1]);
    await clock.advanceTo(START + 60_000, rest);
    expect(givenUp).toEqual([{ records: [1], reason: 'RecordAgeExceeded', attempts: 4, at: 15_000 }]);
  });

  it('never stores progress past a record that still waits', async () => {
    const { checkpoints, push } = lane(failing(2), { batchSize: 2 });
    await push([1, 2, 3]);
    expect(checkpoints).toEqual(['1']);
  });

  it('leaves everything to the next start once it is stopped', async () => {
    const { clock, subject, checkpoints, batches, push, rest } = lane(failing(1));
    await push([1]);
    subject.stop();
    await clock.advanceTo(START + 60_000, rest);
    expect(batches).toEqual([[1]]);
    expect(checkpoints).toEqual([]);
  });
});

describe('the answer of a function to a batch', () => {
  const batch = [record(1), record(2), record(3)];
  it.each([
    ['null', null, { kind: 'done' }],
    ['an empty object', {}, { kind: 'done' }],
    ['an empty list', { batchItemFailures: [] }, { kind: 'done' }],
    ['null for a list', { batchItemFailures: null }, { kind: 'done' }],
    ['the second', report(2), { kind: 'partly-done', firstFailed: 1 }],
    ['the lowest of two', report(3, 2), { kind: 'partly-done', firstFailed: 1 }],
    ['the first', report(1), { kind: 'failed' }],
    ['an unknown record', report(9), { kind: 'failed' }],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }, { kind: 'failed' }],
    ['another name', { batchItemFailures: [{ id: '2' }] }, { kind: 'failed' }],
  ])('that reports %s', (_name, answer, expected) => {
    expect(batchOutcome(answer, batch)).toEqual(expected);
  });
});
