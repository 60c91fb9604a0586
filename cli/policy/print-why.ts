import type { CountedDerivation } from '#shared/schema/derivation.ts';
import { toMs } from '#shared/schema/instant.ts';
import type { WhyDue } from './shown.ts';
import { amountText, writeTime } from './wall-time.ts';

/** Why a clock is due when it is, one line for each stretch that counted; instants on the wall clock of `zone`. */
export function whyLines({ clock, due, derivation }: WhyDue, zone: string): string[] {
  const when = due === null ? 'not due' : `due ${writeTime(due, zone)}`;
  if (derivation.kind === 'promised') return [`why ${clock} is ${when}: the escalation engineer promised it`];
  const { counted, skippedHolidays, held, leftOut, knownUntil, provisional, history } = derivation;
  const time = (instant: string) => writeTime(toMs(instant), zone);
  const changes = history.slice(1).map(({ at, severity, offering, targetSeconds, dueAt }) => {
    const target = targetSeconds === null ? 'no target' : amountText(targetSeconds * 1000);
    return `since ${time(at)}: ${offering}, severity ${severity}, ${target}, ${dueAt === null ? 'not due' : `due ${time(dueAt)}`}`;
  });
  return [
    `why ${clock} is ${when}: ${promise(derivation)}`,
    ...counted.map(
      ({ from, to, seconds, calendar }) =>
        `  ${time(from)} to ${time(to)}  ${amountText(seconds * 1000)} of ${calendar}`,
    ),
    ...(leftOut ? [`  ... and ${leftOut.intervals} between, ${amountText(leftOut.seconds * 1000)}`] : []),
    ...skippedHolidays.map(({ date, name }) => `  not counted: ${date}${name === null ? '' : ` ${name}`}`),
    ...held.map(({ from, to, reason }) => `  ${reason}: ${time(from)} to ${to === null ? 'now' : time(to)}`),
    ...changes.map((change) => `  ${change}`),
    ...(provisional ? [`  provisional: holidays are known until ${knownUntil}`] : []),
  ];
}

function promise({
  pack,
  severity,
  offering,
  targetSeconds,
  calendar,
  zoneDataVersion,
}: CountedDerivation): string {
  if (targetSeconds === null || calendar === null)
    return `${pack} promises ${offering} nothing at severity ${severity}`;
  const { id, country, timeZone, alwaysOpen } = calendar;
  const where = [alwaysOpen ? null : timeZone, country && `holidays of ${country}`]
    .filter(Boolean)
    .join(', ');
  return `${amountText(targetSeconds * 1000)} of ${id}${where && ` (${where})`} for ${offering}, severity ${severity} (${pack}, zones ${zoneDataVersion})`;
}
