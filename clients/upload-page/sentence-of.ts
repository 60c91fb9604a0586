import { DeskBusy, DeskRefused, DeskUnreachable } from '../upload/desk-errors.ts';

/** What to say of a call of the desk that did not succeed. Throws what is a defect. */
export function sentenceOf(error: unknown): string {
  if (error instanceof DeskRefused) return error.message;
  if (error instanceof DeskBusy) return 'The desk is busy just now. Try again in a minute.';
  if (error instanceof DeskUnreachable)
    return 'The desk does not answer. See that you are online, and try again.';
  throw error;
}
