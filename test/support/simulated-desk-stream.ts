import { marshall } from '@aws-sdk/util-dynamodb';
import { StreamEvent, type StreamRecord } from '#functions/stream/stream-event.ts';
import type { Written } from './memory-table.ts';
import type { Item } from './memory-table-expression.ts';

/** A record on its way to one of the two consumers; records of one lane keep their order. */
export interface Told {
  readonly to: 'wake' | 'mail';
  readonly record: StreamRecord;
  readonly lane: string;
}

/** A write as the stream's mappings pass it on, by their filters; undefined where neither wants it. */
export function toldOf({ sequence, pk, sk, before, after }: Written): Told | undefined {
  const toWake = sk === 'WF' && after.signal === 'bumped';
  const toMail = sk.startsWith('M#') && after.state === 'queued';
  if (!toWake && !toMail) return undefined;
  const image = (item: Item) => marshall(item, { removeUndefinedValues: true });
  const dynamodb = {
    SequenceNumber: String(sequence),
    NewImage: image(after),
    ...(before && { OldImage: image(before) }),
  };
  const [record] = StreamEvent.parse({ Records: [{ eventID: String(sequence), dynamodb }] }).Records;
  return record && { to: toWake ? 'wake' : 'mail', record, lane: `${pk} ${sk}` };
}
