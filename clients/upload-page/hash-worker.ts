import { hashBlob } from './hash-blob.ts';
import { PartReader } from './part-reader.ts';

/** What the worker answers: the hash, or why there is none. */
export type HashAnswer = { readonly sha256: string } | { readonly problem: string };

const reader = new PartReader();

/** One part at a time, so that the worker never holds more than one. */
addEventListener('message', ({ data }: MessageEvent<Blob>) => {
  hashBlob(data, reader).then(
    (sha256) => postMessage({ sha256 } satisfies HashAnswer),
    (error: unknown) => postMessage({ problem: String(error) } satisfies HashAnswer),
  );
});
