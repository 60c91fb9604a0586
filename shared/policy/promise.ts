import type { ClockName } from '../schema/event.ts';
import type { ClockPolicy } from '../targets/clock-state.ts';
import { serviceDaysDue } from '../targets/service-days.ts';
import { durationMs } from './duration.ts';
import type { Offering } from './offering.ts';
import type { Pack } from './pack.ts';
import type { Policy, PolicyHolder, Terms } from './policy.ts';
import type { Target } from './target.ts';

/** A target, and the calendar it counts on unless it names one. */
interface Promised {
  readonly target: Target;
  readonly calendar: string;
}

/**
 * What a clock promises an SR under these terms; undefined where nothing is promised. `from` (epoch ms) is the instant
 * the target is measured from: an end of the Nth service day is the open time from there to that close.
 */
export function promiseOf(
  clock: ClockName,
  policy: Policy,
  holder: PolicyHolder,
  terms: Terms,
  from: number,
): ClockPolicy | undefined {
  const offering = policy.offering(terms.offering);
  const promised = offering && promisedBy(clock, policy.pack, offering, holder.type, terms);
  if (!promised || promised.target === 'best-effort' || promised.target === 'none') return undefined;
  const { target } = promised;
  const calendarId = typeof target === 'string' ? promised.calendar : (target.calendar ?? promised.calendar);
  const openTime = policy.openTime(calendarId, holder.contact);
  const targetMs = () => {
    if (typeof target === 'string') return durationMs(target);
    if ('within' in target) return durationMs(target.within);
    const { serviceDays: days, dayHours } = target;
    if (dayHours !== undefined) return days * durationMs(dayHours);
    return openTime.elapsed(from, serviceDaysDue(openTime, from, { mode: 'end-of-day', days }));
  };
  const { pack, version } = policy.pack;
  return { targetMs: targetMs(), openTime, calendarId, packVersion: `${pack}@${version}` };
}

function promisedBy(
  clock: ClockName,
  pack: Pack,
  offering: Offering,
  type: PolicyHolder['type'],
  { severity, addOns }: Terms,
): Promised | undefined {
  const answer = type === 'customer-service' || type === 'licensing' ? pack.answers?.[type] : undefined;
  const counted = (target: Target | undefined, calendar = offering.calendar) =>
    target === undefined ? undefined : { target, calendar };
  switch (clock) {
    case 'first-response': {
      if (answer || type === 'call-back') return undefined;
      const target = offering.firstResponse?.[severity];
      const addOn = addOns
        .map((name) => pack.addOns?.[name])
        .find((one) => one?.severities.includes(severity));
      if (addOn && target !== undefined)
        return { target: onCalendar(target, addOn.calendar), calendar: addOn.calendar };
      return counted(target);
    }
    case 'answer':
      return counted(answer?.within, answer?.calendar);
    case 'answer-goal':
      return counted(answer?.goal, answer?.calendar);
    case 'next-reply':
      return counted(offering.nextReply?.[severity]);
    case 'promised-update':
      return counted(pack.updates?.every[severity]);
    case 'call-back':
      if (type !== 'call-back') return undefined;
      return counted(offering.callBack ?? pack.callBack);
    case 'confirmation-mail':
      return counted(pack.confirmationMail);
  }
}

/** The same target, counted on another calendar than the one it names. */
function onCalendar(target: Target, calendar: string): Target {
  return typeof target === 'string' ? target : { ...target, calendar };
}
