import { authorise } from '#shared/domain/authorise.ts';
import { type FileCaller, uploadObstacle } from '#shared/domain/decide-upload.ts';
import type { Actor } from '#shared/schema/person.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { FileIn, StoredFile } from '#shared/schema/stored-file.ts';
import { namedActor } from '../api/named-actor.ts';
import { relationOf } from '../api/visible-request.ts';
import { CasebellError } from '../errors.ts';
import { findContact, listStaff } from '../io/directory.ts';
import { findFile } from '../io/file-rows.ts';
import { loadHead } from '../io/load-request.ts';
import type { Table } from '../io/table.ts';
import type { Caller } from './upload-route.ts';

/** An SR that a caller may see, and how they stand to it; `actor` goes by the name that the desk knows. */
export interface Access extends FileCaller {
  readonly request: SupportRequest;
}

/** What the caller has to do with an SR. Throws RequestNotFound where they may not see it. */
export async function accessTo(
  table: Table,
  caller: Caller,
  request: SupportRequest | null | undefined,
): Promise<Access> {
  if (!request) throw new CasebellError('RequestNotFound');
  if (caller.kind === 'ticket') {
    if (caller.ticket.number !== request.number) throw new CasebellError('RequestNotFound');
    return { request, actor: holderOf(request), relation: 'contact' };
  }
  const relation = await relationOf(table, caller.actor, request);
  if (!authorise(caller.actor, 'read', relation)) throw new CasebellError('RequestNotFound');
  return { request, actor: await named(table, caller.actor, request), relation };
}

/** A file that the caller may see, with its SR. Throws UploadNotFound. */
export async function accessToFile(
  table: Table,
  caller: Caller,
  id: string,
): Promise<Access & { readonly file: StoredFile }> {
  const file = await findFile(table, id);
  // A ticket is for uploads that were begun with one: of other files of its SR it learns nothing.
  if (!file || (caller.kind === 'ticket' && file.ticketId === null))
    throw new CasebellError('UploadNotFound');
  try {
    return { ...(await accessTo(table, caller, await loadHead(table, file.number))), file };
  } catch (error) {
    const hidden = error instanceof CasebellError && error.name === 'RequestNotFound';
    throw hidden ? new CasebellError('UploadNotFound') : error;
  }
}

/** Throws the refusal that keeps an upload from going on for this caller, if there is one. */
export function assertOpen(
  file: StoredFile,
  permission: 'sign-parts' | 'complete-upload',
  who: FileCaller,
): asserts file is FileIn<'uploading'> {
  const inTheWay = uploadObstacle(file, permission, who);
  if (inTheWay) throw new CasebellError(inTheWay);
}

/** In whose name a ticket acts: that of the SR's contact, whoever runs it on whatever host. */
function holderOf({ contact }: SupportRequest): Actor {
  return { kind: 'customer', email: contact.email, name: contact.name };
}

async function named(table: Table, actor: Actor, { contact }: SupportRequest): Promise<Actor> {
  if (actor.kind === 'staff') return namedActor(actor, await listStaff(table), null);
  if (actor.kind === 'workflow') return actor;
  return namedActor(
    actor,
    [],
    actor.email === contact.email ? contact : await findContact(table, actor.email),
  );
}
