import { attributeOf, type StreamRecord } from './stream-event.ts';

/** What a write of the workflow item asks of Step Functions. */
export interface Wake {
  readonly number: string;
  readonly gen: number;
  /** Start generation `gen`: it never parked, so perhaps it never began. To start it once more does no harm. */
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
  const parkedToken = attributeOf(NewImage, 'taskToken');
  // A write that begins a generation takes the token away. The one before may still be parked: it looks, finds that
  // it is not the present one, and ends.
  const token = parkedToken ?? attributeOf(OldImage, 'taskToken');
  return { number, gen, start: parkedToken === undefined, tokens: token === undefined ? [] : [token] };
}
