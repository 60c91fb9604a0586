import { durationMs } from '../policy/duration.ts';
import { LADDER_OF, type Told } from '../policy/ladder.ts';
import type { Policy, Terms } from '../policy/policy.ts';
import type { ClockName } from '../schema/event.ts';
import { type Instant, toInstant, toMs } from '../schema/instant.ts';
import type { SupportRequest } from '../schema/request.ts';
import type { Awaited, Step } from '../schema/task.ts';
import type { ClockState } from '../targets/clock-state.ts';
import { warningAt } from '../targets/warning.ts';
import { type ClockView, packClocks } from './clocks.ts';
import { planMarks } from './plan-marks.ts';
import { nextInSilence } from './silence.ts';

/** Nothing is planned further ahead than this: a parked execution looks again by itself (workflow.md). */
export const LOOK_AGAIN_MS = 7 * 86_400_000;

/** All that a plan depends on, and nothing else: a change that leaves it as it was does not wake the workflow. */
export type PlanView = ClockView &
  Pick<SupportRequest, 'number' | 'fired' | 'escalationCount'> & {
    readonly pack: SupportRequest['pack'];
    readonly phase: Phase;
  };

type Phase =
  | { readonly status: 'filed' | 'in-progress' }
  | {
      readonly status: 'silent';
      readonly silence: Extract<SupportRequest, { status: 'awaiting-customer' }>['silence'];
    }
  | { readonly status: 'closed'; readonly closedAt: Instant; readonly surveyDue: boolean };

/** Something the workflow will do at an instant (epoch ms), and what the doing needs to know. */
export type Due = { readonly at: number; readonly key: string } & (
  | {
      readonly step: 'WarnOfTarget';
      readonly clock: ClockName;
      readonly dueAt: Instant;
      readonly threshold: string;
      readonly tell: readonly Told[];
    }
  | {
      readonly step: 'RecordMissedTarget';
      readonly clock: ClockName;
      readonly dueAt: Instant;
      readonly tell: readonly Told[];
    }
  | { readonly step: 'RemindUpdate'; readonly dueAt: Instant }
  | { readonly step: 'ContactCustomer'; readonly attempt: number; readonly of: number }
  | { readonly step: 'RouteEscalation' | 'CloseUnanswered' | 'InviteToSurvey' }
);

/** What is to be done now, or until when to wait and for what. */
export interface Planned {
  readonly step: Exclude<Step, 'HandOver'>;
  readonly actionId: string;
  readonly dueAt: Instant;
  readonly awaiting: Awaited | '';
  /** The action itself, when `step` is one. */
  readonly due: Due | null;
}

/** Takes from an SR what its plan depends on. */
export function planView(request: SupportRequest, policy: Policy): PlanView {
  const { number, pack, type, fired, escalation, escalationCount, contact } = request;
  return {
    number,
    pack,
    type,
    marks: planMarks(request.marks, policy.pack),
    fired,
    escalation,
    escalationCount,
    contact: { zone: contact.zone, ...(contact.country && { country: contact.country }) },
    phase: phaseOf(request),
  };
}

function phaseOf(request: SupportRequest): Phase {
  switch (request.status) {
    case 'filed':
    case 'in-progress':
      return { status: request.status };
    case 'awaiting-customer':
    case 'solution-proposed':
      return { status: 'silent', silence: request.silence };
    case 'closed':
      return { status: 'closed', closedAt: request.closedAt, surveyDue: request.survey === 'due' };
  }
}

/**
 * What the workflow owes this SR at `now` (epoch ms): the earliest thing due, or a wait until the next one.
 * It never returns an action that was done already: what was done is part of the view.
 */
export function plan(view: PlanView, policy: Policy, now: number): Planned {
  const dues = duesOf(view, policy, now);
  const next = dues.reduce<Due | null>((first, due) => (first && first.at <= due.at ? first : due), null);
  if (next && next.at <= now) {
    return {
      step: next.step,
      actionId: `${view.number}/${next.step}/${next.key}`,
      dueAt: toInstant(next.at),
      awaiting: '',
      due: next,
    };
  }
  if (!next && view.phase.status === 'closed') {
    return { step: 'Done', actionId: '', dueAt: toInstant(now), awaiting: '', due: null };
  }
  const lookAgain = now + LOOK_AGAIN_MS;
  return {
    step: 'Wait',
    actionId: '',
    dueAt: toInstant(next ? Math.min(next.at, lookAgain) : lookAgain),
    awaiting: awaited(view),
    due: null,
  };
}

/** Everything the workflow will do to this SR as things stand at `now`, in no order of time. */
export function duesOf(view: PlanView, policy: Policy, now: number): Due[] {
  return [
    ...ladderDues(view, policy),
    ...escalationDues(view, policy),
    ...silenceDues(view, policy, now),
    ...surveyDues(view, policy),
  ];
}

function ladderDues(view: PlanView, policy: Policy): Due[] {
  // Of a call-back nothing is owed once the SR is closed; a closed clock is solved and does not run.
  return packClocks(view, policy).flatMap(({ name, clock }) => clockDues(view, policy, name, clock));
}

function clockDues(view: PlanView, policy: Policy, name: ClockName, clock: ClockState<Terms>): Due[] {
  if (clock.phase !== 'running' || clock.due === null) return [];
  const dueAt = toInstant(clock.due);
  const dues: Due[] = [];
  // Terms under which the time was used up already: nothing is left to warn of, and a miss is recorded once.
  const usedUp = clock.policySince > clock.startedAt && clock.due <= clock.policySince;
  const missedBefore = view.fired.some((key) => isStep(key, name, 'missed', clock.startedAt));
  for (const { at: threshold, tell } of policy.pack.ladder[LADDER_OF[name]] ?? []) {
    const key = `${name}/${dueAt}/${threshold}`;
    if (view.fired.includes(key)) continue;
    if (usedUp && (threshold !== 'missed' || missedBefore)) continue;
    if (threshold === 'missed') {
      // A response at the due instant itself meets the target (targets.md rule 3).
      dues.push({ step: 'RecordMissedTarget', at: clock.due + 1, key, clock: name, dueAt, tell });
      continue;
    }
    const at = warningAt(clock, Number.parseInt(threshold, 10) / 100);
    if (at === null || wasTold(view, name, clock, threshold, at)) continue;
    dues.push({ step: 'WarnOfTarget', at, key, clock: name, dueAt, threshold, tell });
  }
  return dues;
}

/**
 * A pause or a closing that ended has moved the due. What was used up when it began was told of under the due before;
 * under other terms it is told of anew.
 */
function wasTold(
  view: PlanView,
  name: ClockName,
  clock: ClockState<Terms>,
  threshold: string,
  at: number,
): boolean {
  const { countingFrom, policySince, startedAt } = clock;
  if (countingFrom === null || countingFrom <= policySince || at > countingFrom) return false;
  return view.fired.some((key) => isStep(key, name, threshold, startedAt));
}

/** Whether a fired step is this one of this clock, under any due it has had since it started. */
function isStep(key: string, name: ClockName, threshold: string, since: number): boolean {
  const [clock, dueAt = '', step] = key.split('/');
  return clock === name && step === threshold && toMs(dueAt) >= since;
}

function escalationDues(view: PlanView, policy: Policy): Due[] {
  const { escalation } = view;
  if (escalation === null || view.phase.status === 'closed') return [];
  if (escalation.stage === 'requested') {
    // By number: a second escalation may be asked for at the very instant of the first.
    return [{ step: 'RouteEscalation', at: toMs(escalation.requestedAt), key: String(view.escalationCount) }];
  }
  if (escalation.stage === 'routed') return [];
  const { remindBefore, tellWhenMissed } = policy.pack.escalation;
  const dueAt = escalation.nextUpdateAt;
  const due = toMs(dueAt);
  const remindAt = Math.max(toMs(escalation.updatedAt), due - durationMs(remindBefore));
  const dues: Due[] = [
    { step: 'RemindUpdate', at: remindAt, key: `promised-update/${dueAt}/remind`, dueAt },
    {
      step: 'RecordMissedTarget',
      at: due + 1,
      key: `promised-update/${dueAt}/missed`,
      clock: 'promised-update',
      dueAt,
      tell: tellWhenMissed,
    },
  ];
  return dues.filter(({ key }) => !view.fired.includes(key));
}

function silenceDues({ phase, escalation, contact }: PlanView, policy: Policy, now: number): Due[] {
  if (phase.status !== 'silent') return [];
  const { silence } = phase;
  const next = nextInSilence(silence, policy, contact, now);
  if (!next) return [];
  if (next.kind === 'contact') {
    const { at, attempt, of } = next;
    return [
      { step: 'ContactCustomer', at, key: `${silence.since}/${silence.attempts.length + 1}`, attempt, of },
    ];
  }
  // An escalated SR is not closed over the customer's silence: the REM ends the escalation first (ESC-8).
  return escalation === null ? [{ step: 'CloseUnanswered', at: next.at, key: silence.since }] : [];
}

function surveyDues({ phase }: PlanView, policy: Policy): Due[] {
  if (phase.status !== 'closed' || !phase.surveyDue) return [];
  const at = toMs(phase.closedAt) + durationMs(policy.pack.closing.survey.delay);
  return [{ step: 'InviteToSurvey', at, key: phase.closedAt }];
}

function awaited(view: PlanView): Awaited {
  if (view.phase.status === 'closed') return 'survey';
  if (view.phase.status === 'silent') return 'customer';
  if (view.escalation?.stage === 'led') return 'promised-update';
  if (view.escalation) return 'escalation-engineer';
  if (view.phase.status === 'filed') return 'assignment';
  return view.marks.some((mark) => mark.type === 'responded') ? 'engineer' : 'first-response';
}
