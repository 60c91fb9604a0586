import { createHash } from 'node:crypto';
import { decideUpload, type FileCaller } from '#shared/domain/decide-upload.ts';
import { firstEnd } from '#shared/domain/upload-end.ts';
import { type Instant, toMs } from '#shared/schema/instant.ts';
import type { Actor } from '#shared/schema/person.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { StoredFile } from '#shared/schema/stored-file.ts';
import type { CreateUpload } from '#shared/schema/upload.ts';
import { planParts } from '#shared/uploads/part-plan.ts';
import { ID_BYTES, makeUploadId } from '#shared/uploads/upload-id.ts';
import { CasebellError } from '../errors.ts';
import { AlreadyExists, QuotaUsed } from '../io/commit.ts';
import { findSameUpload, newFileParts } from '../io/file-rows.ts';
import { abortMultipart, beginMultipart, type Multipart } from '../io/multipart.ts';
import { reserveParts } from '../io/quotas.ts';
import { type Ticket, usedTicketPart } from '../io/tickets.ts';
import { changeRequest, type Step } from './change-request.ts';
import { noRoom, tooLarge } from './no-room.ts';
import type { FileDeps } from './upload-route.ts';

/** Who begins a file, and with which ticket, if with one. */
export interface Beginner extends FileCaller {
  readonly ticket: Ticket | null;
}

/** A file that is to be begun. */
export interface Beginning {
  readonly number: string;
  readonly body: CreateUpload;
  readonly now: Instant;
  /** Whether its bytes come as a whole, and not in parts. */
  readonly whole: boolean;
  /** Asked with the SR as it is when the file is begun; throws where they may not. */
  who(request: SupportRequest): Promise<Beginner>;
  /** Whether a file of the same values is gone on with; else another one is begun. */
  goesOn(same: StoredFile): boolean;
}

/** The file that was begun, or gone on with, and by whom. */
export interface Begun {
  readonly file: StoredFile;
  readonly actor: Actor;
}

/**
 * Begins a file, or finds the one of the same values to go on with.
 *
 * First S3, then the transaction. A crash in between leaves a multipart upload without parts, which costs nothing and
 * is removed by the bucket's own rule; the other way round there would be an upload that takes no parts.
 */
export async function beginFile(beginning: Beginning, deps: FileDeps): Promise<Begun> {
  const { number, now } = beginning;
  const made: Made = { id: makeUploadId(toMs(now), deps.random(ID_BYTES)), multipart: null };
  try {
    const begun = await changeRequest(deps, number, now, (request) => look(beginning, made, request, deps));
    if (begun.file.id !== made.id) await discard(made, deps);
    return begun;
  } catch (error) {
    if (error instanceof QuotaUsed) {
      await discard(made, deps);
      throw await noRoom(error.what, { number, size: beginning.body.size }, deps);
    }
    // Somebody begins the very same file at this moment and came first: theirs is the one.
    if (error instanceof AlreadyExists && error.what === 'upload') {
      await discard(made, deps);
      return beginFile(beginning, deps);
    }
    if (error instanceof CasebellError) await discard(made, deps);
    // After any other error nobody knows whether the transaction was stored.
    throw error;
  }
}

/** What is made only once, however often the SR has to be looked at. */
interface Made {
  readonly id: string;
  multipart: Multipart | null;
}

/** Gives up a multipart upload that came to belong to nothing. */
async function discard({ multipart }: Made, { bucket }: FileDeps): Promise<void> {
  if (multipart) await abortMultipart(bucket, multipart);
}

async function look(
  { number, body, now, whole, who, goesOn }: Beginning,
  made: Made,
  request: SupportRequest,
  { table, bucket, limits }: FileDeps,
): Promise<Step<Begun>> {
  const { actor, relation, ticket } = await who(request);
  const { name, size, mtime, fingerprint } = body;
  const ticketId = ticket?.ticketId ?? null;
  const begun = { id: made.id, name, size, ticketId };
  const decision = decideUpload(request, begun, { actor, relation }, limits.fileBytes);
  // One that is under way goes on although its request was closed meanwhile.
  if (!decision.ok && decision.refusal === 'FileTooLarge') throw tooLarge(size, { limits });
  if (!decision.ok && decision.refusal !== 'RequestClosed') throw new CasebellError(decision.refusal);
  const hash = sameness(body, actor, ticket !== null);
  const same = await findSameUpload(table, number, hash);
  if (same && goesOn(same)) return { outcome: { file: same, actor } };
  if (!decision.ok) throw new CasebellError(decision.refusal);

  const key = `sr/${number}/${made.id}`;
  if (size > 0 && !whole) made.multipart ??= await beginMultipart(bucket, key);
  const file: StoredFile = {
    state: 'uploading',
    id: made.id,
    number,
    accountId: request.accountId,
    name,
    size,
    mtime,
    fingerprint,
    key,
    s3UploadId: made.multipart?.uploadId ?? null,
    ...planParts(size),
    by: actor,
    ticketId,
    createdAt: now,
    abortAt: firstEnd(now),
  };
  const parts = [
    ...newFileParts(table.name, file, hash, same),
    ...reserveParts(table.name, file, limits),
    ...(ticket ? [usedTicketPart(table.name, ticket, now)] : []),
  ];
  return { outcome: { file, actor }, change: { facts: decision.facts, by: actor, parts } };
}

/** What makes two files of an SR the same one: their values, and who uploads, with a ticket or without. */
function sameness({ name, size, mtime, fingerprint }: CreateUpload, by: Actor, withTicket: boolean): string {
  const who = by.kind === 'workflow' ? '' : by.email;
  const values = [name, size, mtime, fingerprint, who, withTicket];
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}
