import { writeFileSync } from 'node:fs';
import moment from 'moment-timezone';
import packed from 'moment-timezone/data/packed/latest.json' with { type: 'json' };

// Writes transitions.json beside this file. Run at build time, when moment-timezone brings newer data:
//   node --import tsx shared/targets/zones/generate.ts

const MINUTE = 60_000;
const FROM = Date.UTC(2024, 0, 1);
const UNTIL = Date.UTC(2038, 0, 1);

function wholeMinutes(ms: number, what: string): number {
  if (!Number.isInteger(ms / MINUTE)) throw new RangeError(`${what} is not on a whole minute`);
  return ms / MINUTE;
}

/** The zone as [offset, minutes until the change, offset, minutes until the next change, offset, ...]. */
function ruleOf(name: string): number[] {
  const zone = moment.tz.zone(name);
  if (zone === null) throw new RangeError(`moment-timezone does not know ${name}`);
  // moment counts minutes west of Greenwich; the engine adds offsets to UTC, so east is positive here.
  const east = (at: number) => {
    const west = zone.utcOffset(at);
    return west === 0 ? 0 : -wholeMinutes(west * MINUTE, `The offset of ${name}`);
  };
  const rule = [east(FROM)];
  let last = FROM;
  let offset = east(FROM);
  for (const until of zone.untils) {
    if (until === null || !(until > FROM && until < UNTIL) || east(until) === offset) continue;
    offset = east(until);
    rule.push(wholeMinutes(until - last, `A change in ${name}`), offset);
    last = until;
  }
  return rule;
}

const canonical = packed.zones.map((line) => line.split('|')[0] ?? '');
const aliases = packed.links.map((line) => line.split('|')[1] ?? '');
const rules: number[][] = [];
const known = new Map<string, number>();
const zones: Record<string, number> = {};
for (const name of [...canonical, ...aliases].sort()) {
  const rule = ruleOf(name);
  const key = rule.join(' ');
  const index = known.get(key) ?? rules.push(rule) - 1;
  known.set(key, index);
  zones[name] = index;
}

const table = { version: packed.version, from: FROM, until: UNTIL, rules, zones };
writeFileSync(new URL('transitions.json', import.meta.url), `${JSON.stringify(table)}\n`);
