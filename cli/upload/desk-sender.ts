import type { DeskAnswer, DeskCall, SendToDesk } from '#clients/upload/desk-api.ts';
import { DeskUnreachable } from '#clients/upload/desk-errors.ts';
import { deskAddress } from '../ask-desk.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Credentials } from './credentials.ts';
import { jsonOf } from './json-of.ts';

/** Calls the desk as whoever uploads; where a token has run out, once more with a new one. Throws CommandFailure. */
export function createDeskSender(credentials: Credentials): SendToDesk {
  const { desk } = credentials;
  deskAddress(desk);
  return async (call) => {
    const answer = await send(desk, credentials.header(), call);
    if (answer.status !== 401 || !(await isRenewed(credentials))) return answer;
    return send(desk, credentials.header(), call);
  };
}

async function isRenewed({ renew }: Credentials): Promise<boolean> {
  if (renew === null) return false;
  try {
    await renew();
    return true;
  } catch (error) {
    if (error instanceof CommandFailure) return false;
    throw error;
  }
}

async function send(
  desk: string,
  authorization: string,
  { method, path, body, signal }: DeskCall,
): Promise<DeskAnswer> {
  try {
    const response = await fetch(new URL(path, desk), {
      method,
      signal,
      headers: { authorization, ...(body !== null && { 'content-type': 'application/json' }) },
      body: body === null ? null : JSON.stringify(body),
    });
    const text = await response.text();
    const retryAfter = Number(response.headers.get('retry-after') ?? 0);
    return {
      status: response.status,
      body: jsonOf(text),
      retryAfterSeconds: retryAfter > 0 ? retryAfter : 0,
    };
  } catch (error) {
    // fetch reports every failure of a connection as a TypeError.
    if (!(error instanceof TypeError)) throw error;
    throw new DeskUnreachable('The desk does not answer.', { cause: error });
  }
}
