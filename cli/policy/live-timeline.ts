import type { Due } from '#shared/domain/plan.ts';
import { REFUSALS, type RefusalCode } from '#shared/domain/refusals.ts';
import type { Policy } from '#shared/policy/policy.ts';
import type { FileRequest } from '#shared/schema/action.ts';
import { OutsideZoneData } from '#shared/targets/zone.ts';
import { contractOn, PRODUCT } from './cast.ts';
import { actOf, actorOf, NobodyToAct, REACHABLE } from './deed.ts';
import { DeskInTime, EndlessTimeline } from './desk-in-time.ts';
import type { Happening } from './happening.ts';
import type { Moment } from './moment.ts';
import type { Failure } from './shown.ts';
import type { Timeline } from './timeline.ts';

/** What became of a request. */
export interface Life {
  readonly moments: readonly Moment[];
  /** What went otherwise than the test says while it was lived. */
  readonly failures: readonly Failure[];
  /** Up to when it was lived, epoch ms. */
  readonly until: number;
  /** What the desk would do next if nothing else happened; null where that is nothing. */
  readonly next: Due | null;
}

/**
 * Lives a timeline as the desk does: what people do at their instants, and in between what the plan says, at the
 * instants it names. People come before the workflow where both do something at the same instant. A refusal nobody
 * expected is a failure, and the life goes on.
 */
export function liveTimeline(policy: Policy, timeline: Timeline): Life {
  const { given, events } = timeline;
  const desk = new DeskInTime(policy, timeline.cast, given.filed, given.surveyed ?? null);
  const until = lastInstant(timeline);
  const failures: Failure[] = [];
  const life = (next: Due | null) => ({ moments: desk.moments, failures, until, next });
  try {
    failures.push(...unknownNames(policy, timeline), ...file(desk, timeline));
    if (desk.request === null) return life(null);
    events.forEach((event, index) => {
      desk.liveUntil(event.at, 'before');
      failures.push(...happen(desk, event, index, timeline));
    });
    desk.liveUntil(until, 'at');
    return life(desk.nextDue());
  } catch (error) {
    if (!(error instanceof EndlessTimeline || error instanceof OutsideZoneData)) throw error;
    failures.push(trouble('the timeline', 'end', 'an end', error.message));
    return life(null);
  }
}

/** The last instant that a test names, and the second it begins: a miss is recorded just after its due. */
function lastInstant({ given, events, until = 0, expect }: Timeline): number {
  const named = expect.flatMap((one): readonly (number | null | undefined)[] => {
    switch (one.is) {
      case 'warned':
      case 'missed':
        return one.at;
      case 'reminded':
        return one.reminded;
      case 'mails':
        return one.mails.flatMap(({ at }) => at ?? []);
      case 'contacts':
        return one.contacts;
      case 'closed':
        return one.closed;
      default:
        return [one.at];
    }
  });
  const last = Math.max(given.filed, until, ...events.map(({ at }) => at), ...named.map((at) => at ?? 0));
  return Math.floor(last / 1000) * 1000 + 999;
}

function file(desk: DeskInTime, { given, cast }: Timeline): Failure[] {
  const { offering, addOns, type, severity, refused } = given;
  const actor = actorOf(given.by, null, cast);
  const form: FileRequest = {
    contractId: contractOn(offering, addOns, cast.customer).contractId,
    type,
    severity,
    subject: 'Subject',
    description: 'Description',
    product: PRODUCT,
    ...(given.reachableContact && { reachableContact: REACHABLE }),
    ...(type === 'call-back' && {
      callBack: { fullName: cast.customer.name, company: 'Account', phone: '+1 202 555 0100' },
    }),
    ...(actor.kind === 'staff' && { customerNumber: cast.customer.customerNumber }),
  };
  const failures = judged(`filing on ${offering}`, desk.file(form, offering, addOns, actor), refused);
  if (desk.request && given.confirmation === 'sent') desk.confirm();
  return failures;
}

function happen(desk: DeskInTime, event: Happening, index: number, { cast }: Timeline): Failure[] {
  const of = `event ${index + 1}, ${event.do}`;
  const { request } = desk;
  if (!request) return [];
  switch (event.do) {
    case 'mail-bounces':
      return desk.bounce(event.kind)
        ? []
        : [trouble(of, 'mail', 'a mail to the customer that did not bounce before', '')];
    case 'confirmation-sent':
      return desk.confirm()
        ? []
        : [trouble(of, 'mail', 'a pack that promises the confirmation, and one not sent before', '')];
    default:
      try {
        return judged(of, desk.act(actOf(event, request, cast)), event.refused);
      } catch (error) {
        if (error instanceof NobodyToAct) return [trouble(of, 'by', 'somebody', error.message)];
        throw error;
      }
  }
}

/** Offerings and add-ons that the pack does not have: what is not there promises nothing, and would pass for it. */
function unknownNames({ pack }: Policy, { given, events }: Timeline): Failure[] {
  const contracts = [
    { of: 'given', ...given },
    ...events.flatMap((event, index) =>
      event.do === 'change-contract' ? [{ of: `event ${index + 1}, ${event.do}`, ...event }] : [],
    ),
  ];
  const unless = (of: string, what: string, name: string, known: object) =>
    Object.hasOwn(known, name) ? [] : [trouble(of, what, Object.keys(known).join(', ') || 'none', name)];
  return contracts.flatMap(({ of, offering, addOns }) => [
    ...unless(of, 'offering', offering, pack.offerings),
    ...addOns.flatMap((name) => unless(of, 'addOns', name, pack.addOns ?? {})),
  ]);
}

function judged(of: string, refusal: RefusalCode | null, expected: RefusalCode | undefined): Failure[] {
  if (refusal === (expected ?? null)) return [];
  const { reason = '', fix = '' } = refusal === null ? {} : REFUSALS[refusal];
  return [
    trouble(
      of,
      'answer',
      expected === undefined ? 'accepted' : `refused with ${expected}`,
      refusal === null ? 'accepted' : `refused with ${refusal}: ${reason} ${fix}`,
    ),
  ];
}

function trouble(of: string, what: string, expected: string, seen: string): Failure {
  return {
    of,
    differences: [{ what, expected: [{ text: expected }], seen: seen === '' ? [] : [{ text: seen }] }],
  };
}
