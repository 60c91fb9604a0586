/**
 * Every route of the HTTP API. The CDK app makes one API Gateway route of each, to the function that serves it; that
 * one dispatches on it. To API Gateway a route with a ticket is public: who holds the ticket is looked up by its hash.
 */
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
  { method: 'POST', path: '/v1/requests/{number}/uploads', access: 'signed-in', servedBy: 'uploads' },
  { method: 'GET', path: '/v1/requests/{number}/uploads', access: 'signed-in', servedBy: 'uploads' },
  { method: 'GET', path: '/v1/uploads/{id}', access: 'signed-in', servedBy: 'uploads' },
  { method: 'DELETE', path: '/v1/uploads/{id}', access: 'signed-in', servedBy: 'uploads' },
  { method: 'POST', path: '/v1/uploads/{id}/parts:sign', access: 'signed-in', servedBy: 'uploads' },
  { method: 'GET', path: '/v1/uploads/{id}/parts', access: 'signed-in', servedBy: 'uploads' },
  { method: 'POST', path: '/v1/uploads/{id}/complete', access: 'signed-in', servedBy: 'uploads' },
  { method: 'GET', path: '/v1/uploads/{id}/download', access: 'signed-in', servedBy: 'uploads' },
  { method: 'POST', path: '/v1/requests/{number}/upload-tickets', access: 'signed-in', servedBy: 'uploads' },
  { method: 'GET', path: '/v1/requests/{number}/upload-tickets', access: 'signed-in', servedBy: 'uploads' },
  { method: 'DELETE', path: '/v1/upload-tickets/{ticketId}', access: 'signed-in', servedBy: 'uploads' },
  { method: 'POST', path: '/v1/ticket/uploads', access: 'ticket', servedBy: 'uploads' },
  { method: 'GET', path: '/v1/ticket/uploads/{id}', access: 'ticket', servedBy: 'uploads' },
  { method: 'POST', path: '/v1/ticket/uploads/{id}/parts:sign', access: 'ticket', servedBy: 'uploads' },
  { method: 'GET', path: '/v1/ticket/uploads/{id}/parts', access: 'ticket', servedBy: 'uploads' },
  { method: 'POST', path: '/v1/ticket/uploads/{id}/complete', access: 'ticket', servedBy: 'uploads' },
  { method: 'GET', path: '/v1/upload.sh', access: 'public', servedBy: 'script' },
  { method: 'GET', path: '/v1/t/{secret}', access: 'public', servedBy: 'script' },
] as const;

export type Route = (typeof ROUTES)[number];

type KeyOf<R> = R extends Route ? `${R['method']} ${R['path']}` : never;

/** A route as API Gateway writes it in `routeKey`. */
export type RouteKey = KeyOf<Route>;

/** The routes of the functions that serve uploads and their script; all others are the API function's. */
export type UploadRouteKey = KeyOf<Extract<Route, { readonly servedBy: 'uploads' }>>;
export type ScriptRouteKey = KeyOf<Extract<Route, { readonly servedBy: 'script' }>>;
export type ApiRouteKey = Exclude<RouteKey, UploadRouteKey | ScriptRouteKey>;
