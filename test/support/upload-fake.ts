import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod/mini';
import { seededRandom } from '#local/step-functions/randomness.ts';
import { type ModelOptions, type StoreAnswer, UploadModel } from './upload-model.ts';

/** What goes wrong on real connections, each as a chance from 0 to 1. */
export interface FakeFaults {
  /** 500 and 503 of both. */
  readonly busy?: number;
  /** Connections that are reset amid a part, or instead of an answer. */
  readonly cut?: number;
  /** Bits of a part that flip on the way. */
  readonly flip?: number;
  /** URLs that are refused, before the part is read. */
  readonly stale?: number;
}

export interface FakeOptions extends Omit<ModelOptions, 'now' | 'store'> {
  readonly seed?: number;
  readonly faults?: FakeFaults;
  /** Keeps the bytes of parts, to compare them. */
  readonly keep?: boolean;
  /** Lets each part take at least so long (ms). */
  readonly slowMs?: number;
}

export const TOKEN = 'token-of-dana';
export const TICKET = 'abcdefghjkmnpqrstvwxyz0123456789';

/** A desk and its store on one real port. */
export interface UploadFake {
  readonly url: string;
  readonly model: UploadModel;
  faults: FakeFaults;
  slowMs: number;
  /** Bearer tokens and tickets that are accepted. */
  readonly accepted: Set<string>;
  /** Bytes of parts that have come in, also of those that came to nothing. */
  received: number;
  /** Called when a part has arrived. */
  onPart: (n: number) => void;
  stop(): Promise<void>;
}

const Person = z.object({ person: z.string() });

/** Starts it. Faults come by chance that the seed repeats, as far as connections can. */
export async function startUploadFake(options: FakeOptions = {}): Promise<UploadFake> {
  const { seed = 1, faults = {}, keep = false, slowMs = 0, ...rest } = options;
  const random = seededRandom(seed);
  const chance = (of = 0) => of > 0 && random() < of;
  const server = createServer({ highWaterMark: 1024 ** 2 }, (request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  const url = await new Promise<string>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '');
    }),
  );
  const model = new UploadModel({ ...rest, now: () => performance.now(), store: url });
  const fake: UploadFake = {
    url,
    model,
    faults,
    slowMs,
    accepted: new Set([`Bearer ${TOKEN}`, `Ticket ${TICKET}`]),
    received: 0,
    onPart: () => {},
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    if (request.method === 'PUT') return put(request, response, `${url}${path}`);
    const body = await textOf(request);
    if (path === '/__local/identity/token') return json(response, 200, identify(body));
    if (chance((fake.faults.cut ?? 0) / 2)) return void request.socket.destroy();
    if (chance(fake.faults.busy)) return json(response, 503, undefined);
    if (!fake.accepted.has(request.headers.authorization ?? ''))
      return json(response, 401, { message: 'Unauthorized' });
    const answer = await model.answer(request.method ?? '', path, body === '' ? undefined : JSON.parse(body));
    if (chance((fake.faults.cut ?? 0) / 2)) return void request.socket.destroy();
    json(response, answer.status, answer.body);
  }

  async function put(request: IncomingMessage, response: ServerResponse, target: string): Promise<void> {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const length = Number(headers['content-length']);
    const strange = Object.keys(headers).filter(
      (name) => !['host', 'connection', 'content-length', 'x-amz-checksum-sha256'].includes(name),
    );
    const early: StoreAnswer | null =
      strange.length > 0
        ? { status: 400, code: 'UnexpectedHeaders', message: strange.join(', ') }
        : chance(fake.faults.stale)
          ? { status: 403, code: 'AccessDenied', message: 'Request has expired' }
          : model.refusesEarly(target, headers, length);
    // As S3 does it: the answer comes at once, and the connection is closed on a client that goes on sending.
    if (early) {
      response.on('finish', () => void setTimeout(5).then(() => request.socket.destroy()));
      return xml(response, early, true);
    }
    if (chance(fake.faults.busy))
      return xml(
        response,
        { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
        true,
      );
    const cutAt = chance(fake.faults.cut) ? random() * length : Number.POSITIVE_INFINITY;
    const flipAt = chance(fake.faults.flip) ? Math.floor(random() * length) : -1;
    const hash = createHash('sha256');
    const kept: Buffer[] = [];
    let size = 0;
    if (fake.slowMs > 0) await setTimeout(fake.slowMs);
    for await (const chunk of request as AsyncIterable<Buffer>) {
      if (flipAt >= size && flipAt < size + chunk.length)
        chunk[flipAt - size] = (chunk[flipAt - size] ?? 0) ^ 1;
      hash.update(chunk);
      fake.received += chunk.length;
      if (keep) kept.push(Buffer.from(chunk));
      size += chunk.length;
      if (size > cutAt) return void request.socket.destroy();
    }
    const arrived = { size, sha256: hash.digest('hex'), bytes: keep ? Buffer.concat(kept) : null };
    const answer = model.put(target, arrived);
    if (answer.status === 200) fake.onPart(Number(new URL(target).searchParams.get('partNumber')));
    if (chance((fake.faults.cut ?? 0) / 2)) return void request.socket.destroy();
    xml(response, answer, false);
  }

  return fake;
}

function identify(body: string): { token: string } | { message: string } {
  const { person } = Person.parse(JSON.parse(body));
  return person === 'dana' ? { token: TOKEN } : { message: `Nobody here is called "${person}".` };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body) ?? '');
}

function xml(response: ServerResponse, { status, code, message }: StoreAnswer, close: boolean): void {
  const document = code === null ? '' : `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response.writeHead(status, close ? { connection: 'close' } : {}).end(document);
}
