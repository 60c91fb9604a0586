import * as z from 'zod/mini';
import { Problem, RequestView } from '#shared/schema/view.ts';
import { askDesk } from '../ask-desk.ts';
import { CommandFailure } from '../command-failure.ts';

/** What API Gateway answers by itself. */
const Message = z.object({ message: z.string() });

/** The request as the bearer of `token` may see it. Throws CommandFailure, one plain sentence each. */
export async function fetchRequest(desk: string, token: string, number: string): Promise<RequestView> {
  const headers = { authorization: `Bearer ${headerSafe(token)}` };
  const response = await askDesk(desk, `/v1/requests/${number}`, { headers });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new CommandFailure(refusal(desk, number, response, body));
  const request = RequestView.safeParse(body);
  if (!request.success)
    throw new CommandFailure(`What answers at ${desk} is not a Casebell desk, or not one of this version.`);
  return request.data;
}

function headerSafe(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token.trim())) return token.trim();
  throw new CommandFailure('The token is not one: it is empty or has characters that no token has.', 2);
}

function refusal(desk: string, number: string, response: Response, body: unknown): string {
  const problem = Problem.safeParse(body);
  if (problem.success) {
    const { code, detail, fix } = problem.data;
    return code === 'RequestNotFound'
      ? `There is no request ${number} that you may see.`
      : `${detail} ${fix}`;
  }
  if (response.status === 401) {
    // RFC 6750, section 3: the challenge says what is wrong with the token.
    return response.headers.get('www-authenticate')?.includes('expired')
      ? 'The token has expired; get a new one.'
      : `The desk at ${desk} does not accept this token; get one that it issued.`;
  }
  if (response.status === 503)
    return `The desk at ${desk} is still starting, or busy; try again in a few seconds.`;
  if (Message.safeParse(body).success && response.status === 403)
    return 'You are not allowed to see requests.';
  return `What answers at ${desk} is not a Casebell desk (status ${response.status}); name it with --desk.`;
}
