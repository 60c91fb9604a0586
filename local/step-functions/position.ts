import type { Json } from './json.ts';

/** What a state is in the middle of; instants are epoch milliseconds and stay as they were first computed. */
export type Step =
  | {
      readonly kind: 'task';
      readonly token?: string;
      readonly deadline?: number;
      readonly heartbeatSeconds?: number;
      heartbeatDue?: number;
      /** The call of a callback task has returned: only its token, or the clock, can end it now. */
      submitted: boolean;
    }
  | { readonly kind: 'backoff'; readonly until: number }
  | { readonly kind: 'wait'; readonly until: number };

export type TaskStep = Extract<Step, { kind: 'task' }>;

/** Where an execution, or a branch of it, stands: everything needed to go on from here after a restart. */
export interface Position {
  readonly state: string;
  readonly input: Json;
  readonly variables: Readonly<Record<string, Json>>;
  readonly enteredAt: number;
  readonly enteredEventId: number;
  /** The event before the entry. */
  readonly entryPreviousId: number;
  lastEventId: number;
  /** Retries made in this visit, one number for each retrier. */
  retries: number[];
  step?: Step | undefined;
}
