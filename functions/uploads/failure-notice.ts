import type { OutboxMail } from '#shared/domain/mails.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { StoredFile } from '#shared/schema/stored-file.ts';
import type { Table } from '../io/table.ts';
import type { FailureReason } from './assemble-file.ts';
import { mailAboutFile, uploaderOf } from './mail-to-uploader.ts';

/** The mail that tells an uploader why a file could not be verified, and what to do; null for who is no more. */
export async function failureNotice(
  file: StoredFile,
  reason: FailureReason,
  request: SupportRequest,
  table: Table,
): Promise<OutboxMail | null> {
  const uploader = await uploaderOf(file, request, table);
  if (!uploader) return null;
  const { side, to } = uploader;
  const { number, subject } = request;
  const about = { number, subject, file: file.name, reason };
  return mailAboutFile(
    file,
    to,
    side === 'staff'
      ? { kind: 'file-failed-staff', side, ...about }
      : { kind: 'file-failed', side, ...about },
  );
}
