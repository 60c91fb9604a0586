import * as z from 'zod/mini';
import { Action, FileRequest } from './action.ts';
import type { Operation } from './operation.ts';
import { RequestType } from './request.ts';
import { RequestNumber } from './request-number.ts';
import type { RouteKey } from './routes.ts';
import { UPLOAD_OPERATIONS } from './upload-operations.ts';
import { ContractPage, Me, RequestPage, RequestView, StaffPage, TimelinePage } from './view.ts';

const Empty = z.strictObject({});
const ByNumber = z.strictObject({ number: RequestNumber });
const Cursor = z.optional(z.string().check(z.maxLength(2000)));
const Limit = z.optional(
  z.pipe(
    z.string().check(z.regex(/^([1-9]|[1-9]\d|100)$/, 'must be a number from 1 to 100')),
    z.transform(Number),
  ),
);

/** Which SRs to list. Customers see those of their contracts; staff choose. */
export const RequestListQuery = z.strictObject({
  scope: z.optional(z.enum(['account', 'mine', 'queue', 'escalated'])),
  account: z.optional(z.string().check(z.minLength(1), z.maxLength(60))),
  queue: z.optional(RequestType),
  region: z.optional(z.string().check(z.minLength(1), z.maxLength(20))),
  cursor: Cursor,
  limit: Limit,
});
export type RequestListQuery = z.infer<typeof RequestListQuery>;

export const TimelineQuery = z.strictObject({ cursor: Cursor, limit: Limit });

/** What each route takes and gives. The dispatcher parses with it, the OpenAPI document is made of it. */
export const OPERATIONS = {
  'GET /v1/openapi.json': {
    id: 'getOpenApi',
    summary: 'This document',
    params: Empty,
    query: Empty,
    body: null,
    status: 200,
    answer: z.looseObject({ openapi: z.string() }),
  },
  'GET /v1/contacts/me': {
    id: 'getMe',
    summary: 'Who you are to the desk',
    params: Empty,
    query: Empty,
    body: null,
    status: 200,
    answer: Me,
  },
  'GET /v1/contracts': {
    id: 'listContracts',
    summary: 'The contracts of your account, and your roles on them',
    params: Empty,
    query: Empty,
    body: null,
    status: 200,
    answer: ContractPage,
  },
  'GET /v1/policy': {
    id: 'getPolicy',
    summary: 'The policy pack under which requests are filed now',
    params: Empty,
    query: Empty,
    body: null,
    status: 200,
    answer: z.looseObject({ pack: z.string(), version: z.int() }),
  },
  'GET /v1/staff': {
    id: 'listStaff',
    summary: 'Who works at the desk (staff only)',
    params: Empty,
    query: Empty,
    body: null,
    status: 200,
    answer: StaffPage,
  },
  'GET /v1/requests': {
    id: 'listRequests',
    summary: 'Support requests: of your contracts, or of a queue, an engineer, an account, or escalated ones',
    params: Empty,
    query: RequestListQuery,
    body: null,
    status: 200,
    answer: RequestPage,
  },
  'POST /v1/requests': {
    id: 'fileRequest',
    summary: 'File a support request',
    params: Empty,
    query: Empty,
    body: FileRequest,
    status: 201,
    answer: RequestView,
  },
  'GET /v1/requests/{number}': {
    id: 'getRequest',
    summary: 'One support request, with the actions you may take on it',
    params: ByNumber,
    query: Empty,
    body: null,
    status: 200,
    answer: RequestView,
  },
  'GET /v1/requests/{number}/timeline': {
    id: 'getTimeline',
    summary: 'What happened to a support request, oldest first',
    params: ByNumber,
    query: TimelineQuery,
    body: null,
    status: 200,
    answer: TimelinePage,
  },
  'POST /v1/requests/{number}/actions': {
    id: 'actOnRequest',
    summary: 'Do something to a support request',
    params: ByNumber,
    query: Empty,
    body: Action,
    status: 200,
    answer: RequestView,
  },
  ...UPLOAD_OPERATIONS,
} as const satisfies Record<RouteKey, Operation>;

export type Operations = typeof OPERATIONS;
export type Params<Key extends RouteKey> = z.infer<Operations[Key]['params']>;
export type Query<Key extends RouteKey> = z.infer<Operations[Key]['query']>;
export type Body<Key extends RouteKey> = Operations[Key]['body'] extends z.ZodMiniType
  ? z.infer<Operations[Key]['body']>
  : null;
export type Answer<Key extends RouteKey> = z.infer<Operations[Key]['answer']>;
