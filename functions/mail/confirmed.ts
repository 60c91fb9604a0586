import type { Instant } from '#shared/schema/instant.ts';
import type { WorkflowDeps } from '../workflow/deps.ts';
import { noteOnRequest } from './note-on-request.ts';

/**
 * Notes on the SR that SES took its confirmation mail, which ends that promise's clock (FIL-5). Where the pack does
 * not promise the mail nothing is noted: it would cost a write and move no clock.
 */
export async function noteConfirmed(
  number: string,
  mailId: string,
  at: Instant,
  deps: WorkflowDeps,
): Promise<void> {
  await noteOnRequest(
    {
      number,
      claim: `confirmed/${mailId}`,
      at,
      factOf: ({ marks }, { pack }) =>
        pack.confirmationMail && !marks.some(({ type }) => type === 'confirmed')
          ? { type: 'ConfirmationSent', mailId }
          : null,
    },
    deps,
  );
}
