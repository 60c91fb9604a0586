import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { virtualClock } from '#local/clock.ts';
import { createPages } from '#local/pages/pages.ts';
import { RequestSummary } from '#shared/schema/view.ts';
import { type Answer, NUMBER, type StoreAnswer, UploadModel } from '#test/support/upload-model.ts';

/** What the desk and the store of a test do, beside what they should. */
export interface UploadFaults {
  /** Answers a call of the API instead of the desk; null leaves it to the desk. */
  desk?: (method: string, path: string) => Answer | null;
  /** Answers a part instead of the store; null leaves it to the store. */
  store?: (n: number, attempt: number) => StoreAnswer | null;
  /** Status of the answers to requests for a token. */
  tokens?: number;
  /** Answers downloads with an error document. */
  noDownloads?: boolean;
  /** Reads no part to its end. */
  hold?: boolean;
  /** How fast the store reads each part (bytes a second). */
  rate?: number;
}

/** The page of uploads over a desk and a store in memory, each on a port of its own. */
export interface UploadsDesk {
  readonly url: string;
  readonly model: UploadModel;
  readonly faults: UploadFaults;
  /** Every PUT that was begun, by its part. */
  readonly attempts: number[];
  stop(): void;
}

export async function startUploadsDesk(faults: UploadFaults = {}): Promise<UploadsDesk> {
  const attempts: number[] = [];
  const store = await listen((request, response) => takePart(request, response));
  const model = new UploadModel({ now: () => Date.now(), store: store.url, looks: 2 });
  const pages = createPages({
    clock: virtualClock('2026-11-22T09:00:00.000Z'),
    addresses: () => [],
    deskUrl: () => desk.url,
    s3Url: () => store.url,
    advanceTo: () => Promise.resolve(),
    records: {
      requests: async () => [],
      request: async (number) =>
        number === NUMBER ? { record: { summary: SUMMARY, attendAt: null, gen: 1 }, events: [] } : undefined,
      close: () => {},
    },
    executions: () => [],
    history: () => undefined,
    mailbox: { mails: () => [], message: () => undefined, raw: () => undefined },
  });
  const desk = await listen(async (request, response) => {
    const path = request.url ?? '/';
    if (path === '/__local/identity/token')
      return answerJson(response, faults.tokens ?? 200, { token: 'a-token' });
    if (path.startsWith('/__local/')) return pages.handle(request, response);
    const body = await bodyOf(request);
    const { status, body: answered } = await answer(request.method ?? 'GET', path, body);
    answerJson(response, status, answered);
  });

  async function answer(method: string, path: string, body: Buffer): Promise<Answer> {
    const instead = faults.desk?.(method, path);
    if (instead) return instead;
    const id = /^\/v1\/uploads\/([^/]+)\/download$/.exec(path)?.[1];
    const file = id === undefined ? undefined : model.uploads.get(id)?.view;
    if (!file) return model.answer(method, path, body.length === 0 ? undefined : JSON.parse(String(body)));
    const { name, size, digest } = file;
    const url = `${store.url}/download/${id}?X-Amz-Signature=secret`;
    return { status: 200, body: { url, name, size, digest, expiresAt: '2026-11-22T09:05:00.000Z' } };
  }

  async function takePart(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-methods', 'PUT, GET');
    response.setHeader('access-control-allow-headers', 'x-amz-checksum-sha256');
    if (request.method === 'OPTIONS') return end(response, 200);
    const url = `${store.url}${request.url}`;
    if (request.method === 'GET' && faults.noDownloads)
      return end(response, 403, '<Error><Code>AccessDenied</Code></Error>');
    if (request.method === 'GET') {
      response.setHeader('content-disposition', 'attachment; filename="download.bin"');
      return end(response, 200, 'the file');
    }
    const n = Number(new URL(url).searchParams.get('partNumber'));
    attempts.push(n);
    const instead = faults.store?.(n, attempts.filter((it) => it === n).length);
    if (faults.hold) return;
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of request) {
      hash.update(chunk);
      size += chunk.length;
      if (faults.rate !== undefined) await sleep((chunk.length / faults.rate) * 1000);
    }
    const headers = { 'x-amz-checksum-sha256': String(request.headers['x-amz-checksum-sha256']) };
    const { status, code, message } =
      instead ??
      model.refusesEarly(url, headers, size) ??
      model.put(url, { size, sha256: hash.digest('hex'), bytes: null });
    end(
      response,
      status,
      code === null ? '' : `<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    );
  }

  return {
    url: desk.url,
    model,
    faults,
    attempts,
    stop() {
      for (const { server } of [desk, store]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

const SUMMARY = RequestSummary.parse({
  number: NUMBER,
  subject: 'Backup of <vcenter> fails',
  status: 'in-progress',
  type: 'technical',
  severity: 2,
  product: 'Optics Server 9',
  accountId: 'northwind',
  contractId: 'C-1',
  contactName: 'Dana Fox',
  contactEmail: 'dana.fox@northwind-optics.example',
  owner: null,
  escalated: false,
  filedAt: '2026-11-22T08:00:00.000Z',
  lastChangedAt: '2026-11-22T08:00:00.000Z',
  nextDueAt: null,
});

async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void,
): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    // What the other side breaks off is no failure of the test.
    Promise.resolve(handle(request, response)).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return { url: `http://localhost:${address.port}`, server };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function end(response: ServerResponse, status: number, text = ''): void {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(text);
}
