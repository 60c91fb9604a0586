import type { LocalClock } from '#local/clock.ts';
import type { Mail } from '#local/ses/mail.ts';
import type { Message } from '#local/ses/message.ts';
import type { DeskRecords } from './records.ts';

/** An execution of the state machine; instants are epoch milliseconds. */
export interface ExecutionRow {
  readonly name: string;
  readonly status: string;
  readonly startedAt: number;
  readonly stoppedAt: number | null;
}

/** An event of an execution, as GetExecutionHistory names it. */
export interface ExecutionEvent {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly type: string;
  readonly [details: string]: unknown;
}

/** Everything the control room shows, and the one thing it does: move time. */
export interface PagesSource {
  readonly clock: Pick<LocalClock, 'now' | 'frozen' | 'nextTimer'>;
  /** Addresses worth knowing, in the order to show them. */
  addresses(): readonly { readonly name: string; readonly url: string; readonly about: string }[];
  /** The desk's own address, without a slash at the end. */
  deskUrl(): string;
  /** The origin of the local S3: where files are sent to, and taken from. */
  s3Url(): string;
  /** Moves time to an instant (epoch milliseconds), living through everything that is due on the way. */
  advanceTo(instantMs: number): Promise<void>;
  readonly records: DeskRecords;
  executions(): readonly ExecutionRow[];
  /** Undefined when there is no execution of this name. */
  history(name: string): readonly ExecutionEvent[] | undefined;
  readonly mailbox: {
    mails(): readonly Mail[];
    message(id: string): Message | undefined;
    raw(id: string): Buffer | undefined;
  };
}
