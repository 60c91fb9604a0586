/** A failure inside an execution, as Retry and Catch see it. `error` is missing where a Fail state names none. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly error: string | undefined;
  override readonly cause: string | undefined;
  /** A missed heartbeat is recorded as States.Timeout, and answers to States.HeartbeatTimeout as well. */
  readonly heartbeat: boolean;

  constructor(error: string | undefined, cause: string | undefined, heartbeat = false) {
    super(`${error ?? 'failed'}: ${cause ?? ''}`);
    this.error = error;
    this.cause = cause;
    this.heartbeat = heartbeat;
  }

  /** `$states.errorOutput`, and the output of a Catch that names none. */
  get output(): { Error: string; Cause?: string } {
    return {
      Error: this.error ?? '',
      ...(this.cause === undefined ? {} : { Cause: this.cause }),
    };
  }
}

/** What a task threw, as a failure. Tasks throw `{error, cause}`; a plain Error keeps its name and message. */
export function failureOf(thrown: unknown): StateFailure {
  if (thrown instanceof StateFailure) return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'error' in thrown) {
    const cause = 'cause' in thrown && thrown.cause !== undefined ? String(thrown.cause) : undefined;
    return new StateFailure(String(thrown.error), cause);
  }
  if (thrown instanceof Error) return new StateFailure(thrown.name, thrown.message);
  return new StateFailure('States.TaskFailed', String(thrown));
}

/** The execution was stopped while this part of it ran; nothing in a definition can catch it. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** The largest payload, task result or variable, in bytes of UTF-8 (Step Functions quotas). */
const MAX_PAYLOAD_BYTES = 262_144;

/** Throws States.DataLimitExceeded where a payload is larger than 256 KiB. `where` is the state or task named. */
export function checkPayloadSize(value: unknown, where: string): void {
  const text = JSON.stringify(value) ?? '';
  if (text.length * 3 <= MAX_PAYLOAD_BYTES || Buffer.byteLength(text) <= MAX_PAYLOAD_BYTES) return;
  throw new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${where}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
