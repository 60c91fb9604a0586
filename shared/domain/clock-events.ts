import type { Pack } from '../policy/pack.ts';
import type { Terms } from '../policy/policy.ts';
import type { ClockName } from '../schema/event.ts';
import { toMs } from '../schema/instant.ts';
import type { Mark } from '../schema/request.ts';
import type { ClockEvent } from '../targets/clock-event.ts';

/** The mark a clock starts with, and the one that keeps its promise (targets.md rule 7). */
const SPAN: Readonly<Record<ClockName, readonly [start: Mark['type'], stop: Mark['type'] | null]>> = {
  'first-response': ['filed', 'responded'],
  answer: ['filed', 'responded'],
  'answer-goal': ['filed', 'responded'],
  'call-back': ['filed', 'called-back'],
  'next-reply': ['asked', 'answered'],
  // Each update begins the next promise; none ends it but the closing.
  'promised-update': ['updated', null],
  'confirmation-mail': ['filed', 'confirmed'],
};

/** The marks of an SR as one clock takes them. After the end of the entitlement nothing starts or moves any more. */
export function clockEvents(marks: readonly Mark[], clock: ClockName, pack: Pack): ClockEvent<Terms>[] {
  const [start, stop] = SPAN[clock];
  const pausing: readonly string[] = clock === 'promised-update' ? (pack.updates?.pausedWhile ?? []) : [];
  const events: ClockEvent<Terms>[] = [];
  let terms: Terms | null = null;
  for (const mark of marks) {
    const at = toMs(mark.at);
    const sequence = mark.seq;
    terms = termsAfter(mark, terms);
    if (mark.type === start && terms) events.push({ type: 'created', at, sequence, policy: terms });
    if (mark.type === stop) events.push({ type: 'stopped', at, sequence });
    switch (mark.type) {
      case 'severity':
      case 'contract':
        if (terms) events.push({ type: 'severity', at, sequence, policy: terms });
        break;
      case 'closed':
        events.push({ type: 'solved', at, sequence });
        break;
      case 'reopened':
        events.push({ type: 'reopened', at, sequence });
        break;
      case 'silent':
        events.push({ type: pausing.includes(mark.status) ? 'paused' : 'resumed', at, sequence });
        break;
      case 'heard':
        events.push({ type: 'resumed', at, sequence });
        break;
      case 'ended':
        events.push({ type: 'cancelled', at, sequence });
        return events;
    }
  }
  return events;
}

/** What a promise turned on before a mark, and turns on after it. */
function termsAfter(mark: Mark, before: Terms | null): Terms | null {
  switch (mark.type) {
    case 'filed':
      return { severity: mark.severity, offering: mark.offering, addOns: mark.addOns };
    case 'severity':
      return before && { ...before, severity: mark.severity };
    case 'contract':
      return before && { ...before, offering: mark.offering, addOns: mark.addOns };
    default:
      return before;
  }
}
