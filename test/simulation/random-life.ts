import fc from 'fast-check';
import type { PersonName } from '#test/support/simulated-desk-directory.ts';

/** A person's action on one of the SRs, some time after the one before. */
export interface Command {
  readonly who: PersonName;
  /** Which SR, counted round. */
  readonly request: number;
  /** How long after the command before, ms. */
  readonly after: number;
  readonly action: (mark: string, now: number) => object;
  /** Sent again, under the same Idempotency-Key, when no answer came. */
  readonly again: boolean;
}

/** One random life of a desk: what people do, and how badly everything else behaves. */
export interface RandomLife {
  readonly requests: number;
  readonly commands: readonly Command[];
  /** 0: nothing is delayed, repeated or killed. 3: nearly everything is. */
  readonly chaos: number;
  readonly seed: number;
  /** Whether four quiet weeks follow, in which the silent are contacted, closed and surveyed. */
  readonly afterlife: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ANSWERS = {
  problemStatementRight: 'Yes',
  businessImpactAccurate: 'Yes',
  workaroundsUnfit: 'Yes',
  milestonesRecorded: 'Yes',
};

type Choice = readonly [who: readonly PersonName[], action: Command['action']];

const instant = (ms: number): string => new Date(ms).toISOString();

/** Everything that people may do, the common more often than the rare. Each carries a mark that only it has. */
const CHOICES: readonly Choice[] = [
  [['csr'], () => ({ action: 'assign', engineer: 'kenji.sato@vendor.example' })],
  [['csr'], () => ({ action: 'assign', engineer: 'ana.lopez@vendor.example' })],
  [['csr', 'manager'], (reason) => ({ action: 'reassign', engineer: 'ana.lopez@vendor.example', reason })],
  [['tse', 'customer', 'colleague'], (text) => ({ action: 'comment', text })],
  [['tse', 'customer'], (text) => ({ action: 'comment', text })],
  [['tse'], (text) => ({ action: 'comment', text, visibility: 'internal' })],
  [['tse'], (text) => ({ action: 'await-customer', text })],
  [['tse', 'csr'], (text) => ({ action: 'await-customer', text })],
  [['tse'], (text) => ({ action: 'propose-solution', text })],
  [['tse', 'rem'], (note) => ({ action: 'log-phone-contact', reached: false, note })],
  [['tse'], (note) => ({ action: 'log-phone-contact', reached: true, note })],
  [
    ['customer', 'manager'],
    (reason) => ({
      action: 'change-severity',
      severity: 1,
      reason,
      agreedWith: 'D',
      reachableContact: 'Dana Fox, +1 212 555 0142',
    }),
  ],
  [['customer', 'csr'], (reason) => ({ action: 'change-severity', severity: 3, reason, agreedWith: 'D' })],
  [['customer'], (text) => ({ action: 'confirm', text })],
  [['customer', 'tse'], (description) => ({ action: 'close', reason: 'solved', description })],
  [['customer', 'manager'], (reason) => ({ action: 'reopen', reason })],
  [['customer', 'manager'], (reason) => ({ action: 'reopen', reason })],
  [
    ['customer', 'rem'],
    (problemStatementRight) => ({
      action: 'escalate',
      reason: 'dissatisfied',
      answers: { ...ANSWERS, problemStatementRight },
    }),
  ],
  [
    ['rem'],
    (plan, now) => ({
      action: 'name-escalation-engineer',
      engineer: 'ana.lopez@vendor.example',
      plan,
      nextUpdateAt: instant(now + 2 * HOUR),
    }),
  ],
  [['tse', 'rem'], (text, now) => ({ action: 'give-update', text, nextUpdateAt: instant(now + DAY) })],
  [
    ['rem'],
    (actionPlanAccepted) => ({
      action: 'de-escalate',
      actionPlanAccepted,
      analysisConfirmed: 'Yes',
      customerAgreement: 'Yes',
    }),
  ],
];

const gap = fc.constantFrom(0, 0, 1_000, MINUTE, 20 * MINUTE, HOUR, 5 * HOUR, DAY, 2 * DAY, 5 * DAY);

const command: fc.Arbitrary<Command> = fc
  .tuple(fc.constantFrom(...CHOICES), fc.nat({ max: 7 }), fc.nat({ max: 2 }), gap, fc.boolean())
  .map(([[who, action], person, request, after, again]) => ({
    who: who[person % who.length] ?? 'customer',
    request,
    after,
    action,
    again,
  }));

/** Random lives; they shrink towards one SR, few commands and no chaos. */
export const randomLife: fc.Arbitrary<RandomLife> = fc.record({
  requests: fc.constantFrom(1, 1, 1, 2, 2, 3),
  commands: fc.array(command, { maxLength: 10 }),
  chaos: fc.nat({ max: 3 }),
  seed: fc.nat(),
  afterlife: fc.nat({ max: 3 }).map((drawn) => drawn === 3),
});

/** Two files run at once, one on each core: together two thousand lives in about a minute. */
export const RUNS_PER_FILE = 1_000;
