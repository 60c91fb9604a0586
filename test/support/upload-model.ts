import { createHash, randomBytes } from 'node:crypto';
import type * as z from 'zod/mini';
import { makeRequestNumber } from '#shared/schema/request-number.ts';
import { CompleteUpload, CreateUpload, SignParts, type UploadView } from '#shared/schema/upload.ts';
import { hexToBase64 } from '#shared/uploads/byte-text.ts';
import { compositeDigest } from '#shared/uploads/digest.ts';
import { planParts } from '#shared/uploads/part-plan.ts';
import { makeUploadId } from '#shared/uploads/upload-id.ts';

/** The request that files are uploaded to here. */
export const NUMBER = makeRequestNumber('2026-11-22T09:00:00.000Z', 12_345_678);

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What the store answers to a part: S3's status and code. */
export interface StoreAnswer {
  readonly status: number;
  readonly code: string | null;
  readonly message: string | null;
}

/** A part as it arrived: its bytes, or only their hash and number where they are not kept. */
export interface Arrived {
  readonly size: number;
  readonly sha256: string;
  readonly bytes: Uint8Array | null;
}

export interface Stored {
  view: UploadView;
  readonly declared: Map<number, string>;
  readonly parts: Map<number, Arrived>;
  /** Every accepted PUT of a part, by its number. */
  readonly puts: number[];
  looksLeft: number;
}

export interface ModelOptions {
  readonly now: () => number;
  /** Smaller parts than the product's, so that many fit into a test. */
  readonly partSize?: number;
  readonly listPage?: number;
  readonly signedForMs?: number;
  /** How often an upload is `verifying` before it is verified. */
  readonly looks?: number;
  /** Says the digest that the desk finds; by default the right one. */
  readonly findDigest?: (right: string) => string;
  /** Paths start with it: where S3 is. */
  readonly store?: string;
}

const NO_SUCH_UPLOAD: StoreAnswer = {
  status: 404,
  code: 'NoSuchUpload',
  message: 'The specified upload does not exist.',
};

interface Url {
  readonly id: string;
  readonly n: number;
  readonly sha256: string;
  readonly length: number;
  readonly expiresAt: number;
}

const problem = (status: number, code: string, more: object = {}): Answer => ({
  status,
  body: {
    type: `urn:casebell:problem:${code}`,
    title: code,
    status,
    detail: `It is ${code}.`,
    code,
    fix: 'Do otherwise.',
    requestId: 'r',
    ...more,
  },
});

/** What the desk says of an upload that takes no more parts. */
const closed = ({ state }: UploadView) =>
  problem(409, state === 'verifying' || state === 'verified' ? 'AlreadyComplete' : 'UploadEnded');

/**
 * The uploads of a desk and S3's UploadPart in memory, as strict as the real ones: a part is taken only with exactly
 * the signed headers, length and hash, before its URL expires; a file is verified only when every part is the declared
 * one and the digest fits.
 */
export class UploadModel {
  readonly uploads = new Map<string, Stored>();
  readonly #options: Required<Omit<ModelOptions, 'partSize'>> & { readonly partSize: number | undefined };
  readonly #urls = new Map<string, Url>();
  /** Largest number of parts that one call asked to sign. */
  mostSigned = 0;
  signCalls = 0;

  constructor(options: ModelOptions) {
    this.#options = {
      listPage: 1000,
      signedForMs: 3_600_000,
      looks: 1,
      findDigest: (right: string) => right,
      store: 'https://store.example',
      partSize: undefined,
      ...options,
    };
  }

  /** The only upload there is. Throws where there is another number of them. */
  only(): Stored {
    const [upload, ...others] = this.uploads.values();
    if (!upload || others.length > 0) throw new Error(`${this.uploads.size} uploads`);
    return upload;
  }

  /** Answers a call of the API; `path` begins with `/v1/`. */
  async answer(method: string, path: string, body: unknown): Promise<Answer> {
    const { pathname, searchParams } = new URL(path, 'https://desk.example');
    const begins = [`/v1/requests/${NUMBER}/uploads`, '/v1/ticket/uploads'].includes(pathname);
    if (method === 'POST' && begins) {
      const file = CreateUpload.parse(body);
      return this.#create(file, file.anew ? ['uploading'] : ['uploading', 'verifying', 'verified']);
    }
    if (method === 'GET' && pathname === `/v1/requests/${NUMBER}/uploads`)
      return { status: 200, body: { items: [...this.uploads.values()].map(({ view }) => view) } };
    const [, ticket, id = '', rest = ''] = /^\/v1\/(ticket\/)?uploads\/([^/]+)(.*)$/.exec(pathname) ?? [];
    const upload = this.uploads.get(id);
    if (!upload) return problem(404, 'UploadNotFound');
    if (method === 'GET' && rest === '') return this.#look(upload);
    if (method === 'DELETE' && rest === '' && ticket === undefined) return this.#abort(upload);
    if (method === 'GET' && rest === '/parts')
      return this.#list(upload, Number(searchParams.get('after') ?? 0));
    if (method === 'POST' && rest === '/parts:sign') return this.#sign(upload, SignParts.parse(body));
    if (method === 'POST' && rest === '/complete')
      return this.#complete(upload, CompleteUpload.parse(body).digest);
    return problem(404, 'RouteNotFound');
  }

  /** Whether a part would be taken with these headers now; null where it would. */
  refusesEarly(url: string, headers: Readonly<Record<string, string>>, length: number): StoreAnswer | null {
    const signed = this.#urls.get(url);
    if (!signed)
      return { status: 403, code: 'SignatureDoesNotMatch', message: 'The signature does not match.' };
    if (this.#options.now() >= signed.expiresAt)
      return { status: 403, code: 'AccessDenied', message: 'Request has expired' };
    if (headers['x-amz-checksum-sha256'] !== hexToBase64(signed.sha256) || length !== signed.length)
      return { status: 403, code: 'SignatureDoesNotMatch', message: 'The signed headers differ.' };
    const upload = this.uploads.get(signed.id);
    if (upload?.view.state !== 'uploading') return NO_SUCH_UPLOAD;
    return null;
  }

  /** Takes a part that was not refused early, as it arrived. */
  put(url: string, arrived: Arrived): StoreAnswer {
    const signed = this.#urls.get(url);
    const upload = signed && this.uploads.get(signed.id);
    if (!signed || !upload) throw new Error('it was to be refused early');
    if (arrived.sha256 !== signed.sha256)
      return { status: 400, code: 'BadDigest', message: 'The SHA256 you specified did not match.' };
    if (upload.view.state !== 'uploading') return NO_SUCH_UPLOAD;
    upload.parts.set(signed.n, arrived);
    upload.puts.push(signed.n);
    return { status: 200, code: null, message: null };
  }

  /** The bytes of a verified file. Throws where they were not kept. */
  contentOf(upload: Stored): Buffer {
    return Buffer.concat(
      Array.from({ length: upload.view.parts }, (_, at) => {
        const bytes = upload.parts.get(at + 1)?.bytes;
        if (!bytes) throw new Error(`part ${at + 1} was not kept`);
        return bytes;
      }),
    );
  }

  /** The latest upload of these values of the same uploader is gone on with in some states; else another one begins. */
  #create({ name, size, mtime, fingerprint }: CreateUpload, goesOn: readonly UploadView['state'][]): Answer {
    const same = [...this.uploads.values()].findLast(
      ({ view }) =>
        view.own &&
        view.name === name &&
        view.size === size &&
        view.mtime === mtime &&
        view.fingerprint === fingerprint,
    )?.view;
    if (same && goesOn.includes(same.state))
      return { status: same.state === 'uploading' ? 201 : 200, body: same };
    const { partSize: small } = this.#options;
    const plan = small === undefined ? planParts(size) : { partSize: small, parts: Math.ceil(size / small) };
    const view: UploadView = {
      id: makeUploadId(Date.UTC(2026, 10, 22), randomBytes(10)),
      number: NUMBER,
      name,
      size,
      mtime,
      fingerprint,
      ...plan,
      concurrency: { browser: 4, cli: 8, sh: 4 },
      state: 'uploading',
      digest: null,
      reason: null,
      createdAt: '2026-11-22T09:00:00.000Z',
      createdBy: 'Dana Fox',
      own: true,
      byTicket: false,
      verifiedAt: null,
      expiresAt: '2026-11-29T09:00:00.000Z',
    };
    this.uploads.set(view.id, {
      view,
      declared: new Map(),
      parts: new Map(),
      puts: [],
      looksLeft: this.#options.looks,
    });
    return { status: 201, body: view };
  }

  async #look(upload: Stored): Promise<Answer> {
    if (upload.view.state === 'verifying') {
      if (upload.looksLeft === 0) await this.#verify(upload);
      else upload.looksLeft -= 1;
    }
    return { status: 200, body: upload.view };
  }

  #abort(upload: Stored): Answer {
    if (upload.view.state === 'uploading')
      upload.view = { ...upload.view, state: 'aborted', expiresAt: null };
    return { status: 200, body: upload.view };
  }

  #list({ parts, view }: Stored, after: number): Answer {
    if (view.state !== 'uploading') return closed(view);
    const left = [...parts].filter(([n]) => n > after).sort(([a], [b]) => a - b);
    const page = left.slice(0, this.#options.listPage);
    const items = page.map(([n, { size, sha256 }]) => ({ n, size, sha256 }));
    return {
      status: 200,
      body: { items, next: left.length > page.length ? (items.at(-1)?.n ?? null) : null },
    };
  }

  #sign(upload: Stored, { parts }: z.infer<typeof SignParts>): Answer {
    if (upload.view.state !== 'uploading') return closed(upload.view);
    const { id, size, partSize } = upload.view;
    this.signCalls += 1;
    this.mostSigned = Math.max(this.mostSigned, parts.length);
    const items = parts.map(({ n, sha256 }) => {
      if (n > upload.view.parts) throw new Error(`there is no part ${n}`);
      upload.declared.set(n, sha256);
      const url = `${this.#options.store}/sr/${NUMBER}/${id}?partNumber=${n}&X-Amz-Signature=${randomBytes(16).toString('hex')}`;
      const expiresAt = this.#options.now() + this.#options.signedForMs;
      const length = Math.min(partSize, size - (n - 1) * partSize);
      this.#urls.set(url, { id, n, sha256, length, expiresAt });
      return {
        n,
        url,
        headers: { 'x-amz-checksum-sha256': hexToBase64(sha256) },
        expiresAt: new Date(Date.UTC(2026, 10, 22) + expiresAt).toISOString(),
      };
    });
    return { status: 200, body: { items } };
  }

  #complete(upload: Stored, digest: string): Answer {
    const { state, digest: known } = upload.view;
    if ((state === 'verifying' || state === 'verified') && known === digest)
      return { status: 202, body: upload.view };
    if (state !== 'uploading') return closed(upload.view);
    const missing: number[] = [];
    const mismatched: number[] = [];
    for (let n = 1; n <= upload.view.parts; n += 1) {
      const part = upload.parts.get(n);
      if (!part) missing.push(n);
      else if (part.sha256 !== upload.declared.get(n)) mismatched.push(n);
    }
    if (missing.length + mismatched.length > 0)
      return problem(409, 'PartsMissing', {
        missing: missing.slice(0, 1000),
        mismatched: mismatched.slice(0, 1000),
      });
    upload.view = { ...upload.view, state: 'verifying', digest };
    return { status: 202, body: upload.view };
  }

  async #verify(upload: Stored): Promise<void> {
    const hashes = Array.from(
      { length: upload.view.parts },
      (_, at) => upload.parts.get(at + 1)?.sha256 ?? '',
    );
    const right = await compositeDigest(hashes, async (bytes) => createHash('sha256').update(bytes).digest());
    const found = this.#options.findDigest(right);
    upload.view =
      upload.view.digest === right
        ? {
            ...upload.view,
            state: 'verified',
            digest: found,
            verifiedAt: '2026-11-22T10:00:00.000Z',
            expiresAt: null,
          }
        : { ...upload.view, state: 'failed', reason: 'the digest differs', expiresAt: null };
  }
}
