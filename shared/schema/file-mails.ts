import * as z from 'zod/mini';
import { Instant } from './instant.ts';
import { Line, Reason, toCustomer, toStaff } from './mail-fields.ts';

/** To the customer: staff have added a file. */
export const FileShared = z.object({
  kind: z.literal('file-shared'),
  ...toCustomer,
  author: Line,
  file: Line,
});

/** To a customer who uploads: what has arrived is about to be removed. */
export const UploadExpiring = z.object({
  kind: z.literal('upload-expiring'),
  ...toCustomer,
  file: Line,
  expiresAt: Instant,
});

/** To a customer who uploaded: the file could not be verified. */
export const FileFailed = z.object({
  kind: z.literal('file-failed'),
  ...toCustomer,
  file: Line,
  reason: Reason,
});

/** To the engineer: the customer has sent a file. */
export const FileReceived = z.object({
  kind: z.literal('file-received'),
  ...toStaff,
  author: Line,
  file: Line,
  /** It came with an upload ticket, in the author's name. */
  byTicket: z.optional(z.boolean()),
});

/** To staff who upload: what has arrived is about to be removed. */
export const UploadExpiringStaff = z.object({
  kind: z.literal('upload-expiring-staff'),
  ...toStaff,
  file: Line,
  expiresAt: Instant,
});

/** To staff who uploaded: the file could not be verified. */
export const FileFailedStaff = z.object({
  kind: z.literal('file-failed-staff'),
  ...toStaff,
  file: Line,
  reason: Reason,
});
