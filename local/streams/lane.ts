import type { Clock } from '#local/clock.ts';
import { batchOutcome } from './batch-outcome.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import type { StreamRecord } from './stream-record.ts';

/** A record and when the stack first saw it, on its own clock. */
export interface SeenRecord {
  readonly record: StreamRecord;
  readonly seenAt: number;
}

/** Why Lambda gives records up. */
export type GiveUpReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** What a lane works with. */
export interface LaneSettings {
  readonly mapping: EventSourceMapping;
  readonly clock: Clock;
  /** Runs the function with a batch; resolves with its answer, rejects when it failed. */
  deliver(records: readonly StreamRecord[]): Promise<unknown>;
  /** Takes what failed for good. */
  giveUp(records: readonly StreamRecord[], reason: GiveUpReason, attempts: number): void;
  /** Stores that everything up to this sequence number is dealt with. */
  checkpoint(sequenceNumber: string): void;
  /** Told about a failure that will be tried again. */
  onFailure(error: unknown): void;
  /** Called when the lane has come to rest: nothing to do, or waiting for a retry on the clock. */
  onRest(): void;
}

interface Batch {
  readonly records: readonly SeenRecord[];
  /** Invocations that failed so far. */
  readonly attempts: number;
}

/** One shard as one mapping sees it: strictly in order, one batch at a time. */
export interface Lane {
  /** Takes records in stream order; `upTo` is the last sequence number read, matching or not. */
  push(records: readonly SeenRecord[], upTo: string): void;
  /** True when nothing is left to do but wait for a retry on the clock. */
  atRest(): boolean;
  stop(): void;
}

/** Lambda backs off between retries of a stream batch; the first wait and the longest. */
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 60_000;

/**
 * Delivers a shard to a function with Lambda's rules for streams: batches, bisecting, partial failures, retries with
 * backoff on the clock, maximum age, and what failed for good set aside so that the next records go on.
 */
export function createLane(settings: LaneSettings): Lane {
  const { mapping, clock } = settings;
  let fresh: SeenRecord[] = [];
  let upTo: string | undefined;
  /** Parts of a batch that failed, to be tried before anything newer. */
  const retries: Batch[] = [];
  let running = false;
  let stopped = false;
  let cancelWait: (() => void) | undefined;

  function pump(): void {
    if (running || stopped || cancelWait !== undefined) return;
    const batch = retries.shift() ?? nextFresh();
    if (batch === undefined) {
      if (upTo !== undefined) settings.checkpoint(upTo);
      upTo = undefined;
      settings.onRest();
      return;
    }
    running = true;
    void attempt(batch).finally(() => {
      running = false;
      pump();
    });
  }

  function nextFresh(): Batch | undefined {
    if (fresh.length === 0) return undefined;
    const records = fresh.slice(0, mapping.batchSize);
    fresh = fresh.slice(mapping.batchSize);
    return { records, attempts: 0 };
  }

  async function attempt(batch: Batch): Promise<void> {
    const young = withoutOld(batch);
    if (young.records.length === 0) return;
    const records = young.records.map(({ record }) => record);
    try {
      const answer = await settings.deliver(records);
      if (stopped) return;
      const outcome = mapping.reportsItemFailures ? batchOutcome(answer, records) : { kind: 'done' as const };
      if (outcome.kind === 'done') done(young.records);
      else if (outcome.kind === 'failed')
        failed(young, new Error('The function reported that the batch failed'));
      else {
        done(young.records.slice(0, outcome.firstFailed));
        const rest = { records: young.records.slice(outcome.firstFailed), attempts: young.attempts };
        countAttempt(rest, new Error('The function reported a failed record'));
      }
    } catch (error) {
      if (!stopped) failed(young, error);
    }
  }

  function withoutOld(batch: Batch): Batch {
    const isOld = ({ seenAt }: SeenRecord) => clock.now() - seenAt > mapping.maxAgeMs;
    const old = batch.records.filter(isOld);
    if (old.length === 0) return batch;
    giveUp({ records: old, attempts: batch.attempts }, 'RecordAgeExceeded');
    return { records: batch.records.filter((seen) => !isOld(seen)), attempts: batch.attempts };
  }

  /** Splitting a batch does not count as an attempt; see BisectBatchOnFunctionError in Lambda's documentation. */
  function failed(batch: Batch, error: unknown): void {
    if (!mapping.bisect || batch.records.length === 1) {
      countAttempt(batch, error);
      return;
    }
    settings.onFailure(error);
    const middle = Math.ceil(batch.records.length / 2);
    retries.unshift(
      { records: batch.records.slice(0, middle), attempts: batch.attempts },
      { records: batch.records.slice(middle), attempts: batch.attempts },
    );
  }

  function countAttempt(batch: Batch, error: unknown): void {
    settings.onFailure(error);
    const attempts = batch.attempts + 1;
    if (attempts > mapping.maxRetries) {
      giveUp({ records: batch.records, attempts }, 'RetryAttemptsExhausted');
      return;
    }
    retries.unshift({ records: batch.records, attempts });
    const delayMs = Math.min(FIRST_BACKOFF_MS * 2 ** (attempts - 1), LONGEST_BACKOFF_MS);
    cancelWait = clock.at(clock.now() + delayMs, () => {
      cancelWait = undefined;
      pump();
    });
    settings.onRest();
  }

  function giveUp({ records, attempts }: Batch, reason: GiveUpReason): void {
    settings.giveUp(
      records.map(({ record }) => record),
      reason,
      attempts,
    );
    done(records);
  }

  function done(records: readonly SeenRecord[]): void {
    const last = records.at(-1)?.record.dynamodb.SequenceNumber;
    if (last !== undefined) settings.checkpoint(last);
  }

  return {
    push(records, last) {
      fresh.push(...records);
      upTo = last;
      pump();
    },
    atRest: () =>
      stopped || cancelWait !== undefined || (!running && fresh.length === 0 && retries.length === 0),
    stop() {
      stopped = true;
      cancelWait?.();
    },
  };
}
