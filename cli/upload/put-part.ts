import { read } from 'node:fs';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { type Put, type PutAnswer, type PutRequest, SourceUnreadable } from '#clients/upload/ports.ts';
import type { FilePart } from './open-file.ts';
import type { RateLimit } from './rate-limit.ts';
import { FIRST_SLICE, nextSlice } from './slice-length.ts';

/** Most that is given to a connection at once (bytes): from memory, and from a file. */
const FROM_MEMORY = 1024 ** 2;
const FROM_FILE = 512 * 1024;

/** An error document is not read any further (bytes). */
const LONGEST_ANSWER = 64 * 1024;

const readAt = promisify(read);

/** Sends parts over connections that are kept between them. */
export interface PartSender {
  readonly put: Put<FilePart>;
  close(): void;
}

/** A sender whose connections share `limit`, the most bytes a second; null for as fast as they go. */
export function createPartSender(limit: RateLimit | null): PartSender {
  const agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }),
  };
  const kept: Kept = { limit, buffers: [] };
  return {
    put: (request) =>
      new Promise((resolve, reject) => {
        const { url, headers, body, signal } = request;
        const { protocol } = new URL(url);
        const isPlain = protocol === 'http:';
        const outgoing = (isPlain ? http : https).request(url, {
          method: 'PUT',
          agent: isPlain ? agents['http:'] : agents['https:'],
          headers: { ...headers, 'content-length': body.length },
          signal,
        });
        let isSent = false;
        outgoing.on('error', reject);
        outgoing.on('response', (incoming) => {
          answerOf(incoming).then((answer) => {
            resolve(answer);
            // A refusal may come before the end: the rest would be sent for nothing.
            if (!isSent) outgoing.destroy();
          }, reject);
        });
        sendBody(outgoing, request, kept).then(
          () => {
            isSent = true;
            outgoing.end();
          },
          (error: unknown) => {
            outgoing.destroy();
            reject(error);
          },
        );
      }),
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

/** What a sender keeps between parts. */
interface Kept {
  readonly limit: RateLimit | null;
  /** Pairs of buffers to read into, each of the length of a slice. */
  readonly buffers: [Buffer, Buffer][];
}

async function sendBody(
  outgoing: ClientRequest,
  { body: part, signal, onBytes }: PutRequest<FilePart>,
  { limit, buffers }: Kept,
): Promise<void> {
  const most = limit?.slice ?? (part.memory ? FROM_MEMORY : FROM_FILE);
  const pair = part.memory ? null : (buffers.pop() ?? [newBuffer(most), newBuffer(most)]);
  let slice = Math.min(FIRST_SLICE, most);
  // While one slice leaves, the next is read.
  let leaving: Promise<number> = Promise.resolve(0);
  for (let done = 0; done < part.length; ) {
    const wanted = Math.min(slice, part.length - done);
    const bytes = pair ? await readSlice(part, done, wanted, pair) : inMemory(part, done, wanted);
    slice = nextSlice(slice, await leaving, most);
    await limit?.take(bytes.length, signal);
    leaving = written(outgoing, bytes, onBytes);
    leaving.catch(() => undefined);
    done += bytes.length;
  }
  await leaving;
  // Only now: a connection that broke may still hold them.
  if (pair) buffers.push(pair);
}

const newBuffer = (length: number) => Buffer.allocUnsafeSlow(length);

function inMemory({ memory }: FilePart, done: number, wanted: number): Buffer {
  if (!memory) throw new Error('the part is not in memory');
  return Buffer.from(memory, done, wanted);
}

/** Reads a slice into that buffer of the two which did not take the last one. */
async function readSlice(
  { fd, start }: FilePart,
  done: number,
  wanted: number,
  pair: [Buffer, Buffer],
): Promise<Buffer> {
  const [buffer, last] = [pair[1], pair[0]];
  pair[0] = buffer;
  pair[1] = last;
  const { bytesRead } = await readAt(fd, buffer, 0, wanted, start + done).catch((error: unknown) => {
    throw new SourceUnreadable(
      `The file cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  });
  if (bytesRead === 0) throw new SourceUnreadable('The file has become shorter.');
  return buffer.subarray(0, bytesRead);
}

/** Resolves when the bytes have left for the connection, with how long that took (ms). */
function written(outgoing: ClientRequest, bytes: Buffer, onBytes: (count: number) => void): Promise<number> {
  const since = performance.now();
  return new Promise((resolve, reject) => {
    outgoing.write(bytes, (error) => {
      if (error) return reject(error);
      onBytes(bytes.length);
      resolve(performance.now() - since);
    });
  });
}

/** What the store says; of an error document its code and message. */
async function answerOf(incoming: IncomingMessage): Promise<PutAnswer> {
  let text = '';
  incoming.setEncoding('utf8');
  for await (const chunk of incoming) if (text.length < LONGEST_ANSWER) text += chunk;
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? null;
  return { status: incoming.statusCode ?? 0, code: element('Code'), message: element('Message') };
}
