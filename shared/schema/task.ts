import * as z from 'zod/mini';
import { Instant } from './instant.ts';
import { RequestNumber } from './request-number.ts';

/** Raised when a running execution must not go on under its old definition; it then hands over (workflow.md). */
export const MACHINE_REVISION = 1;

/** After this many passes an execution hands over: far below the 25,000 history events AWS allows it. */
export const MAX_LOOPS = 400;

/** After this many days an execution hands over: AWS ends one after a year. */
export const MAX_EXECUTION_DAYS = 300;

/** What the workflow does to an SR by itself; each is one state of the machine and one command of the domain. */
export const WORKFLOW_ACTIONS = [
  'WarnOfTarget',
  'RecordMissedTarget',
  'ContactCustomer',
  'RouteEscalation',
  'RemindUpdate',
  'CloseUnanswered',
  'InviteToSurvey',
] as const;

/** Where Route may go: an action, a wait, or one of the two ways to end. */
export const STEPS = [...WORKFLOW_ACTIONS, 'Wait', 'HandOver', 'Done'] as const;
export type Step = (typeof STEPS)[number];

/** What an SR is waiting for; each has a wait state of its own, so that the console's graph reads as the process. */
export const AWAITED = [
  'assignment',
  'first-response',
  'engineer',
  'customer',
  'escalation-engineer',
  'promised-update',
  'survey',
] as const;
export type Awaited = (typeof AWAITED)[number];

/** What the state machine hands to the workflow function. `version` and `actionId` come with actions only. */
export const TaskInput = z.object({
  step: z.enum(['AssessRequest', 'HandOver', ...WORKFLOW_ACTIONS]),
  number: RequestNumber,
  gen: z.int().check(z.positive()),
  now: z.iso.datetime({ offset: true }),
  startedAt: z.iso.datetime({ offset: true }),
  machineRevision: z.int().check(z.positive()),
  loops: z.int().check(z.nonnegative()),
  actionId: z.optional(z.string().check(z.maxLength(200))),
  version: z.optional(z.int().check(z.nonnegative())),
});
export type TaskInput = z.infer<typeof TaskInput>;

/**
 * What is to be done next, and by when. `version` is the `wfVersion` the plan was made for: parking and acting
 * are conditioned on it. `actionId` is empty for waits, `awaiting` for everything else.
 */
export const Plan = z.object({
  step: z.enum(STEPS),
  actionId: z.string(),
  dueAt: Instant,
  version: z.int().check(z.nonnegative()),
  awaiting: z.union([z.enum(AWAITED), z.literal('')]),
});
export type Plan = z.infer<typeof Plan>;

/** The execution's name, and what makes a second start of it harmless. */
export function executionName(number: string, gen: number): string {
  return `sr-${number}-g${gen}`;
}

/** The execution's input; byte-identical for the same number and generation, so that a second start is a success. */
export function executionInput(number: string, gen: number): string {
  return JSON.stringify({ number, gen, loops: 0 });
}

/** Reads number and generation back from an execution's name; null when it is not one of ours. */
export function readExecutionName(name: string): { number: string; gen: number } | null {
  const match = /^sr-(\d{11})-g(\d+)$/.exec(name);
  return match?.[1] && match[2] ? { number: match[1], gen: Number(match[2]) } : null;
}
