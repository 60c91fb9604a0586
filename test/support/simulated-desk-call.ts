import type { HttpEvent } from '#functions/http-event.ts';
import type { RouteKey } from '#shared/schema/routes.ts';
import { PEOPLE, type PersonName } from './simulated-desk-directory.ts';

/** What a caller gets: a problem's `code`, or status 0 where the function was killed and the answer lost. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A call's own parts: the SR's number in its path, its body, its Idempotency-Key. */
export interface CallParts {
  readonly number?: string;
  readonly body?: unknown;
  readonly key?: string;
}

/** A person's call as API Gateway hands it over, the token checked. */
export function httpEvent(
  who: PersonName,
  routeKey: RouteKey,
  { number, body, key }: CallParts,
  requestId: string,
  timeEpoch: number,
): HttpEvent {
  const { email, name, groups } = PEOPLE[who];
  const claims = { email, email_verified: 'true', name, 'cognito:groups': groups };
  return {
    routeKey,
    headers: key === undefined ? {} : { 'idempotency-key': key },
    ...(number !== undefined && { pathParameters: { number } }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: { requestId, timeEpoch, authorizer: { jwt: { claims } } },
  };
}

/** A filing that is accepted. */
export const FORM = {
  contractId: 'NW-PREMIUM',
  type: 'technical',
  severity: 2,
  subject: 'Lens Server stops',
  description: 'It stops every hour.',
  product: 'Lens Server',
};
