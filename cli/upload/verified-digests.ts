import { UploadList } from '#shared/schema/upload.ts';
import { CommandFailure } from '../command-failure.ts';
import { askAs } from './ask-as.ts';
import type { Credentials } from './credentials.ts';

/** The digests of the verified files of that name at a request. Throws CommandFailure where there is none. */
export async function verifiedDigests(
  credentials: Credentials,
  number: string,
  name: string,
): Promise<readonly string[]> {
  const { items } = await askAs(credentials, UploadList, {
    method: 'GET',
    path: `/v1/requests/${number}/uploads`,
  });
  const verified = items.filter((item) => item.state === 'verified' && item.name === name);
  const digests = verified.flatMap(({ digest }) => (digest === null ? [] : [digest]));
  if (digests.length > 0) return digests;
  const others = items.filter(({ state }) => state === 'verified').map((item) => item.name);
  throw new CommandFailure(
    `Request ${number} has no verified file "${name}". ${others.length === 0 ? 'It has none.' : `It has: ${[...new Set(others)].join(', ')}.`} Name one with --name.`,
  );
}
