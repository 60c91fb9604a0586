/** The desk said no, and would say so again. */
export class DeskRefused extends Error {
  override readonly name = 'DeskRefused';
  readonly code: string;
  /** Parts that the desk misses, and parts whose size or hash is not the declared one. */
  readonly missing: readonly number[];
  readonly mismatched: readonly number[];

  constructor(
    code: string,
    sentence: string,
    parts: { readonly missing: readonly number[]; readonly mismatched: readonly number[] } = {
      missing: [],
      mismatched: [],
    },
  ) {
    super(sentence);
    this.code = code;
    this.missing = parts.missing;
    this.mismatched = parts.mismatched;
  }
}

/** Whether the desk refuses parts because the upload is complete: another run has sent the rest of the file. */
export function isAlreadyComplete(error: unknown): boolean {
  return error instanceof DeskRefused && error.code === 'AlreadyComplete';
}

/** The desk cannot answer just now (408, 429, 5xx). */
export class DeskBusy extends Error {
  override readonly name = 'DeskBusy';
  readonly status: number;
  /** How long the desk asks to be left alone. */
  readonly retryAfterSeconds: number;

  constructor(status: number, retryAfterSeconds: number) {
    super(`The desk answers ${status}.`);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** No answer came at all. */
export class DeskUnreachable extends Error {
  override readonly name = 'DeskUnreachable';
}
