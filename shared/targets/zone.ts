import table from './zones/transitions.json' with { type: 'json' };

const MINUTE = 60_000;

/** The tz database release behind every deadline, for example "2026f". Stored on each clock (targets.md rule 12). */
export const ZONE_DATA_VERSION: string = table.version;
/** First instant the table covers, epoch ms. */
export const ZONE_DATA_FROM: number = table.from;
/** First instant the table no longer covers, epoch ms. */
export const ZONE_DATA_UNTIL: number = table.until;

/** The name is no zone of the pinned table. */
export class UnknownZone extends RangeError {
  override readonly name = 'UnknownZone';
  constructor(zone: string) {
    super(`"${zone}" is not a time zone of the tz database ${ZONE_DATA_VERSION}.`);
  }
}

/** The instant (or the answer) lies outside the years the pinned table covers; guessing would be a wrong deadline. */
export class OutsideZoneData extends RangeError {
  override readonly name = 'OutsideZoneData';
  constructor(what: string) {
    super(`${what} is outside the time zone data, which covers 2024 to 2037.`);
  }
}

/**
 * Stretches of constant offset, in order: stretch `i` is [starts[i], starts[i + 1]), the last one ends at
 * ZONE_DATA_UNTIL. Local wall time = instant + offset, all in ms.
 */
export interface Zone {
  readonly name: string;
  readonly starts: Float64Array;
  readonly offsets: Float64Array;
  /** Ms to add to an instant for its local wall reading. Throws OutsideZoneData. */
  offsetAt(ms: number): number;
}

// Most zones share a rule with others, so decoded rules are kept by their place in the table.
const decoded = new Map<number, { starts: Float64Array; offsets: Float64Array }>();

function decode(index: number): { starts: Float64Array; offsets: Float64Array } {
  const known = decoded.get(index);
  if (known) return known;
  const rule: readonly number[] = table.rules[index] ?? [];
  const count = (rule.length + 1) / 2;
  const starts = new Float64Array(count);
  const offsets = new Float64Array(count);
  let start = ZONE_DATA_FROM;
  for (let i = 0; i < count; i++) {
    if (i > 0) start += (rule[2 * i - 1] as number) * MINUTE;
    starts[i] = start;
    offsets[i] = (rule[2 * i] as number) * MINUTE;
  }
  const stretches = { starts, offsets };
  decoded.set(index, stretches);
  return stretches;
}

/** Whether the pinned table has this zone or alias. */
export function isZone(name: string): boolean {
  return Object.hasOwn(table.zones, name);
}

/** The zone's offsets over the years of the pinned table. Throws UnknownZone. */
export function zoneOffsets(name: string): Zone {
  if (!isZone(name)) throw new UnknownZone(name);
  const zones: Readonly<Record<string, number>> = table.zones;
  const { starts, offsets } = decode(zones[name] ?? -1);
  return {
    name,
    starts,
    offsets,
    offsetAt(ms) {
      if (!(ms >= ZONE_DATA_FROM && ms < ZONE_DATA_UNTIL)) throw new OutsideZoneData(instantText(ms));
      let i = starts.length - 1;
      while ((starts[i] as number) > ms) i--;
      return offsets[i] as number;
    },
  };
}

/** An instant for a message: ISO text where it can be written so. */
export function instantText(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms);
}
