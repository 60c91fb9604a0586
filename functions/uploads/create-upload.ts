import { uploadView } from '#shared/domain/upload-view.ts';
import { type Instant, toMs } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { StoredFile } from '#shared/schema/stored-file.ts';
import type { CreateUpload, UploadView } from '#shared/schema/upload.ts';
import type { Table } from '../io/table.ts';
import { loadTicket } from '../io/tickets.ts';
import { accessTo } from './access.ts';
import { type Beginner, beginFile } from './begin-file.ts';
import { assertGood } from './ticket-caller.ts';
import type { Caller, UploadDeps } from './upload-route.ts';

/**
 * Begins an upload, or answers with the one of the same values that is under way: a client that lost its answer, or its
 * state, goes on where it was. Also with the one that is complete, unless `anew` is asked for: a command that is run
 * again, or beside another, would send everything a second time.
 */
export async function createUpload(
  { number, body, caller, now }: { number: string; body: CreateUpload; caller: Caller; now: Instant },
  deps: UploadDeps,
): Promise<UploadView> {
  const { file, actor } = await beginFile(
    {
      number,
      body,
      now,
      whole: false,
      who: (request) => beginner(caller, request, now, deps.table),
      goesOn: (same) =>
        same.state === 'uploading' ? toMs(same.abortAt) > toMs(now) : body.anew !== true && isComplete(same),
    },
    deps,
  );
  return uploadView(file, actor, caller.kind === 'ticket');
}

function isComplete({ state }: StoredFile): boolean {
  return state === 'verifying' || state === 'verified';
}

/** Who begins it; a ticket is looked at once more, with the SR, since its use is noted in the same transaction. */
async function beginner(
  caller: Caller,
  request: SupportRequest,
  now: Instant,
  table: Table,
): Promise<Beginner> {
  const { actor, relation } = await accessTo(table, caller, request);
  if (caller.kind === 'person') return { actor, relation, ticket: null };
  const ticket = await loadTicket(table, caller.ticket);
  assertGood(ticket, now);
  return { actor, relation, ticket };
}
