import * as z from 'zod/mini';

/** The cursor was not made by this list. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}

/** The keys of an item, as DynamoDB starts after them. */
export type StartKey = Readonly<Record<string, string>>;

const CursorKey = z.record(z.string(), z.string());

/** Makes a cursor of the keys of the last item that was shown. */
export function writeCursor(key: StartKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * A cursor comes back from outside: it must have exactly the keys of `names`, and be of the very list that `hash` and
 * `value` say, or it would read somebody else's. Throws InvalidCursor.
 */
export function readCursor(cursor: string, names: readonly string[], hash: string, value: string): StartKey {
  let written: unknown;
  try {
    written = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new InvalidCursor('not a cursor');
  }
  const read = CursorKey.safeParse(written);
  const ofThisList =
    read.success &&
    read.data[hash] === value &&
    Object.keys(read.data).length === names.length &&
    names.every((name) => (read.data[name] ?? '') !== '');
  if (!ofThisList) throw new InvalidCursor('not a cursor of this list');
  return read.data;
}
