import fc from 'fast-check';
import { type Applied, applyFacts } from '#shared/domain/apply-facts.ts';
import { decideDue } from '#shared/domain/decide-due.ts';
import { plan, planView } from '#shared/domain/plan.ts';
import { createPolicy, type Policy } from '#shared/policy/policy.ts';
import { ACTION_NAMES, type Action, type ActionName } from '#shared/schema/action.ts';
import { toInstant, toMs } from '#shared/schema/instant.ts';
import type { Actor } from '#shared/schema/person.ts';
import { REQUEST_TYPES, type Severity, type SupportRequest } from '#shared/schema/request.ts';
import { ADA, ALAN, BEN, CAROL, customer, GRACE, MONA, REMY, STAFF, staff, WORKFLOW } from './people.ts';
import { EVERY_CLOCK, HOUSE, houseWith } from './policies.ts';
import { ANSWERS, decided, file } from './requests.ts';

/** Everybody who may do something, on both sides. */
export const ACTORS: readonly Actor[] = [
  customer(ADA),
  customer(BEN),
  staff(CAROL),
  staff(GRACE),
  staff(ALAN),
  staff(MONA),
  staff(REMY),
];

/** One thing that happens: after `wait` ms a person acts, the workflow catches up, or a mail bounces. */
type Move = { readonly wait: number } & (
  | { readonly what: 'act'; readonly name: ActionName; readonly who: number; readonly pick: number }
  | { readonly what: 'workflow' }
  | { readonly what: 'bounce'; readonly pick: number }
  | { readonly what: 'confirmation' }
);

/** A state on the way, when it was reached, and what the workflow did last if it was the workflow. */
export interface Moment {
  readonly request: SupportRequest;
  readonly now: number;
  readonly actionId: string | null;
  readonly applied: Applied;
}

/** A random life of a request. */
export interface Life {
  readonly policy: Policy;
  readonly moments: readonly Moment[];
}

const POLICIES: readonly Policy[] = [
  HOUSE,
  EVERY_CLOCK,
  createPolicy({ ...EVERY_CLOCK.pack, onSeverityChange: 'restart' }),
  houseWith({ onSeverityChange: 'retroactive' }),
  houseWith({ onSeverityChange: 'restart' }),
  houseWith({ contact: { calendar: 'around-the-clock', after: ['1d', '2d'], close: '3d' } }),
];

const CALL_BACK = { fullName: 'Ada Lovelace', company: 'Acme', phone: '+49 30 1234567' };

const wait = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 3_600_000 }),
  fc.integer({ min: 1, max: 3 * 86_400_000 }),
);
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      wait,
      what: fc.constant('act' as const),
      name: fc.constantFrom(...ACTION_NAMES),
      who: fc.nat(ACTORS.length - 1),
      pick: fc.nat(11),
    }),
  },
  { weight: 4, arbitrary: fc.record({ wait, what: fc.constant('workflow' as const) }) },
  { weight: 1, arbitrary: fc.record({ wait, what: fc.constant('bounce' as const), pick: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ wait, what: fc.constant('confirmation' as const) }) },
);

/** Random lives: refused actions leave no moment; the workflow comes late, early or in time. */
export const lives: fc.Arbitrary<Life> = fc
  .record({
    policy: fc.constantFrom(...POLICIES),
    offering: fc.constantFrom('standard', 'premium', 'free'),
    type: fc.constantFrom(...REQUEST_TYPES),
    country: fc.constantFrom(undefined, 'DE', 'CN', 'NL'),
    zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe'),
    at: fc.integer({ min: toMs('2026-02-20T00:00:00.000Z'), max: toMs('2026-11-10T00:00:00.000Z') }),
    moves: fc.array(move, { maxLength: 30 }),
  })
  .map(({ policy, offering, type, country, zone, at, moves }) => {
    const contact = { ...ADA, zone, ...(country && { country }) };
    const form = type === 'call-back' ? { type, callBack: CALL_BACK } : { type };
    const applied = file({ at: toInstant(at), policy, offering, contact, form });
    const moments: Moment[] = [{ request: applied.after, now: at, actionId: null, applied }];
    let now = at;
    for (const one of moves) {
      now += one.wait;
      const before = moments[moments.length - 1]?.request ?? applied.after;
      moments.push(...happen(before, one, now, policy));
    }
    return { policy, moments };
  });

function happen(request: SupportRequest, move: Move, now: number, policy: Policy): Moment[] {
  const at = toInstant(now);
  if (move.what === 'workflow') return catchUp(request, now, policy);
  if (move.what === 'confirmation') {
    const fact = { type: 'ConfirmationSent', mailId: 'm' } as const;
    const applied = applyFacts(request, [fact], WORKFLOW, at, policy, STAFF);
    return [{ request: applied.after, now, actionId: null, applied }];
  }
  if (move.what === 'bounce') {
    const attempts = 'silence' in request ? request.silence.attempts : [];
    const mailId = attempts[move.pick]?.mailId ?? 'none';
    const fact = { type: 'MailBounced', mailId, recipient: ADA.email, attempt: null } as const;
    const applied = applyFacts(request, [fact], WORKFLOW, at, policy, STAFF);
    return [{ request: applied.after, now, actionId: null, applied }];
  }
  const by = ACTORS[move.who] ?? WORKFLOW;
  const decision = decided(request, actionOf(move.name, move.pick, now), { at, by, policy });
  if (!decision.ok) return [];
  const applied = applyFacts(request, decision.facts, by, at, policy, STAFF);
  return [{ request: applied.after, now, actionId: null, applied }];
}

/** More actions at one instant than this would be a loop. */
const LOOP = 50;

/** Does what the workflow owes at `now`, until it owes nothing. Throws when that does not end. */
export function catchUp(request: SupportRequest, now: number, policy: Policy): Moment[] {
  const moments: Moment[] = [];
  let state = request;
  for (let step = 0; step <= LOOP; step++) {
    const { due, actionId } = plan(planView(state, policy), policy, now);
    if (!due) return moments;
    const decision = decideDue(state, due, { staff: STAFF, lastInvitedAt: null });
    if (!decision.ok) throw new Error(`The workflow was refused: ${decision.refusal}.`);
    const applied = applyFacts(state, decision.facts, WORKFLOW, toInstant(now), policy, STAFF);
    state = applied.after;
    moments.push({ request: state, now, actionId, applied });
  }
  throw new Error(
    `The workflow goes round and round: ${moments.map(({ actionId }) => actionId).join(', ')}.`,
  );
}

const ENGINEERS = [GRACE, ALAN, CAROL];

/** An action whose details are valid for any request at `now` (epoch ms); `pick` varies them. */
export function actionOf(name: ActionName, pick: number, now: number): Action {
  const engineer = ENGINEERS[pick % ENGINEERS.length]?.email ?? GRACE.email;
  const nextUpdateAt = toInstant(now + (pick + 1) * 1_200_000);
  switch (name) {
    case 'assign':
      return { action: name, engineer };
    case 'reassign':
      return { action: name, engineer, reason: 'Shift ends.' };
    case 'comment':
      return { action: name, text: 'A word.', visibility: pick % 2 === 0 ? 'public' : 'internal' };
    case 'await-customer':
    case 'propose-solution':
      return { action: name, text: 'A question.' };
    case 'log-phone-contact':
      return {
        action: name,
        direction: pick % 2 === 0 ? 'outbound' : 'inbound',
        reached: pick % 3 === 0,
        note: 'Called.',
      };
    case 'change-severity':
      return {
        action: name,
        severity: ((pick % 4) + 1) as Severity,
        reason: 'Impact.',
        agreedWith: 'Ada',
        reachableContact: 'Ada, +49 30 1234',
      };
    case 'change-contract':
      return { action: name, contractId: pick % 2 === 0 ? 'ACME-1' : 'ACME-2', reason: 'Upgraded.' };
    case 'end-entitlement':
      return { action: name, reason: 'The contract ended.' };
    case 'confirm':
      return { action: name };
    case 'close':
      return { action: name, reason: 'duplicate', description: 'Done.' };
    case 'reopen':
      return { action: name, reason: 'Again.' };
    case 'escalate':
      return { action: name, reason: 'dissatisfied', answers: ANSWERS };
    case 'name-escalation-engineer':
      return { action: name, engineer, plan: 'Call.', nextUpdateAt };
    case 'give-update':
      return { action: name, text: 'News.', nextUpdateAt };
    case 'de-escalate':
      return {
        action: name,
        actionPlanAccepted: 'Yes.',
        analysisConfirmed: 'Yes.',
        customerAgreement: 'Yes.',
      };
  }
}
