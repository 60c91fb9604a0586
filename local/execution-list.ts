import * as z from 'zod/mini';
import type { StateMachine, StatusChange, StepFunctions } from './step-functions/step-functions.ts';

const Page = z.object({
  executions: z.array(
    z.object({
      executionArn: z.string(),
      name: z.string(),
      status: z.string(),
      startDate: z.number(),
      stopDate: z.optional(z.nullable(z.number())),
    }),
  ),
  nextToken: z.optional(z.nullable(z.string())),
});

/** An execution as a list shows it; instants are epoch milliseconds. */
export interface ListedExecution {
  readonly executionArn: string;
  readonly name: string;
  readonly status: string;
  readonly startedAt: number;
  readonly stoppedAt: number | null;
}

/** The executions of every state machine, at hand without asking the service. */
export interface ExecutionList {
  /** The newest first. */
  all(): readonly ListedExecution[];
  /** Takes up a change of status. */
  note(change: StatusChange): void;
  /** Reads what the service already has. */
  load(service: StepFunctions, machines: readonly StateMachine[]): Promise<void>;
}

export function createExecutionList(): ExecutionList {
  const byArn = new Map<string, ListedExecution>();
  return {
    all: () => [...byArn.values()].toSorted((left, right) => right.startedAt - left.startedAt),
    note({ executionArn, name, status, startDate, stopDate }) {
      // The start may be told after the end.
      if (status === 'RUNNING' && byArn.has(executionArn)) return;
      byArn.set(executionArn, {
        executionArn,
        name,
        status,
        startedAt: startDate,
        stoppedAt: stopDate ?? null,
      });
    },
    async load(service, machines) {
      for (const { arn: stateMachineArn } of machines) {
        let nextToken: string | undefined;
        do {
          const input = {
            stateMachineArn,
            maxResults: 1000,
            ...(nextToken === undefined ? {} : { nextToken }),
          };
          const page = Page.parse((await service.handle('ListExecutions', input)).body);
          for (const { executionArn, name, status, startDate, stopDate } of page.executions) {
            const stoppedAt = typeof stopDate === 'number' ? stopDate * 1000 : null;
            byArn.set(executionArn, { executionArn, name, status, startedAt: startDate * 1000, stoppedAt });
          }
          nextToken = page.nextToken ?? undefined;
        } while (nextToken !== undefined);
      }
    },
  };
}
