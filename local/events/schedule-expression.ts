const UNITS_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** When a schedule fires. */
export interface Schedule {
  /**
   * When it fires next after its last firing at `lastMs`, but not before `nowMs`. A rate may be told to go straight to
   * its last firing up to `idleUntilMs`.
   */
  next(lastMs: number, nowMs: number, idleUntilMs?: number): number;
}

/**
 * Reads an EventBridge schedule: `rate(10 minutes)` or `cron(0 12 * * ? *)` (six fields, UTC; numbers, lists, ranges,
 * steps, `*` and `?`). Throws for anything else, the names of months and weekdays and `L`, `W`, `#` included.
 */
export function parseSchedule(expression: string): Schedule {
  const [, amount, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (amount !== undefined && unit !== undefined) {
    const periodMs = Number(amount) * (UNITS_MS[unit] ?? 0);
    if (periodMs === 0) throw new Error(`The schedule ${expression} has no period`);
    // Firings missed while the stack was down are not made up for, but one that is due fires.
    return {
      next(lastMs, nowMs, idleUntilMs = 0) {
        const periods = Math.max(1, Math.floor((idleUntilMs - lastMs) / periodMs));
        return Math.max(lastMs + periods * periodMs, nowMs);
      },
    };
  }
  const [, fields] = /^cron\((.+)\)$/.exec(expression) ?? [];
  if (fields !== undefined) return cron(expression, fields.split(/\s+/));
  throw new Error(`The schedule ${expression} is neither rate(...) nor cron(...)`);
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A schedule that does not fire within this many days (two leap years) never does. */
const SEARCH_DAYS = 2 * 1461;

function cron(expression: string, fields: readonly string[]): Schedule {
  const [minutes, hours, days, months, weekdays, years] = fields;
  if (fields.length !== 6) throw new Error(`The schedule ${expression} must have six fields`);
  const field = (text: string | undefined, low: number, high: number) =>
    cronField(expression, text ?? '*', low, high);
  const inMinutes = field(minutes, 0, 59);
  const inHours = field(hours, 0, 23);
  const inDays = field(days, 1, 31);
  const inMonths = field(months, 1, 12);
  const inWeekdays = field(weekdays, 1, 7);
  const inYears = field(years, 1970, 2199);
  const isDay = (at: Date) =>
    inYears(at.getUTCFullYear()) &&
    inMonths(at.getUTCMonth() + 1) &&
    inDays(at.getUTCDate()) &&
    inWeekdays(at.getUTCDay() + 1);
  return {
    next(lastMs, nowMs) {
      // A firing that fell into the time the stack was down is made up for once.
      const from = Math.max(Math.floor(lastMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS, 0);
      for (let day = Math.floor(from / DAY_MS); day < from / DAY_MS + SEARCH_DAYS; day += 1) {
        if (!isDay(new Date(day * DAY_MS))) continue;
        for (let minute = 0; minute < 1440; minute += 1) {
          const at = day * DAY_MS + minute * MINUTE_MS;
          if (at >= from && inHours(Math.floor(minute / 60)) && inMinutes(minute % 60))
            return Math.max(at, nowMs);
        }
      }
      throw new Error(`The schedule ${expression} never fires`);
    },
  };
}

function cronField(expression: string, text: string, low: number, high: number): (value: number) => boolean {
  const parts = text.split(',').map((part) => {
    const [, range = '', step = '1'] = /^(\*|\?|\d+(?:-\d+)?)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === '')
      throw new Error(`The schedule ${expression} has a field that is not known here: ${part}`);
    const [from = low, to = range.includes('-') || !part.includes('/') ? from : high] =
      range === '*' || range === '?' ? [low, high] : range.split('-').map(Number);
    if (from < low || to > high)
      throw new Error(`The schedule ${expression} has ${part} outside ${low}-${high}`);
    return { from, to, step: Number(step) };
  });
  return (value) =>
    parts.some(({ from, to, step }) => value >= from && value <= to && (value - from) % step === 0);
}
