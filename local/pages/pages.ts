import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '#local/api-gateway/request-body.ts';
import { findPerson, unknownPerson } from '#local/identity/people.ts';
import { controlRoom } from './control-room.ts';
import { html } from './html.ts';
import { page } from './layout.ts';
import { mailboxPage, mailPage } from './mailbox-page.ts';
import { navigation } from './navigation.ts';
import { nextStep } from './next-step.ts';
import { REFRESH_SCRIPT } from './refresh-script.ts';
import { requestPage } from './request-page.ts';
import type { PagesSource } from './source.ts';
import { MoveRefused, targetOf } from './time-move.ts';
import { createUploadScripts, isUploadScript } from './upload-scripts.ts';
import { uploadsPage, uploadsPolicy } from './uploads-page.ts';

/** The pages and JSON under `/__local/`, but for those of the identity issuer. */
export interface Pages {
  /** Answers one request; never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body: string | Buffer | object;
  readonly headers?: Record<string, string>;
}

const MAX_BODY_BYTES = 64 * 1024;

const SCRIPT_HASH = createHash('sha256').update(REFRESH_SCRIPT.text).digest('base64');
const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  // A mail's HTML is shown inside these pages: whatever it holds, nothing runs and nothing is fetched.
  'content-security-policy': `default-src 'none'; script-src 'sha256-${SCRIPT_HASH}'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
};

/**
 * The control room of a local stack: time, requests, workflow, mails, examples; server-rendered, and usable
 * without scripts. The same data as JSON under `/__local/time`, `/__local/executions` and `/__local/mails`.
 */
export function createPages(source: PagesSource): Pages {
  const uploadScript = createUploadScripts();
  const time = async () => {
    const next = nextStep(await source.records.requests(), source);
    return {
      now: new Date(source.clock.now()).toISOString(),
      next: next && new Date(next.atMs).toISOString(),
    };
  };

  async function move(body: string, isForm: boolean): Promise<Answer> {
    const wanted = isForm ? moveOfForm(body) : parseJson(body);
    try {
      // Brings the desk to rest first: an action taken a moment ago may still be about to plan its deadline.
      await source.advanceTo(source.clock.now());
      const next = nextStep(await source.records.requests(), source);
      await source.advanceTo(targetOf(wanted, source.clock.now(), next?.atMs ?? null));
    } catch (error) {
      if (!(error instanceof MoveRefused)) throw error;
      return isForm ? problemPage(400, error.message) : { status: 400, body: { message: error.message } };
    }
    if (isForm) return { status: 303, body: '', headers: { location: '/__local/' } };
    return { status: 200, body: await time() };
  }

  async function get(path: string, query: URLSearchParams): Promise<Answer> {
    const [place = '', id] = path.split('/');
    if (place === '') {
      return webPage(controlRoom(source, await source.records.requests()));
    }
    if (place === 'time' && id === undefined) return { status: 200, body: await time() };
    if (place === 'mails' && id === undefined) return { status: 200, body: source.mailbox.mails() };
    if (place === 'mailbox') return id === undefined || id === '' ? webPage(mailboxPage(source)) : mail(id);
    if (place === 'executions' && id === undefined) return { status: 200, body: source.executions() };
    if (place === 'executions') {
      const events = source.history(decodeURIComponent(id ?? ''));
      return events === undefined
        ? { status: 404, body: { message: `There is no execution ${id}.` } }
        : { status: 200, body: events };
    }
    if (place === 'requests' && id !== undefined) {
      const found = await source.records.request(decodeURIComponent(id));
      return found === undefined
        ? problemPage(404, `There is no request ${id}.`)
        : webPage(requestPage(source, found, nextStep(await source.records.requests(), source)));
    }
    if (place === 'uploads' && id !== undefined)
      return isUploadScript(id)
        ? { status: 200, ...(await uploadScript(id)) }
        : uploads(id, query.get('as') ?? 'dana');
    return problemPage(404, 'There is no such page.');
  }

  async function uploads(number: string, who: string): Promise<Answer> {
    const found = await source.records.request(decodeURIComponent(number));
    if (found === undefined) return problemPage(404, `There is no request ${number}.`);
    const person = findPerson(who);
    if (person === undefined) return problemPage(404, unknownPerson(who));
    const headers = { 'content-security-policy': uploadsPolicy(source.s3Url()) };
    return { ...webPage(uploadsPage(found.record, person)), headers };
  }

  function mail(name: string): Answer {
    const id = name.replace(/\.eml$/, '');
    const found = source.mailbox.mails().find((it) => it.id === id);
    const message = source.mailbox.message(id);
    if (found === undefined || message === undefined) return problemPage(404, 'There is no such mail.');
    if (name === id) return webPage(mailPage(source, found, message));
    const headers = { 'content-disposition': `attachment; filename="${id}.eml"` };
    return { status: 200, type: 'message/rfc822', body: source.mailbox.raw(id) ?? '', headers };
  }

  async function answer(
    request: IncomingMessage,
    { pathname, searchParams }: URL,
    body: string,
  ): Promise<Answer> {
    const path = pathname.replace(/^\/__local\/?/, '');
    if (request.method === 'GET' || request.method === 'HEAD') return get(path, searchParams);
    if (request.method !== 'POST' || path !== 'time') return problemPage(404, 'There is no such page.');
    // Another site's page in the same browser must not move time.
    if (request.headers['sec-fetch-site'] === 'cross-site')
      return problemPage(403, 'Only this desk may do that.');
    // By its look, not by its type: curl calls everything a form.
    return move(body, !body.trimStart().startsWith('{'));
  }

  return {
    async handle(request, response) {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const body = await readBody(request, MAX_BODY_BYTES);
      if (body.kind === 'aborted') return;
      try {
        const text = body.kind === 'whole' ? body.bytes.toString('utf8') : '';
        write(response, await answer(request, url, text));
      } catch (error) {
        write(
          response,
          problemPage(500, 'This page failed', error instanceof Error ? error.message : String(error)),
        );
      }
    },
  };
}

function moveOfForm(body: string): unknown {
  const form = new URLSearchParams(body);
  return form.has('next') ? { next: true } : Object.fromEntries(form);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function webPage(body: string, status = 200): Answer {
  return { status, type: 'text/html; charset=utf-8', body };
}

function problemPage(status: number, message: string, detail: string | null = null): Answer {
  const body = html`<h1>${message}</h1>${detail === null ? null : html`<pre class="wrap">${detail}</pre>`}<p><a href="/__local/">To the control room</a></p>`;
  return webPage(page(message, body, { nav: navigation('') }), status);
}

function write(response: ServerResponse, { status, type, body, headers }: Answer): void {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  response.writeHead(status, { 'content-type': type ?? 'application/json', ...HEADERS, ...headers });
  response.end(isRaw ? body : JSON.stringify(body));
}
