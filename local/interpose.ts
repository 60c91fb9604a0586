import type { HttpAnswer } from './api-gateway/answer.ts';
import type { S3Settings } from './s3/s3.ts';
import type { Mail, OutgoingMail } from './ses/mail.ts';
import type { StreamRecord } from './streams/stream-record.ts';

/** A stream delivery that a hook may change: which function, through which mapping. */
export interface Delivery {
  readonly functionId: string;
  readonly mappingId: string;
}

/** A request to the HTTP API, as it came. */
export interface HttpCall {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  /** The value of the authorization header. */
  readonly authorization: string | undefined;
}

/**
 * Hooks with which a test injects faults; each may call `next` never, once or often, with other data, or later.
 * What a hook returns or throws is taken for what the call did.
 */
export interface Interpose {
  /** Around every request to the HTTP API; an answer of undefined cuts the connection. */
  readonly http?: (
    call: HttpCall,
    next: () => Promise<HttpAnswer | undefined>,
  ) => Promise<HttpAnswer | undefined>;
  /** Around every run of a function, whoever asked for it. */
  readonly invoke?: (
    functionId: string,
    event: unknown,
    next: (event: unknown) => Promise<unknown>,
  ) => Promise<unknown>;
  /** Around every batch a stream hands to a function; the result is the function's answer. */
  readonly deliver?: (
    delivery: Delivery,
    records: readonly StreamRecord[],
    next: (records: readonly StreamRecord[]) => Promise<unknown>,
  ) => Promise<unknown>;
  /** Around every mail that SES accepts; `next` puts it into the mailbox. */
  readonly send?: (mail: OutgoingMail, next: () => Mail) => Promise<Mail> | Mail;
  /** Asked about every request to S3: the fault to inject into it, if any. */
  readonly s3?: NonNullable<S3Settings['interpose']>;
}
