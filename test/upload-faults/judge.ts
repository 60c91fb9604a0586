import type { ClientEnd } from './client-process.ts';
import type { FaultedDesk } from './faulted-desk.ts';
import { patiently, waitUntil } from './patience.ts';
import type { Content } from './shared-bytes.ts';
import { download, requestContents } from './stack-contents.ts';

/** How long the desk may still verify what somebody completed (ms): Lambda tries again after a minute, and after two. */
const VERIFIED_WITHIN_MS = 300_000;

/** What an upload left, to be judged. */
export interface Judged {
  readonly number: string;
  /** What the file contained, from the beginning on. */
  readonly versions: readonly Content[];
  readonly ends: readonly ClientEnd[];
  readonly secrets: readonly string[];
}

/** What is not as it should be after an upload has come to its end, in sentences. */
export async function judge(judged: Judged, desk: FaultedDesk): Promise<string[]> {
  const settled = await waitUntil(async () => {
    const files = await patiently(() => desk.dana.files(judged.number));
    return files.every(({ state }) => state !== 'verifying');
  }, VERIFIED_WITHIN_MS);
  return [
    ...(settled ? [] : ['the desk does not come to an end of verifying']),
    ...(await wrongInStore(judged, desk)),
    ...judged.ends.flatMap((end) => wrongWords(end, judged)),
    ...(await wrongClaims(judged, desk)),
  ];
}

async function wrongInStore({ number, versions }: Judged, desk: FaultedDesk): Promise<string[]> {
  const wrong: string[] = [];
  const { files, quota, objects, open } = await patiently(async () =>
    requestContents(await desk.stack.address, number),
  );
  const verified = files.filter(({ state }) => state === 'verified');
  const kept = files.filter(({ state }) => ['uploading', 'verifying', 'verified'].includes(state));
  const used = kept.reduce((sum, { size }) => sum + size, 0);
  if (quota !== used) wrong.push(`the quota counts ${quota} bytes, and the files have ${used}`);
  for (const file of files)
    if (file.state === 'failed') wrong.push(`the desk could not verify ${file.id}: ${file.reason}`);
  const keys = verified.map(({ key }) => key).sort();
  if (JSON.stringify([...objects.keys()].sort()) !== JSON.stringify(keys))
    wrong.push(`the bucket has ${[...objects.keys()]}, and verified are ${keys}`);
  const known = new Set(files.filter(({ state }) => state !== 'verified').map(({ key }) => key));
  for (const { key, bytes } of open)
    if (bytes > 0 && !known.has(key)) wrong.push(`${bytes} bytes of ${key} lie there that nobody knows of`);
  for (const version of versions) {
    const copies = verified.filter((file) => file.state === 'verified' && file.digest === version.digest);
    if (copies.length > 1) wrong.push(`the request has the file ${copies.length} times`);
  }
  for (const { id } of verified) {
    const { url, digest, size } = await patiently(() => desk.ana.download(id));
    const got = await patiently(() => download(url));
    const same = versions.some(
      (version) => version.digest === digest && version.sha256 === got.sha256 && version.size === size,
    );
    desk.tally.add('objects read back');
    desk.tally.add('bytes read back', got.size);
    if (!same) wrong.push(`what is stored as ${id} is not the file`);
  }
  return wrong;
}

/** What one run of a client said, against how it ended. */
function wrongWords({ code, out, err, saidVerifiedAt }: ClientEnd, { secrets }: Judged): string[] {
  const wrong: string[] = [];
  if (code === 0 && saidVerifiedAt === null) wrong.push('a client ended with 0 and did not say verified');
  if (code !== 0 && code !== null && saidVerifiedAt !== null)
    wrong.push(`a client said verified and ended with ${code}`);
  for (const secret of [...secrets, 'X-Amz-Signature', 'X-Amz-Credential'])
    if (out.includes(secret) || err.includes(secret)) wrong.push('a client told a secret');
  return wrong;
}

/** Success that was shown, against what the desk says and when it first said so. */
async function wrongClaims({ number, ends }: Judged, desk: FaultedDesk): Promise<string[]> {
  const wrong: string[] = [];
  const files = await patiently(() => desk.dana.files(number));
  for (const { out, saidVerifiedAt } of ends) {
    if (saidVerifiedAt === null) continue;
    const digest = /[0-9a-f]{64}-\d+/.exec(out)?.[0];
    const meant = files.filter(
      (file) => file.state === 'verified' && (digest === undefined || file.digest === digest),
    );
    if (meant.length === 0) wrong.push('a client said verified, and the desk has no such file');
    const told = meant.flatMap(({ id }) => desk.toldVerifiedAt(id) ?? []);
    // A stack that was killed as it answered may not have told of it.
    if (told.length === 0 && desk.stack.kills > 0) desk.tally.add('moments of success not compared');
    else if (!told.some((at) => at <= saidVerifiedAt))
      wrong.push('a client said verified before the desk did');
  }
  return wrong;
}
