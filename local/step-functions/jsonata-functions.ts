import { createHash } from 'node:crypto';
import { type Random, randomUuid, seededRandom } from './randomness.ts';

/** `$range` and `$partition` make at most this many items (Step Functions developer guide, JSONata functions). */
const MAX_RANGE_ITEMS = 1000;

const HASHES: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

function partition(array: unknown, size: unknown): unknown {
  if (array === undefined || size === undefined) return undefined;
  const items = Array.isArray(array) ? array : [array];
  if (typeof size !== 'number' || !Number.isFinite(size) || Math.trunc(size) < 1) {
    throw new Error('$partition expects a chunk size above zero');
  }
  const chunk = Math.trunc(size);
  return Array.from({ length: Math.ceil(items.length / chunk) }, (_, index) =>
    items.slice(index * chunk, (index + 1) * chunk),
  );
}

function range(first: unknown, last: unknown, step: unknown): unknown {
  if (first === undefined || last === undefined || step === undefined) return undefined;
  if (typeof first !== 'number' || typeof last !== 'number' || typeof step !== 'number') {
    throw new Error('$range expects three numbers');
  }
  if (step === 0) throw new Error('$range expects a step other than zero');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > MAX_RANGE_ITEMS) throw new Error(`$range makes at most ${MAX_RANGE_ITEMS} items`);
  return Array.from({ length }, (_, index) => first + index * step);
}

function hash(data: unknown, algorithm: unknown): unknown {
  if (data === undefined || algorithm === undefined) return undefined;
  const name = HASHES[String(algorithm)];
  if (name === undefined) throw new Error(`$hash does not know the algorithm ${String(algorithm)}`);
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return createHash(name).update(text).digest('hex');
}

function parse(text: unknown): unknown {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw new Error('$parse expects a string');
  return JSON.parse(text);
}

/**
 * What Step Functions adds to JSONata, and the time and chance functions bound to the given clock and source.
 * `$eval` is taken away, as AWS does.
 */
export function stepFunctionsLibrary(
  random: Random,
  now: () => number,
  formatMillis: (millis: number, picture: unknown, zone: unknown) => Promise<unknown>,
): Record<string, unknown> {
  return {
    partition,
    range,
    hash,
    parse,
    uuid: () => randomUuid(random),
    random: (seed?: unknown) => (typeof seed === 'number' ? seededRandom(seed)() : random()),
    millis: () => now(),
    now: (picture?: unknown, zone?: unknown) => formatMillis(now(), picture, zone),
    eval: undefined,
  };
}
