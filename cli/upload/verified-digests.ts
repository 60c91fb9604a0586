import { parsed } from '#clients/upload/desk-api.ts';
import { DeskBusy, DeskRefused, DeskUnreachable } from '#clients/upload/desk-errors.ts';
import { UploadList } from '#shared/schema/upload.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Credentials } from './credentials.ts';
import { createDeskSender } from './desk-sender.ts';

/** The digests of the verified files of that name at a request. Throws CommandFailure where there is none. */
export async function verifiedDigests(
  credentials: Credentials,
  number: string,
  name: string,
): Promise<readonly string[]> {
  const { items } = await listUploads(credentials, number);
  const verified = items.filter((item) => item.state === 'verified' && item.name === name);
  const digests = verified.flatMap(({ digest }) => (digest === null ? [] : [digest]));
  if (digests.length > 0) return digests;
  const others = items.filter(({ state }) => state === 'verified').map((item) => item.name);
  throw new CommandFailure(
    `Request ${number} has no verified file "${name}". ${others.length === 0 ? 'It has none.' : `It has: ${[...new Set(others)].join(', ')}.`} Name one with --name.`,
  );
}

async function listUploads(credentials: Credentials, number: string) {
  const send = createDeskSender(credentials);
  const path = `/v1/requests/${number}/uploads`;
  const { signal } = new AbortController();
  try {
    return parsed(UploadList, await send({ method: 'GET', path, body: null, signal }));
  } catch (error) {
    if (error instanceof DeskUnreachable)
      throw new CommandFailure(`No desk answers at ${credentials.desk}. Name its address with --desk.`);
    if (error instanceof DeskBusy) throw new CommandFailure(`${error.message} Try again in a few seconds.`);
    if (error instanceof DeskRefused) throw new CommandFailure(error.message);
    throw error;
  }
}
