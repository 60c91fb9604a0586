import { type OutboxMail, staffRecipient } from '#shared/domain/mails.ts';
import type { MailContent } from '#shared/schema/mail.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { FileIn } from '#shared/schema/stored-file.ts';
import { findContact, listStaff } from '../io/directory.ts';
import type { Table } from '../io/table.ts';

/** The mail that tells an uploader that what has arrived of a file is about to be removed; null for who is no more. */
export async function expiryWarning(
  file: FileIn<'uploading'>,
  request: SupportRequest,
  table: Table,
): Promise<OutboxMail | null> {
  const { by, id, name } = file;
  const about = { number: request.number, subject: request.subject, file: name, expiresAt: file.abortAt };
  // No event caused it; the same upload always makes the same id.
  const mail = (to: OutboxMail['to'], content: MailContent): OutboxMail => ({
    id: `00000000-${content.kind}-${id}`,
    to,
    content,
  });
  if (by.kind === 'staff') {
    const to = staffRecipient(by.email, await listStaff(table));
    return mail(to, { kind: 'upload-expiring-staff', side: 'staff', ...about });
  }
  if (by.kind === 'workflow') return null;
  const contact = by.email === request.contact.email ? request.contact : await findContact(table, by.email);
  if (!contact) return null;
  const { email, language, zone } = contact;
  return mail(
    { email, name: contact.name, language, zone },
    { kind: 'upload-expiring', side: 'customer', ...about },
  );
}
