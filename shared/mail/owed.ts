import type { FactKey } from '#shared/locales/catalogue.ts';
import type { Instant } from '#shared/schema/instant.ts';
import type { ResponseClock } from '#shared/schema/mail.ts';
import { plainStep, type Step, type Words } from './draft.ts';

const DUE_FACT: Readonly<Record<ResponseClock, FactKey>> = {
  'first-response': 'firstResponseDue',
  answer: 'answerDue',
  'call-back': 'callBackDue',
};

/** What a mail says of the first word that staff owe the customer. */
export type Owed = {
  readonly clock: string;
  /** Empty where nothing is due: also once the word was given, so that nothing may be said of it then. */
  readonly due: string;
  readonly dueFacts: readonly (readonly [FactKey, string])[];
  /** The sentence that says by when; none where nothing is due. */
  steps(say: 'due' | 'now'): readonly Step[];
};

/** By when the first word is due, in the reader's words. */
export function owed(
  mail: { readonly responseClock: ResponseClock; readonly firstResponseDueAt: Instant | null },
  words: Words,
): Owed {
  const { clocks, owed: sentences } = words.catalogue;
  const clock = clocks[mail.responseClock];
  if (mail.firstResponseDueAt === null) return { clock, due: '', dueFacts: [], steps: () => [] };
  const due = words.instant(mail.firstResponseDueAt);
  return {
    clock,
    due,
    dueFacts: [[DUE_FACT[mail.responseClock], due]],
    steps: (say) => [plainStep(sentences[say])],
  };
}
