import { attributeOf, type StreamRecord } from './stream-event.ts';

/** What a write of the workflow item asks of Step Functions. */
export interface Wake {
  readonly number: string;
  readonly gen: number;
  /** Start generation `gen`: it is new, or nobody attended to the SR and perhaps it never began. */
  readonly start: boolean;
  /** Tokens of executions that may be parked and must look again. */
  readonly tokens: readonly string[];
}

/**
 * What to do about a write that signalled `bumped`; null when the record is none. A wake is a hint: the execution
 * looks at the table itself, so a stale, repeated or late one does no harm.
 */
export function wakeFor({ dynamodb: { NewImage, OldImage } }: StreamRecord): Wake | null {
  const number = attributeOf(NewImage, 'number');
  const gen = Number(attributeOf(NewImage, 'gen'));
  if (number === undefined || !Number.isInteger(gen)) return null;
  const isNew = gen !== Number(attributeOf(OldImage, 'gen'));
  const swept = attributeOf(NewImage, 'sweeps') !== undefined;
  // The generation before may still be parked: it looks, finds that it is not the present one, and ends.
  const tokens = [attributeOf(NewImage, 'taskToken'), isNew ? attributeOf(OldImage, 'taskToken') : undefined];
  return {
    number,
    gen,
    start: isNew || swept,
    tokens: [...new Set(tokens.filter((token) => token !== undefined))],
  };
}
