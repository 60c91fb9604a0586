import type { Actor } from '../schema/person.ts';
import type { SupportRequest } from '../schema/request.ts';
import type { FileIn, StoredFile } from '../schema/stored-file.ts';
import { authorise, type CustomerRelation, type Permission } from './authorise.ts';
import { accept, type Decision, refuse } from './decision.ts';
import type { RefusalCode } from './refusals.ts';

/** Who wants something of a file, and how they stand to its SR. */
export interface FileCaller {
  readonly actor: Actor;
  readonly relation: CustomerRelation;
}

/** Whether an upload may begin: not to a closed SR, whose customer reopens it first, and none that is too large. */
export function decideUpload(
  request: SupportRequest,
  { id, name, size, ticketId }: Pick<StoredFile, 'id' | 'name' | 'size' | 'ticketId'>,
  { actor, relation }: FileCaller,
  maxBytes: number,
): Decision {
  if (!authorise(actor, 'upload', relation)) return refuse('NotAllowed');
  if (request.status === 'closed') return refuse('RequestClosed');
  if (size > maxBytes) return refuse('FileTooLarge');
  return accept({ type: 'FileUploadStarted', fileId: id, name, size, ...withTicket(ticketId) });
}

/** Why an upload does not go on for this caller; null where it does. An SR that was closed meanwhile is no reason. */
export function uploadObstacle(
  file: StoredFile,
  permission: Extract<Permission, 'sign-parts' | 'complete-upload'>,
  { actor, relation }: FileCaller,
): RefusalCode | null {
  if (!authorise(actor, permission, relation)) return 'NotAllowed';
  // Two people who send parts of one file would spoil it for each other.
  if (!isSamePerson(file.by, actor)) return 'NotYourUpload';
  return openObstacle(file);
}

/** Whether an upload is aborted: one's own, or by the desk that of anybody. */
export function decideAbort(file: StoredFile, { actor, relation }: FileCaller): Decision {
  if (!authorise(actor, 'abort-upload', relation)) return refuse('NotAllowed');
  if (!isSamePerson(file.by, actor) && !authorise(actor, 'abort-upload-of-others', relation))
    return refuse('NotYourUpload');
  const inTheWay = openObstacle(file);
  return inTheWay ? refuse(inTheWay) : accept(abortedFact(file));
}

/** Whether a file is handed out: only what was verified. */
export function decideDownload(file: StoredFile, { actor, relation }: FileCaller): Decision {
  if (!authorise(actor, 'download', relation)) return refuse('NotAllowed');
  if (file.state !== 'verified') return refuse('FileNotVerified');
  return accept({ type: 'FileDownloaded', fileId: file.id, name: file.name });
}

/** The fact that an upload was aborted. */
export function abortedFact({ id, name }: StoredFile) {
  return { type: 'FileUploadAborted', fileId: id, name } as const;
}

/** The fact that a file is whole. */
export function uploadedFact({ id, name, size, digest, ticketId }: FileIn<'verifying'>) {
  return { type: 'FileUploaded', fileId: id, name, size, digest, ...withTicket(ticketId) } as const;
}

/** With which ticket, where it was with one: it acts in the name of the contact, who may have been nowhere near. */
function withTicket(ticketId: string | null): { readonly ticketId?: string } {
  return ticketId === null ? {} : { ticketId };
}

function openObstacle({ state }: StoredFile): RefusalCode | null {
  if (state === 'uploading') return null;
  return state === 'verifying' || state === 'verified' ? 'AlreadyComplete' : 'UploadEnded';
}

/** Whether two are one person; the workflow is nobody. */
export function isSamePerson(one: Actor, other: Actor): boolean {
  return one.kind !== 'workflow' && other.kind !== 'workflow' && one.email === other.email;
}
