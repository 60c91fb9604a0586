import { toMs } from '../schema/instant.ts';
import type { Mark, SupportRequest } from '../schema/request.ts';

/** What marks change, and what they must know: an escalation's promised updates share the name of the pack's. */
type Marked = Pick<SupportRequest, 'marks' | 'fired' | 'escalation'>;

/**
 * The SR with one more mark. A conversation may last for years, so of it only the present turn is kept: the oldest
 * message without an answer and what answered it, and the last public word of staff with the silence after it.
 */
export function withMark<Request extends Marked>(request: Request, made: Mark): Request {
  const { marks } = request;
  switch (made.type) {
    case 'asked':
      // More messages do not move the clock (targets.md rule 7).
      if (hasOpenTurn(marks)) return request;
      return {
        ...request,
        marks: [...marks.filter(({ type }) => type !== 'asked' && type !== 'answered'), made],
        fired: request.fired.filter((key) => !isBefore(key, 'next-reply', toMs(made.at))),
      };
    case 'answered':
      return hasOpenTurn(marks) ? { ...request, marks: [...marks, made] } : request;
    case 'updated':
      return {
        ...request,
        marks: [...marks.filter((mark) => !isOfUpdate(mark) || isOpenSilence(mark, marks)), made],
        fired: request.escalation
          ? request.fired
          : request.fired.filter((key) => !isBefore(key, 'promised-update', toMs(made.at))),
      };
    case 'silent':
      return { ...request, marks: [...marks, made] };
    case 'heard':
      return isSilent(marks) ? { ...request, marks: [...marks, made] } : request;
    default:
      return { ...request, marks: [...marks, made] };
  }
}

/** Whether a message of the customer waits for an answer. */
function hasOpenTurn(marks: readonly Mark[]): boolean {
  return marks.findLast(({ type }) => type === 'asked' || type === 'answered')?.type === 'asked';
}

function isSilent(marks: readonly Mark[]): boolean {
  return marks.findLast(({ type }) => type === 'silent' || type === 'heard')?.type === 'silent';
}

function isOfUpdate({ type }: Mark): boolean {
  return type === 'updated' || type === 'silent' || type === 'heard';
}

function isOpenSilence(mark: Mark, marks: readonly Mark[]): boolean {
  return mark.type === 'silent' && mark === marks.findLast(isOfSilence) && isSilent(marks);
}

function isOfSilence({ type }: Mark): boolean {
  return type === 'silent' || type === 'heard';
}

/** Whether a ladder step (`clock/due/threshold`) belongs to a due of this clock before `ms`. */
function isBefore(key: string, clock: string, ms: number): boolean {
  const [name, due = ''] = key.split('/');
  return name === clock && Date.parse(due) < ms;
}
