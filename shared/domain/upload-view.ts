import type { Actor } from '../schema/person.ts';
import type { StoredFile } from '../schema/stored-file.ts';
import type { UploadView } from '../schema/upload.ts';
import { CONCURRENCY } from '../uploads/limits.ts';
import { isSamePerson } from './decide-upload.ts';
import { actorName } from './shown-person.ts';

/** A file as this caller sees it, who is signed in or has a ticket. */
export function uploadView(file: StoredFile, actor: Actor, hasTicket: boolean): UploadView {
  const { id, number, name, size, mtime, fingerprint, partSize, parts, state, createdAt } = file;
  return {
    id,
    number,
    name,
    size,
    mtime,
    fingerprint,
    partSize,
    parts,
    concurrency: CONCURRENCY,
    state,
    digest: 'digest' in file ? file.digest : null,
    reason: 'reason' in file ? file.reason : null,
    createdAt,
    createdBy: actorName(file.by, actor.kind === 'customer' ? 'customer' : 'staff'),
    own: isSamePerson(file.by, actor) && (file.ticketId !== null) === hasTicket,
    byTicket: file.ticketId !== null,
    verifiedAt: 'verifiedAt' in file ? file.verifiedAt : null,
    expiresAt: state === 'uploading' ? file.abortAt : null,
  };
}
