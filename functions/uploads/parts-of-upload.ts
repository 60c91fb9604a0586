import type { FileCaller } from '#shared/domain/decide-upload.ts';
import { laterEnd } from '#shared/domain/upload-end.ts';
import type { Instant } from '#shared/schema/instant.ts';
import type { FileIn } from '#shared/schema/stored-file.ts';
import type { PartPage, SignedPart } from '#shared/schema/upload.ts';
import { partRange } from '#shared/uploads/part-plan.ts';
import { CasebellError } from '../errors.ts';
import { announceParts } from '../io/announced-parts.ts';
import { loadFile, putOffEnd } from '../io/file-rows.ts';
import { listParts, MultipartGone } from '../io/multipart.ts';
import { signPart } from '../io/signed-urls.ts';
import type { Table } from '../io/table.ts';
import { abortFile, WORKFLOW } from './abort-file.ts';
import { accessToFile, assertOpen } from './access.ts';
import { multipartOf } from './multipart-of.ts';
import type { Caller, UploadDeps } from './upload-route.ts';

interface PartToSign {
  readonly n: number;
  readonly sha256: string;
}

/**
 * URLs to send parts to; who asks for them goes on with the upload, so its end is put off. The hashes are remembered
 * before anything is signed, so there is never a URL for a part that would not be recognised afterwards; what is signed
 * again replaces what was announced before.
 */
export async function signUploadParts(
  { id, parts, caller, now }: { id: string; parts: readonly PartToSign[]; caller: Caller; now: Instant },
  deps: UploadDeps,
): Promise<{ items: SignedPart[] }> {
  const { file, ...who } = await accessToFile(deps.table, caller, id);
  assertOpen(file, 'sign-parts', who);
  const multipart = multipartOf(file);
  const beyond = parts.find(({ n }) => n > file.parts);
  if (beyond || !multipart) {
    const has = file.parts === 1 ? '1 part' : `${file.parts} parts`;
    throw new CasebellError(
      'NoSuchPart',
      `There is no part ${(beyond ?? parts[0])?.n}; the file has ${has}.`,
    );
  }
  await goOn(file, who, now, deps.table);
  await announceParts(deps.table, file, parts);
  const items = await Promise.all(
    parts.map(({ n, sha256 }) => {
      const { length } = partRange(n, file.size, file.partSize);
      return signPart(deps.bucket, multipart, { n, length, sha256 }, now);
    }),
  );
  return { items };
}

/** Puts the end of an upload off, if it is time to. Throws the refusal where the upload ended at this moment. */
async function goOn(file: FileIn<'uploading'>, who: FileCaller, now: Instant, table: Table): Promise<void> {
  const end = laterEnd(file, now);
  if (end === null || (await putOffEnd(table, file, end))) return;
  // The sweeper or a completion came first; or another call to sign, which put it off.
  const meanwhile = await loadFile(table, file.number, file.id);
  if (!meanwhile) throw new CasebellError('UploadNotFound');
  assertOpen(meanwhile, 'sign-parts', who);
}

/** One page of the parts that have arrived: what a client compares with its file before it goes on. */
export async function listUploadParts(
  { id, after, caller, now }: { id: string; after: number; caller: Caller; now: Instant },
  deps: UploadDeps,
): Promise<PartPage> {
  const { file, ...who } = await accessToFile(deps.table, caller, id);
  assertOpen(file, 'sign-parts', who);
  const multipart = multipartOf(file);
  if (!multipart) return { items: [], next: null };
  try {
    const { items, next } = await listParts(deps.bucket, multipart, after);
    return { items: items.map(({ n, size, sha256 }) => ({ n, size, sha256 })), next };
  } catch (error) {
    if (!(error instanceof MultipartGone)) throw error;
    // The bucket's own rule may have removed it before the sweeper did; or it was completed at this moment.
    assertOpen(await abortFile(file, WORKFLOW, now, deps), 'sign-parts', who);
    throw error;
  }
}
