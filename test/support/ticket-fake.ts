import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { CompleteUpload, CreateUpload, PartsQuery, SignParts } from '#shared/schema/upload.ts';
import { hexToBase64 } from '#shared/uploads/byte-text.ts';
import { LIST_PAGE } from '#shared/uploads/limits.ts';
import { type PartPlan, planParts } from '#shared/uploads/part-plan.ts';
import { FakeUpload } from './ticket-fake-upload.ts';

/** A request before it is looked at, for a test to spoil. `n` is the part of a PUT, else 0; `seq` counts all requests. */
export interface FakeRequest {
  readonly kind: 'create' | 'get' | 'list' | 'sign' | 'complete' | 'put';
  readonly n: number;
  readonly seq: number;
}

/**
 * What goes wrong with a request. `cut` breaks the connection at once, `cut-late` after everything was done; `stale`
 * finds a URL expired, `stale-session` the session that signed it; `flip` finds other bytes than were hashed; `lose` confirms a part and does not keep it, `spoil`
 * keeps other bytes than it confirmed.
 */
export type Fault =
  | 'cut'
  | 'cut-late'
  | 'stale'
  | 'stale-session'
  | 'flip'
  | 'lose'
  | 'spoil'
  | { readonly status: number };

export interface TicketFakeOptions {
  /** Bytes of a part; else as the real plan has it. */
  readonly partSize?: number;
  /** Parts on a page of the list. */
  readonly listPage?: number;
  /** How long a signed URL is good (ms). */
  readonly signedForMs?: number;
  /** How fast each connection is read (bytes a second). */
  readonly bytesPerSecond?: number;
  /** The address that signed URLs lead to, where it is not this server's. */
  readonly store?: string;
  /** How often `verifying` is answered before `verified`. */
  readonly polls?: number;
  /** Why verification fails, where it is to. */
  readonly failure?: string;
  /** Looks at an upload that was just begun. */
  readonly onCreate?: (upload: FakeUpload) => void;
  readonly fault?: (request: FakeRequest) => Fault | null;
}

/** A real HTTP server that is a desk's ticket API and its store of parts, and takes nothing that is not exactly right. */
export interface TicketFake {
  readonly api: string;
  readonly ticket: string;
  /** Mended and spoilt while it runs. */
  readonly options: { -readonly [Key in keyof TicketFakeOptions]: TicketFakeOptions[Key] | undefined };
  readonly uploads: FakeUpload[];
  /** Everything secret that was handed out: the ticket and the signatures of URLs. */
  readonly secrets: string[];
  /** Requests that no client should ever make, in words. */
  readonly complaints: string[];
  /** How many requests of each kind came. */
  readonly counts: Record<string, number>;
  /** Most parts that were being received at one time. */
  mostAtOnce: number;
  /** Most parts that one call had signed. */
  mostSigned: number;
  /** The ticket is good for nothing any more. */
  revoke(): void;
  /** Nobody listens for a while (ms); connections under way break. */
  goAway(forMs: number): Promise<void>;
  close(): Promise<void>;
}

interface Signature {
  readonly upload: FakeUpload;
  readonly n: number;
  readonly sha256: string;
  readonly expiresAt: number;
}

class Refused extends Error {
  readonly status: number;
  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

const UPLOADS = '/v1/ticket/uploads';

/** Headers a PUT may have: those that curl cannot be kept from, the length, and the checksum. */
const PUT_HEADERS = /^(host|user-agent|accept|expect|connection|content-length|x-amz-checksum-sha256)$/;

export async function startTicketFake(options: TicketFakeOptions = {}): Promise<TicketFake> {
  const signatures = new Map<string, Signature>();
  const ticket = randomBytes(16)
    .toString('hex')
    .replaceAll(/[ilou]/g, '0');
  let revoked = false;
  let seq = 0;
  let receiving = 0;

  const server: Server = createServer((request, response) => void answer(request, response));
  server.keepAliveTimeout = 1000;
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const api = `http://127.0.0.1:${port}`;

  const fake: TicketFake = {
    api,
    ticket,
    options: { ...options },
    uploads: [],
    secrets: [ticket],
    complaints: [],
    counts: {},
    mostAtOnce: 0,
    mostSigned: 0,
    revoke: () => {
      revoked = true;
    },
    goAway: async (forMs) => {
      await stopListening();
      await sleep(forMs);
      await listen(port);
    },
    close: stopListening,
  };

  function stopListening(): Promise<void> {
    return new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  }

  function listen(on: number): Promise<void> {
    return new Promise((done) => server.listen(on, '127.0.0.1', done));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A client that is killed breaks its connection off.
    request.on('error', () => {});
    response.on('error', () => {});
    const url = new URL(request.url ?? '/', api);
    const what = kindOf(request.method ?? '', url);
    const n = Number(url.searchParams.get('partNumber') ?? 0);
    fake.counts[what] = (fake.counts[what] ?? 0) + 1;
    const fault = what === 'unknown' ? null : (fake.options.fault?.({ kind: what, n, seq: ++seq }) ?? null);
    if (fault === 'cut') return void request.socket.destroy();
    try {
      if (typeof fault === 'object' && fault) throw new Refused(fault.status, 'injected');
      const body = what === 'put' ? await put(request, url, fault) : await call(what, request, url);
      if (fault === 'cut-late') return void request.socket.destroy();
      response.writeHead(what === 'create' ? 201 : what === 'complete' ? 202 : 200, {
        'content-type': 'text/plain; charset=utf-8',
      });
      response.end(body);
    } catch (error) {
      if (!(error instanceof Refused)) return void request.socket.destroy();
      const text = `${what === 'put' ? `<Error><Code>${error.message}</Code></Error>` : error.message}\n`;
      // As S3 does: what is refused is not read to its end.
      response.writeHead(error.status, { connection: 'close', 'content-type': 'text/plain' });
      response.end(text);
    }
  }

  function complain(status: number, text: string): never {
    fake.complaints.push(text);
    throw new Refused(status, `error InvalidRequest ${text}`);
  }

  async function call(what: string, request: IncomingMessage, url: URL): Promise<string> {
    const { authorization, accept, 'content-type': type } = request.headers;
    const body = await text(request);
    if (authorization !== `Ticket ${ticket}` || revoked)
      throw new Refused(401, 'error TicketRevoked This ticket was revoked. Ask for another one.');
    if (accept !== 'text/plain') complain(400, `accepts ${accept}`);
    if (request.method === 'POST' && type !== 'application/x-www-form-urlencoded')
      complain(400, `is of type ${type}`);
    const form = new URLSearchParams(body);
    if (what === 'create') return create(form);
    const upload = fake.uploads.find(({ id }) => id === url.pathname.slice(UPLOADS.length + 1).split('/')[0]);
    if (!upload) throw new Refused(404, 'error UploadNotFound There is no such upload.');
    if (what === 'list') return list(upload, url);
    if (what === 'sign') return sign(upload, form);
    if (what === 'complete') return complete(upload, form);
    if (what === 'get') {
      upload.poll(fake.options.polls ?? 1, fake.options.failure ?? null);
      return lines(upload.lines());
    }
    return complain(404, `asks for ${request.method} ${url.pathname}`);
  }

  function create(form: URLSearchParams): string {
    const { anew, ...fields } = Object.fromEntries(form);
    if (anew !== undefined && anew !== 'true') complain(400, `asks for anew=${anew}`);
    const values = parsed(CreateUpload, { ...fields, size: Number(form.get('size')) });
    const key = JSON.stringify(values);
    const goesOn = anew ? ['uploading'] : ['uploading', 'verifying', 'verified'];
    // The latest one of these values is the one that they stand for.
    const same = fake.uploads.findLast((one) => JSON.stringify(one.values) === key);
    if (same && goesOn.includes(same.state)) return lines(same.lines());
    const id = `01JD${randomBytes(11).toString('hex').toUpperCase()}`;
    const { partSize } = fake.options;
    const plan: PartPlan = partSize
      ? { partSize, parts: Math.ceil(values.size / partSize) }
      : planParts(values.size);
    const upload = new FakeUpload(id, values, plan);
    fake.uploads.push(upload);
    fake.options.onCreate?.(upload);
    return lines(upload.lines());
  }

  function refuseClosed({ state }: FakeUpload): void {
    if (state === 'uploading') return;
    const code = ['verifying', 'verified'].includes(state) ? 'AlreadyComplete' : 'UploadEnded';
    throw new Refused(409, `error ${code} It is ${state}.`);
  }

  function list(upload: FakeUpload, url: URL): string {
    refuseClosed(upload);
    const { after = 0 } = parsed(PartsQuery, Object.fromEntries(url.searchParams));
    const rest = [...upload.received].filter(([n]) => n > after).sort(([a], [b]) => a - b);
    const page = rest.slice(0, fake.options.listPage ?? LIST_PAGE);
    const told = page.map(([n, { size, sha256 }]) => `${n}\t${size}\t${sha256}`);
    return lines(rest.length > page.length ? [...told, `next\t${page.at(-1)?.[0]}`] : told);
  }

  function sign(upload: FakeUpload, form: URLSearchParams): string {
    refuseClosed(upload);
    const told = (form.get('parts') ?? '').split('\n').filter((line) => line !== '');
    const parts = told.map((line) => ({ n: Number(line.split('=')[0]), sha256: line.split('=')[1] }));
    const wanted = parsed(SignParts, { parts }).parts;
    fake.mostSigned = Math.max(fake.mostSigned, wanted.length);
    return lines(
      wanted.map(({ n, sha256 }) => {
        if (n > upload.plan.parts) complain(422, `has part ${n} of ${upload.plan.parts} signed`);
        upload.announced.set(n, sha256);
        const signature = randomBytes(32).toString('hex');
        const expiresAt = Date.now() + (fake.options.signedForMs ?? 3_600_000);
        signatures.set(signature, { upload, n, sha256, expiresAt });
        fake.secrets.push(signature);
        const url = `${fake.options.store ?? api}/bucket/sr/26125519699/${upload.id}?partNumber=${n}&X-Amz-Signature=${signature}`;
        return [n, url, hexToBase64(sha256), new Date(expiresAt).toISOString()].join('\t');
      }),
    );
  }

  function complete(upload: FakeUpload, form: URLSearchParams): string {
    const { digest } = parsed(CompleteUpload, Object.fromEntries(form));
    if (upload.state !== 'uploading' && upload.digest === digest) return lines(upload.lines());
    refuseClosed(upload);
    const { missing, mismatched } = upload.shortfall();
    if (missing.length + mismatched.length > 0)
      throw new Refused(
        409,
        `error PartsMissing ${missing.length} missing, ${mismatched.length} not as announced.`,
      );
    if (digest !== upload.storedDigest()) complain(409, `completes with digest ${digest}`);
    upload.state = 'verifying';
    upload.digest = digest;
    return lines(upload.lines());
  }

  async function put(request: IncomingMessage, url: URL, fault: Fault | null): Promise<string> {
    const { headers } = request;
    const signed = signatures.get(url.searchParams.get('X-Amz-Signature') ?? '');
    const refuse = (status: number, code: string, complaint: string): never => {
      fake.complaints.push(complaint);
      throw new Refused(status, code);
    };
    if (headers['transfer-encoding'] !== undefined) refuse(501, 'NotImplemented', 'sends a part chunked');
    if (headers['content-length'] === undefined) refuse(411, 'MissingContentLength', 'sends no length');
    const odd = Object.keys(headers).filter((name) => !PUT_HEADERS.test(name));
    if (odd.length > 0) refuse(403, 'SignatureDoesNotMatch', `sends ${odd.join()}`);
    if (!signed) throw refuse(403, 'SignatureDoesNotMatch', 'uses a URL that was never signed');
    if (Number(headers['content-length']) !== signed.upload.lengthOf(signed.n))
      refuse(403, 'SignatureDoesNotMatch', `sends ${headers['content-length']} bytes as part ${signed.n}`);
    if (headers['x-amz-checksum-sha256'] !== hexToBase64(signed.sha256))
      refuse(403, 'SignatureDoesNotMatch', 'sends another hash than was signed');
    if (fault === 'stale-session') throw new Refused(400, 'ExpiredToken');
    if (fault === 'stale' || signed.expiresAt <= Date.now()) throw new Refused(403, 'AccessDenied');
    if (signed.upload.state !== 'uploading') throw new Refused(404, 'NoSuchUpload');

    fake.mostAtOnce = Math.max(fake.mostAtOnce, ++receiving);
    try {
      const { size, sha256 } = await received(request);
      if (fault === 'flip' || sha256 !== signed.sha256) throw new Refused(400, 'BadDigest');
      const kept = fault === 'spoil' ? createHash('sha256').update('spoilt').digest('hex') : sha256;
      if (fault !== 'lose') signed.upload.receive(signed.n, { size, sha256: kept });
      return '';
    } finally {
      receiving -= 1;
    }
  }

  async function received(request: IncomingMessage): Promise<{ size: number; sha256: string }> {
    const hash = createHash('sha256');
    const begun = Date.now();
    let size = 0;
    for await (const chunk of request) {
      hash.update(chunk);
      size += chunk.length;
      const { bytesPerSecond } = fake.options;
      if (bytesPerSecond) await sleep(Math.max(0, begun + (size / bytesPerSecond) * 1000 - Date.now()));
    }
    return { size, sha256: hash.digest('hex') };
  }

  function parsed<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> {
    const read = schema.safeParse(value);
    if (!read.success) throw complain(400, z.prettifyError(read.error));
    return read.data;
  }

  return fake;
}

function kindOf(method: string, { pathname }: URL): FakeRequest['kind'] | 'unknown' {
  if (method === 'PUT' && pathname.startsWith('/bucket/')) return 'put';
  const rest = pathname.startsWith(UPLOADS) ? pathname.slice(UPLOADS.length) : '?';
  if (method === 'POST' && rest === '') return 'create';
  if (method === 'GET' && /^\/[^/]+$/.test(rest)) return 'get';
  if (method === 'GET' && /^\/[^/]+\/parts$/.test(rest)) return 'list';
  if (method === 'POST' && /^\/[^/]+\/parts:sign$/.test(rest)) return 'sign';
  if (method === 'POST' && /^\/[^/]+\/complete$/.test(rest)) return 'complete';
  return 'unknown';
}

function lines(list: readonly string[]): string {
  return `${list.join('\n')}\n`;
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
