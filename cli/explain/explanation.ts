import { catalogueOf } from '#shared/locales/catalogue-of.ts';
import { cleanLine } from '#shared/mail/clean-text.ts';
import { wrapText } from '#shared/mail/wrap-text.ts';
import type { CountedDerivation } from '#shared/schema/derivation.ts';
import type { ClockView, RequestView } from '#shared/schema/view.ts';
import { changes } from './changes.ts';
import { countedRows, uncountedRows } from './counted-rows.ts';
import { durationText } from './duration-text.ts';
import { type LocalTime, localTime } from './local-time.ts';
import { provenance } from './provenance.ts';
import { standing } from './standing.ts';

const WIDTH = 80;
const ROW_INDENT = 4;

/**
 * Why each of these clocks is due when it is, as lines for a terminal of 80 columns; times in `zone`, or in that of the
 * calendar they were counted on. Throws UnknownZone and OutsideZoneData.
 */
export function explanation(
  request: RequestView,
  clocks: readonly ClockView[],
  zone: string | undefined,
): readonly string[] {
  const { number, subject, status, severity, severityTitle, offering } = request;
  // An instant that a person named has no calendar of its own.
  const usual = clocks.map(({ derivation }) => zoneOf(derivation)).find((one) => one !== null) ?? 'UTC';
  const paragraphs = clocks.map((clock) =>
    clockLines(clock, localTime(zone ?? zoneOf(clock.derivation) ?? usual)),
  );
  return [
    ...wrapped(`Request ${number}: ${cleanLine(subject)}`),
    ...wrapped(`${status}, severity ${severity} (${severityTitle}), offering ${offering}`),
    ...(clocks.length === 0 ? ['', 'No clock runs on it: nothing is promised.'] : []),
    ...paragraphs.flatMap((lines) => ['', ...lines]),
  ];
}

function zoneOf(derivation: ClockView['derivation']): string | null {
  return derivation.kind === 'counted' ? (derivation.calendar?.timeZone ?? null) : null;
}

function clockLines(view: ClockView, local: LocalTime): readonly string[] {
  const name = catalogueOf('en').clocks[view.clock];
  const due =
    view.dueAt === null ? `nothing is due (times in ${local.zone})` : `due ${local.exact(view.dueAt)}`;
  const { derivation } = view;
  return [
    ...wrapped(`${name.charAt(0).toUpperCase()}${name.slice(1)}: ${due}`),
    ...wrapped(standing(view, local), 2),
    ...(derivation.kind === 'promised'
      ? wrapped('Whoever leads the escalation has promised this instant; nothing was counted.', 2)
      : [
          ...wrapped(promise(derivation), 2),
          ...section('Counted', countedRows(derivation, local)),
          ...section('Not counted', uncountedRows(derivation, local)),
          ...section('Changed', changes(derivation, local, WIDTH - ROW_INDENT)),
          ...provenance(derivation).flatMap((sentence) => wrapped(sentence, 2)),
        ]),
  ];
}

function promise({ targetSeconds, calendar, pack, offering, severity }: CountedDerivation): string {
  const terms = `Policy ${pack}, offering ${offering}, severity ${severity}`;
  if (targetSeconds === null || calendar === null) return `${terms}: nothing is promised.`;
  const hours = calendar.alwaysOpen ? 'around the clock' : `of open time on the calendar "${calendar.id}"`;
  const where = calendar.alwaysOpen || calendar.timeZone === null ? '' : ` (${calendar.timeZone})`;
  return `${terms}: ${durationText(targetSeconds)} ${hours}${where}.`;
}

function section(title: string, rows: readonly string[]): readonly string[] {
  return rows.length === 0
    ? []
    : [`  ${title}`, ...rows.map((row) => `${' '.repeat(ROW_INDENT)}${row}`.trimEnd())];
}

function wrapped(paragraph: string, indent = 0): readonly string[] {
  return wrapText(paragraph, WIDTH - indent)
    .split('\n')
    .map((line) => `${' '.repeat(indent)}${line}`);
}
