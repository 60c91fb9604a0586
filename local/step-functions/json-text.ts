import { StepFunctionsError } from './api-error.ts';
import type { Json } from './json.ts';

const MAX_TEXT_BYTES = 262_144;

/** Parses JSON text of at most 256 KiB, or throws the named API error. */
export function jsonOf(text: string, code: string, says: string): Json {
  if (Buffer.byteLength(text) > MAX_TEXT_BYTES) {
    throw new StepFunctionsError(code, `${says}: '${text.length} characters are more than 256 KiB'`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StepFunctionsError(
      code,
      `${says}: '${error instanceof Error ? error.message : String(error)}'`,
    );
  }
}
