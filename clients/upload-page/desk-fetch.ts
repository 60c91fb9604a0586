import type { DeskAnswer, DeskCall, SendToDesk } from '../upload/desk-api.ts';
import { DeskUnreachable } from '../upload/desk-errors.ts';
import { type Session, SignInNeeded } from './session.ts';

/**
 * Calls the desk as whoever is signed in; where a token has run out, once more with a new one. Where that is not taken
 * either, the session has ended, and calls find the desk unreachable until somebody signs in again.
 */
export function deskFetch(session: Session, desk: URL): SendToDesk {
  return async (call) => {
    try {
      const token = await session.token();
      const answer = await send(desk, token, call);
      if (answer.status !== 401) return answer;
      const again = await send(desk, await session.token(token), call);
      if (again.status !== 401) return again;
    } catch (error) {
      if (isTimeout(call.signal)) throw new DeskUnreachable('The desk takes too long.');
      if (call.signal.aborted) throw call.signal.reason;
      if (!(error instanceof SignInNeeded)) throw error;
    }
    session.end();
    throw new DeskUnreachable('Nobody is signed in.');
  };
}

async function send(desk: URL, token: string, { method, path, body, signal }: DeskCall): Promise<DeskAnswer> {
  try {
    const response = await fetch(new URL(path, desk), {
      method,
      signal,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== null && { 'content-type': 'application/json' }),
      },
      body: body === null ? null : JSON.stringify(body),
      credentials: 'omit',
    });
    const text = await response.text();
    const retryAfter = Number(response.headers.get('retry-after') ?? 0);
    return {
      status: response.status,
      body: parsedJson(text),
      retryAfterSeconds: retryAfter > 0 ? retryAfter : 0,
    };
  } catch (error) {
    // fetch reports every failure of a connection as a TypeError.
    if (!(error instanceof TypeError)) throw error;
    throw new DeskUnreachable('The desk does not answer.', { cause: error });
  }
}

function isTimeout({ reason }: AbortSignal): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
