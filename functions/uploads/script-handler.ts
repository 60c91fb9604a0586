import { createHash } from 'node:crypto';
import { ROUTES, type ScriptRouteKey } from '#shared/schema/routes.ts';
import { readConfig } from '../config.ts';
import { CasebellError } from '../errors.ts';
import { type HttpAnswer, httpHandler } from '../http.ts';
import { arrivedAt, type HttpEvent } from '../http-event.ts';
import { openTable, type Table } from '../io/table.ts';
import { refusalScript, scriptAnswer, wantsProblem } from './refusal-script.ts';
import { goodTicket } from './ticket-caller.ts';
import { UPLOAD_SCRIPT, uploadScriptFor } from './upload-script.ts';

/** What the script is handed out with: it has no rights on files at all. */
export interface ScriptDeps {
  readonly table: Table;
  readonly apiUrl: string;
}

type Run = (event: HttpEvent, deps: ScriptDeps) => Promise<string>;

const RUNS: { readonly [Key in ScriptRouteKey]: Run } = {
  'GET /v1/upload.sh': async () => UPLOAD_SCRIPT,
  'GET /v1/t/{secret}': async (event, { table, apiUrl }) => {
    const secret = event.pathParameters?.secret ?? '';
    await goodTicket(secret, table, arrivedAt(event));
    return uploadScriptFor(apiUrl, secret);
  },
};

/**
 * Hands the script out: as it is, to be read and pinned by its digest, or as the URL of a ticket gives it, ready to run.
 * The ticket is looked at first, so that one which has expired says so before anything is uploaded. Throws TicketUnknown,
 * TicketExpired and TicketRevoked, which refuseScript tells a shell.
 */
export async function handOutScript(event: HttpEvent, deps: ScriptDeps): Promise<HttpAnswer> {
  const route = ROUTES.find(({ method, path }) => `${method} ${path}` === event.routeKey);
  if (!route || !('servedBy' in route) || route.servedBy !== 'script')
    throw new CasebellError('RouteNotFound');
  const script = await RUNS[`${route.method} ${route.path}`](event, deps);
  // RFC 9530: of what is answered, in base64.
  const digest = `sha-256=:${createHash('sha256').update(script).digest('base64')}:`;
  return scriptAnswer(script, { 'repr-digest': digest });
}

/** What the URL of a ticket answers instead of a problem, unless problems are asked for: null where one is. */
export function refuseScript(error: CasebellError, event: HttpEvent): HttpAnswer | null {
  const ofTicket = event.routeKey === 'GET /v1/t/{secret}';
  return ofTicket && !wantsProblem(event) ? scriptAnswer(refusalScript(error)) : null;
}

let live: ScriptDeps | undefined;

function deps(): ScriptDeps {
  if (live) return live;
  const { TABLE_NAME, API_URL } = readConfig('script');
  live = { table: openTable(TABLE_NAME), apiUrl: API_URL };
  return live;
}

export const handler = httpHandler((event) => handOutScript(event, deps()), refuseScript);
