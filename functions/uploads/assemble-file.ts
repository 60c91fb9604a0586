import { createHash } from 'node:crypto';
import type { LabelKey } from '#shared/locales/catalogue.ts';
import type { FileIn } from '#shared/schema/stored-file.ts';
import { compareParts } from '#shared/uploads/compare-parts.ts';
import { announcedParts } from '../io/announced-parts.ts';
import { completeMultipart, listAllParts, MultipartGone } from '../io/multipart.ts';
import { describeObject, putWhole } from '../io/objects.ts';
import { multipartOf } from './multipart-of.ts';
import type { BucketDeps } from './upload-route.ts';

/** What can be wrong with a file that was said to be whole: label keys, which every language has words for. */
export type FailureReason = Extract<LabelKey, 'parts-replaced' | 'file-removed' | 'file-differs'>;

/**
 * Has S3 put a file together of its parts, and compares what lies there with what was announced: the parts by number,
 * size and hash before, the whole by size and checksum after. Null where all is right, else what is wrong.
 */
export async function assembleFile(
  file: FileIn<'verifying'>,
  deps: BucketDeps,
): Promise<FailureReason | null> {
  const announced = await announcedParts(deps.table, file.id);
  if (file.size === 0) await putWhole(deps.bucket, file.key, new Uint8Array(), NOTHING);
  else if ((await putTogether(file, announced, deps)) === 'refused') return 'parts-replaced';
  const stored = await describeObject(deps.bucket, file.key);
  if (!stored) return 'file-removed';
  const right = stored.size === file.size && stored.checksum === checksumOf(file, announced);
  return right ? null : 'file-differs';
}

async function putTogether(
  file: FileIn<'verifying'>,
  announced: ReadonlyMap<number, string>,
  { bucket }: BucketDeps,
): Promise<'done' | 'refused'> {
  const multipart = multipartOf(file);
  // Stored as a whole by the server itself, before it was called complete.
  if (!multipart) return 'done';
  try {
    const parts = await listAllParts(bucket, multipart);
    // A URL that is still good may have replaced a part since the uploader completed the file.
    const { missing, mismatched } = compareParts(file.size, file, announced, parts);
    if (missing.length + mismatched.length > 0) return 'refused';
    return await completeMultipart(bucket, multipart, parts);
  } catch (error) {
    // An earlier try was cut off after S3 had done it; whether it had, the file itself tells.
    if (error instanceof MultipartGone) return 'done';
    throw error;
  }
}

/** The checksum S3 has of the file: the composite one, our digest, of parts; the plain one of what came as a whole. */
function checksumOf(
  { digest, s3UploadId }: FileIn<'verifying'>,
  announced: ReadonlyMap<number, string>,
): string {
  return s3UploadId === null ? (announced.get(1) ?? NOTHING) : digest;
}

const NOTHING = createHash('sha256').digest('hex');
