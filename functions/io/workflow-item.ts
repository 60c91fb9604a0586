import * as z from 'zod/mini';

/**
 * The workflow's own item of an SR. `wfVersion` counts the changes of what its plan depends on; an execution parks
 * under the version it planned for, so that no change is ever missed (workflow.md). `signal` tells the stream filter
 * which writes concern it: `bumped` wakes or starts an execution; `acting` (its own write), `parked` and `finished` do not.
 */
export const WorkflowItem = z.object({
  gen: z.int().check(z.positive()),
  wfVersion: z.int().check(z.positive()),
  signal: z.enum(['bumped', 'acting', 'parked', 'finished']),
  taskToken: z.optional(z.string()),
  parkedVersion: z.optional(z.int()),
  attendAt: z.optional(z.string()),
  /** How often the sweeper had to wake it since it last got anywhere. */
  sweeps: z.optional(z.int()),
  /** How often a generation was begun because the one before ended badly, since the SR last changed. */
  revivals: z.optional(z.int()),
});
export type WorkflowItem = z.infer<typeof WorkflowItem>;
