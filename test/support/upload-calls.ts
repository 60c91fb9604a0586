import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import {
  type CreateUpload,
  Download,
  PartPage,
  type SignedPart,
  SignedParts,
  type StoredPart,
  UploadList,
  UploadView,
} from '#shared/schema/upload.ts';
import { compositeDigest } from '#shared/uploads/digest.ts';
import { partRange } from '#shared/uploads/part-plan.ts';
import { type Caller, Refused } from './desk-caller.ts';

/** The SHA-256 of bytes in hex. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const sha256 = async (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

/** Bytes that look like chance and are always the same. */
export function someBytes(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let state = seed;
  for (let index = 0; index < size; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

/** What a client says of a file before it uploads it. */
export function described(
  bytes: Uint8Array,
  name = 'bundle.tgz',
): Omit<z.input<typeof CreateUpload>, 'anew'> {
  return { name, size: bytes.length, mtime: '2026-03-01T08:00:00Z', fingerprint: hashOf(bytes).slice(0, 32) };
}

/** The parts of a file, each by its number. */
export function cut(
  bytes: Uint8Array<ArrayBuffer>,
  { partSize, parts }: Pick<UploadView, 'partSize' | 'parts'>,
): { readonly n: number; readonly bytes: Uint8Array<ArrayBuffer>; readonly sha256: string }[] {
  return Array.from({ length: parts }, (_, index) => {
    const { start, length } = partRange(index + 1, bytes.length, partSize);
    const part = bytes.subarray(start, start + length);
    return { n: index + 1, bytes: part, sha256: hashOf(part) };
  });
}

/** The digest of a file that is cut like this. */
export function digestOf(
  bytes: Uint8Array<ArrayBuffer>,
  plan: Pick<UploadView, 'partSize' | 'parts'>,
): Promise<string> {
  const hashes = cut(bytes, plan).map(({ sha256: hash }) => hash);
  return compositeDigest(hashes, sha256);
}

/** PUTs a part as a client does: with the headers it was told, and nothing else. */
export function put({ url, headers }: SignedPart, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  return fetch(url, { method: 'PUT', headers, body: bytes });
}

/** What each call was refused with, as `404 UploadNotFound`; `done` for one that was not. */
export async function refusals(calls: readonly Promise<unknown>[]): Promise<string[]> {
  const outcomes = await Promise.allSettled(calls);
  return outcomes.map((outcome) => {
    if (outcome.status === 'fulfilled') return 'done';
    if (outcome.reason instanceof Refused) return `${outcome.reason.status} ${outcome.reason.code}`;
    throw outcome.reason;
  });
}

/** The upload routes as somebody calls them; what is refused rejects with `Refused`. */
export interface UploadCalls {
  begin(number: string, file: object): Promise<UploadView>;
  files(number: string): Promise<UploadView[]>;
  view(id: string): Promise<UploadView>;
  sign(id: string, parts: readonly { n: number; sha256: string }[]): Promise<SignedPart[]>;
  parts(id: string): Promise<StoredPart[]>;
  complete(id: string, digest: string): Promise<UploadView>;
  abort(id: string): Promise<UploadView>;
  download(id: string): Promise<z.infer<typeof Download>>;
  /** Signs and PUTs these parts of the file, all of them unless some are named. */
  send(view: UploadView, bytes: Uint8Array<ArrayBuffer>, only?: readonly number[]): Promise<void>;
  /** Begins, sends and completes; the answer to the completion. */
  upload(number: string, bytes: Uint8Array<ArrayBuffer>, name?: string): Promise<UploadView>;
}

/** Calls as `caller` does. */
export function uploadCalls(caller: Caller): UploadCalls {
  const sign: UploadCalls['sign'] = async (id, parts) => {
    const body = { parts: parts.map(({ n, sha256: hash }) => ({ n, sha256: hash })) };
    return (await caller.ask(SignedParts, 'POST', `/v1/uploads/${id}/parts:sign`, { body })).items;
  };
  const begin: UploadCalls['begin'] = (number, file) =>
    caller.ask(UploadView, 'POST', `/v1/requests/${number}/uploads`, { body: file });
  const complete: UploadCalls['complete'] = (id, digest) =>
    caller.ask(UploadView, 'POST', `/v1/uploads/${id}/complete`, { body: { digest } });
  const send: UploadCalls['send'] = async (view, bytes, only) => {
    const parts = cut(bytes, view).filter(({ n }) => only?.includes(n) ?? true);
    const signed = await sign(view.id, parts);
    for (const [index, part] of parts.entries()) {
      const one = signed[index];
      if (!one) throw new Error(`Part ${part.n} was not signed`);
      const answer = await put(one, part.bytes);
      if (answer.status !== 200) throw new Error(`PUT answered ${answer.status}: ${await answer.text()}`);
    }
  };
  return {
    begin,
    sign,
    complete,
    send,
    files: async (number) => (await caller.ask(UploadList, 'GET', `/v1/requests/${number}/uploads`)).items,
    view: (id) => caller.ask(UploadView, 'GET', `/v1/uploads/${id}`),
    async parts(id) {
      const all: StoredPart[] = [];
      let after: number | null = 0;
      while (after !== null) {
        const page: z.infer<typeof PartPage> = await caller.ask(
          PartPage,
          'GET',
          `/v1/uploads/${id}/parts?after=${after}`,
        );
        all.push(...page.items);
        after = page.next;
      }
      return all;
    },
    abort: (id) => caller.ask(UploadView, 'DELETE', `/v1/uploads/${id}`),
    download: (id) => caller.ask(Download, 'GET', `/v1/uploads/${id}/download`),
    async upload(number, bytes, name) {
      const view = await begin(number, described(bytes, name));
      if (view.parts > 0) await send(view, bytes);
      return complete(view.id, await digestOf(bytes, view));
    },
  };
}
