import * as z from 'zod/mini';

/** What Lambda answers for a function that threw, as the payload of `FunctionError: Unhandled`. */
export const FunctionErrorPayload = z.looseObject({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.optional(z.array(z.string())),
});
export type FunctionErrorPayload = z.infer<typeof FunctionErrorPayload>;

/** A function failed: it threw, ran out of time, ended its process or could not start. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly functionId: string;
  readonly payload: FunctionErrorPayload;

  constructor(functionId: string, payload: FunctionErrorPayload) {
    super(`${functionId} failed: ${payload.errorType}: ${payload.errorMessage}`);
    this.functionId = functionId;
    this.payload = payload;
  }
}
