import type { Instant } from '#shared/schema/instant.ts';
import { loadRequest } from '../io/load-request.ts';
import type { WorkflowDeps } from '../workflow/deps.ts';
import { noteOnRequest } from './note-on-request.ts';

/** Whether a promise's clock waits for this SR's confirmation mail: only some packs make that promise. */
export async function awaitsConfirmation(
  number: string,
  { table, policies }: WorkflowDeps,
): Promise<boolean> {
  const loaded = await loadRequest(table, number);
  if (!loaded) return false;
  const { name, version } = loaded.request.pack;
  return (await policies.load(name, version)).pack.confirmationMail !== undefined;
}

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
