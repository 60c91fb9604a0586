/** Every route of the HTTP API. The CDK app makes one API Gateway route of each, the API function dispatches on it. */
export const ROUTES = [
  { method: 'GET', path: '/v1/openapi.json', access: 'public' },
  { method: 'GET', path: '/v1/contacts/me', access: 'signed-in' },
  { method: 'GET', path: '/v1/contracts', access: 'signed-in' },
  { method: 'GET', path: '/v1/policy', access: 'signed-in' },
  { method: 'GET', path: '/v1/staff', access: 'signed-in' },
  { method: 'GET', path: '/v1/requests', access: 'signed-in' },
  { method: 'POST', path: '/v1/requests', access: 'signed-in' },
  { method: 'GET', path: '/v1/requests/{number}', access: 'signed-in' },
  { method: 'GET', path: '/v1/requests/{number}/timeline', access: 'signed-in' },
  { method: 'POST', path: '/v1/requests/{number}/actions', access: 'signed-in' },
] as const;

export type Route = (typeof ROUTES)[number];

type KeyOf<R> = R extends Route ? `${R['method']} ${R['path']}` : never;

/** A route as API Gateway writes it in `routeKey`. */
export type RouteKey = KeyOf<Route>;
