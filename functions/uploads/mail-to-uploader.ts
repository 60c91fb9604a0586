import { type OutboxMail, type Recipient, staffRecipient } from '#shared/domain/mails.ts';
import type { MailContent } from '#shared/schema/mail.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { StoredFile } from '#shared/schema/stored-file.ts';
import { findContact, listStaff } from '../io/directory.ts';
import type { Table } from '../io/table.ts';

/** Who uploaded a file, as the reader of a mail; `side` is whose words it is written in. */
export interface Uploader {
  readonly side: 'customer' | 'staff';
  readonly to: Recipient;
}

/** Who is written to about a file: its uploader, or of a ticket the SR's contact; null for who is no more. */
export async function uploaderOf(
  { by }: Pick<StoredFile, 'by'>,
  request: SupportRequest,
  table: Table,
): Promise<Uploader | null> {
  if (by.kind === 'workflow') return null;
  if (by.kind === 'staff') return { side: 'staff', to: staffRecipient(by.email, await listStaff(table)) };
  const contact = by.email === request.contact.email ? request.contact : await findContact(table, by.email);
  if (!contact) return null;
  const { email, name, language, zone } = contact;
  return { side: 'customer', to: { email, name, language, zone } };
}

/**
 * A mail about a file that no event caused. The same file and kind always make the same id, so that a repeated
 * transaction cannot send twice; `occasion` tells mails apart that are sent once each (letters and digits).
 */
export function mailAboutFile(
  { id }: Pick<StoredFile, 'id'>,
  to: Recipient,
  content: MailContent,
  occasion = '',
): OutboxMail {
  return { id: `00000000-${content.kind}-${id}${occasion}`, to, content };
}
