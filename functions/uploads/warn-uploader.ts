import type { OutboxMail } from '#shared/domain/mails.ts';
import { toMs } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { FileIn } from '#shared/schema/stored-file.ts';
import type { Table } from '../io/table.ts';
import { mailAboutFile, uploaderOf } from './mail-to-uploader.ts';

/** The mail that tells an uploader that what has arrived of a file is about to be removed: once for each end; null for who is no more. */
export async function expiryWarning(
  file: FileIn<'uploading'>,
  request: SupportRequest,
  table: Table,
): Promise<OutboxMail | null> {
  const uploader = await uploaderOf(file, request, table);
  if (!uploader) return null;
  const { side, to } = uploader;
  const { number, subject } = request;
  const about = { number, subject, file: file.name, expiresAt: file.abortAt };
  return mailAboutFile(
    file,
    to,
    side === 'staff'
      ? { kind: 'upload-expiring-staff', side, ...about }
      : { kind: 'upload-expiring', side, ...about },
    String(toMs(file.abortAt)),
  );
}
