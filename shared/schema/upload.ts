import * as z from 'zod/mini';
import { shownFileName } from '../uploads/file-name.ts';
import { LARGEST_FILE, MAX_PARTS, MAX_SIGNED_PARTS } from '../uploads/limits.ts';
import { Instant, WrittenInstant } from './instant.ts';
import { RequestNumber } from './request-number.ts';
import { line } from './text.ts';

/** The id of an upload, and of a ticket: a ULID, upper case. */
export const UploadId = z
  .string()
  .check(z.regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'must be an id of 26 characters'));

/** What an upload ticket is known by: 160 bits of chance, of which only the hash is stored. */
export const TicketSecret = z
  .string()
  .check(z.regex(/^[0-9a-hjkmnp-tv-z]{32}$/, 'must be a ticket of 32 characters'));

/** A SHA-256 in hex. */
export const Sha256 = z
  .string()
  .check(z.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 of 64 hex digits in lower case'));

/** The digest of a file: the SHA-256 over the SHA-256 of its parts, and how many parts there are. */
export const Digest = z
  .string()
  .check(
    z.regex(/^[0-9a-f]{64}-(0|[1-9]\d{0,3})$/, 'must be 64 hex digits, a hyphen and the number of parts'),
  );

/** A part by its place in the file, from 1. */
export const PartNumber = z.int().check(z.gte(1), z.lte(MAX_PARTS));

/**
 * The body of `POST …/uploads`. The same values by the same person are the same upload, as long as it goes on; with a
 * ticket also after it is complete, so that a command which is run again does not send the file again.
 */
export const CreateUpload = z.strictObject({
  /** The file's own name; what is invisible in it is left out. */
  name: z.pipe(
    z.string().check(z.minLength(1), z.maxLength(1024)),
    z.transform((name) => shownFileName(name)),
  ),
  /** In bytes. */
  size: z.int().check(z.gte(0), z.lte(LARGEST_FILE)),
  /** When the file was last changed, to tell whether it is still the same. */
  mtime: WrittenInstant,
  /** Whatever else tells the client that it has the same file before it. */
  fingerprint: line(128),
  /** With a ticket: begin another upload although one of these values is complete. Signed in it is always so. */
  anew: z.optional(z.boolean()),
});
export type CreateUpload = z.infer<typeof CreateUpload>;

/** The body of `POST …/parts:sign`: each part once, with the SHA-256 that S3 is to check it against. */
export const SignParts = z.strictObject({
  parts: z.array(z.strictObject({ n: PartNumber, sha256: Sha256 })).check(
    z.minLength(1),
    z.maxLength(MAX_SIGNED_PARTS),
    z.refine((parts) => new Set(parts.map(({ n }) => n)).size === parts.length, 'names a part twice'),
  ),
});

export const CompleteUpload = z.strictObject({ digest: Digest });

export const UPLOAD_STATES = ['uploading', 'verifying', 'verified', 'failed', 'aborted', 'deleted'] as const;
export const UploadState = z.enum(UPLOAD_STATES);
export type UploadState = z.infer<typeof UploadState>;

/** A file of an SR and how far it has come, as everybody sees it who sees the SR. */
export const UploadView = z.object({
  id: UploadId,
  number: RequestNumber,
  name: z.string(),
  size: z.int(),
  mtime: Instant,
  fingerprint: z.string(),
  partSize: z.int(),
  parts: z.int(),
  /** Parts to send at once, by kind of client. */
  concurrency: z.object({ browser: z.int(), cli: z.int(), sh: z.int() }),
  state: UploadState,
  /** As the uploader computed it; once verified, as S3 did too. */
  digest: z.nullable(Digest),
  /** Why it failed. */
  reason: z.nullable(z.string()),
  createdAt: Instant,
  createdBy: z.string(),
  /** Whether whoever asks began it, and as they ask now, signed in or with a ticket: `POST` goes on with no other. */
  own: z.boolean(),
  /** Whether it was begun with an upload ticket, on some host, and not by `createdBy` signed in. */
  byTicket: z.boolean(),
  verifiedAt: z.nullable(Instant),
  /** When it is aborted, unless completed by then: seven days after its parts were last signed, 28 at most after its begin. */
  expiresAt: z.nullable(Instant),
});
export type UploadView = z.infer<typeof UploadView>;

export const UploadList = z.object({ items: z.array(UploadView) });

/** A URL to PUT one part to: with exactly these headers, and its bytes. */
export const SignedPart = z.object({
  n: PartNumber,
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  expiresAt: Instant,
});
export type SignedPart = z.infer<typeof SignedPart>;
export const SignedParts = z.object({ items: z.array(SignedPart) });

/** Which parts to list: those after `after`. */
export const PartsQuery = z.strictObject({
  after: z.optional(
    z.pipe(z.string().check(z.regex(/^(0|[1-9]\d{0,3})$/, 'must be a part number')), z.transform(Number)),
  ),
});

/** A part that S3 has: its size and SHA-256 are what resuming compares with the file. */
export const StoredPart = z.object({ n: PartNumber, size: z.int(), sha256: Sha256 });
export type StoredPart = z.infer<typeof StoredPart>;
/** One page of parts; `next` is the `after` of the next one, null at the end. */
export const PartPage = z.object({ items: z.array(StoredPart), next: z.nullable(z.int()) });
export type PartPage = z.infer<typeof PartPage>;

/** Where to GET a file from, for five minutes. */
export const Download = z.object({
  url: z.string(),
  /** What the download is called. */
  name: z.string(),
  size: z.int(),
  digest: Digest,
  expiresAt: Instant,
});

/** A ticket at the moment it is issued: the only time its secret is told. */
export const IssuedTicket = z.object({
  ticketId: UploadId,
  url: z.string(),
  /** The line to run on the host, before the file's name. */
  command: z.string(),
  expiresAt: Instant,
});

export const TicketView = z.object({
  ticketId: UploadId,
  createdAt: Instant,
  createdBy: z.string(),
  expiresAt: Instant,
  revokedAt: z.nullable(Instant),
  /** When an upload was last begun with it. */
  usedAt: z.nullable(Instant),
});
export type TicketView = z.infer<typeof TicketView>;
export const TicketList = z.object({ items: z.array(TicketView) });
export const RevokedTicket = z.object({ ticketId: UploadId, revokedAt: Instant });
