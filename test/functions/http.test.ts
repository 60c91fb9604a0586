import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it, test } from 'vitest';
import { dispatch } from '#functions/api/dispatch.ts';
import { CasebellError, type ErrorCode } from '#functions/errors.ts';
import { httpHandler } from '#functions/http.ts';
import { arrivedAt, callerOf, HttpEvent } from '#functions/http-event.ts';
import { openPolicies } from '#functions/io/policy-store.ts';
import { REFUSALS } from '#shared/domain/refusals.ts';
import { Problem } from '#shared/schema/view.ts';

const EVENT = {
  routeKey: 'GET /v1/requests/{number}',
  headers: { authorization: 'Bearer x' },
  pathParameters: { number: '26123456787' },
  isBase64Encoded: false,
  requestContext: {
    requestId: 'r-1',
    timeEpoch: 1772442000000,
    authorizer: {
      jwt: { claims: { email: 'ada@customer.example', email_verified: 'true', name: 'Ada Lovelace' } },
    },
  },
};

function withClaims(claims: Record<string, unknown> | undefined): HttpEvent {
  const { authorizer: _, ...requestContext } = EVENT.requestContext;
  return HttpEvent.parse({
    ...EVENT,
    requestContext: { ...requestContext, ...(claims && { authorizer: { jwt: { claims } } }) },
  });
}

describe('the caller', () => {
  const verified = { email: 'Grace@Vendor.Example', email_verified: 'true', name: 'Grace Hopper' };

  it('is a customer by their verified address, in lower case', () => {
    expect(callerOf(withClaims(verified))).toEqual({
      kind: 'customer',
      email: 'grace@vendor.example',
      name: 'Grace Hopper',
    });
  });

  test.each<[unknown, string[]]>([
    ['[csr tse]', ['csr', 'tse']],
    ['[manager]', ['manager']],
    ['rem', ['rem']],
    ['tse, rem', ['tse', 'rem']],
    [
      ['rem', 'csr'],
      ['csr', 'rem'],
    ],
    ['[tse visitors]', ['tse']],
  ])('is staff by the groups %j', (groups, roles) => {
    expect(callerOf(withClaims({ ...verified, 'cognito:groups': groups }))).toMatchObject({
      kind: 'staff',
      roles,
    });
  });

  test.each(['[]', '', '[visitors]', '[notcsr csrs]', []])('is a customer with the groups %j', (groups) => {
    expect(callerOf(withClaims({ ...verified, 'cognito:groups': groups })).kind).toBe('customer');
  });

  test.each(['false', false, undefined, '', 'yes'])(
    'is refused while the address is unverified: %j',
    (email_verified) => {
      expect(() => callerOf(withClaims({ ...verified, email_verified }))).toThrow(
        expect.objectContaining({ name: 'EmailNotVerified', status: 403 }),
      );
    },
  );

  test.each([
    undefined,
    {},
    { ...verified, email: undefined },
    { ...verified, email: 'no address' },
    { ...verified, email: 7 },
  ])('is refused without an address, as with an access token: %j', (claims) => {
    expect(() => callerOf(withClaims(claims))).toThrow(
      expect.objectContaining({ name: 'NoEmailInToken', status: 403 }),
    );
  });

  it('takes of a name what fits into a line of a mail', () => {
    const named = (name: string) => callerOf(withClaims({ ...verified, name }));
    expect(named(' Ada\r\nBcc: all@example.com ')).toMatchObject({ name: 'Ada Bcc: all@example.com' });
    expect(named('x'.repeat(2_000))).toMatchObject({ name: `${'x'.repeat(119)}…` });
    expect(named(' \u0000 ')).toMatchObject({ name: 'grace@vendor.example' });
  });

  it('goes by the address where the token has no name', () => {
    expect(callerOf(withClaims({ ...verified, name: undefined }))).toMatchObject({
      name: 'grace@vendor.example',
    });
  });

  it('arrived when API Gateway says so', () => {
    expect(arrivedAt(HttpEvent.parse(EVENT))).toBe('2026-03-02T09:00:00.000Z');
  });
});

const CONTEXT = {} as Context;

/** What the chain answers when its route ends like this. */
async function answered(run: () => Promise<{ status: number; body: string }>, event: unknown = EVENT) {
  const answer: APIGatewayProxyStructuredResultV2 = await httpHandler(run)(event, CONTEXT);
  return { ...answer, problem: JSON.parse(answer.body ?? 'null') };
}

const failing = (error: unknown) => () => Promise.reject(error);

/** Status of every code there is: what a program may rely on. */
const STATUS: Record<ErrorCode, number> = {
  InvalidRequest: 400,
  InvalidJson: 400,
  InvalidCursor: 400,
  InvalidIdempotencyKey: 400,
  BodyTooLarge: 413,
  EmailNotVerified: 403,
  NoEmailInToken: 403,
  RouteNotFound: 404,
  RequestNotFound: 404,
  RequestChanged: 409,
  IdempotencyKeyReused: 422,
  TryAgain: 503,
  NotAllowed: 403,
  AlreadyAssigned: 409,
  NotAssigned: 409,
  SameEngineer: 409,
  EngineerAway: 409,
  EngineerFull: 409,
  NotAnEngineer: 422,
  RequestClosed: 409,
  NotClosed: 409,
  ReopenWindowOver: 409,
  AlreadyAwaitingCustomer: 409,
  NothingToConfirm: 409,
  ReasonNotOffered: 422,
  SameSeverity: 409,
  NeverReopened: 409,
  EntitlementOver: 409,
  SameTerms: 409,
  OfferingNotInPolicy: 422,
  CallBackNotOffered: 422,
  CallBackNeeded: 422,
  NoCallBack: 422,
  ReachableContactNeeded: 422,
  AlreadyEscalated: 409,
  NotEscalated: 409,
  NotLed: 409,
  DeescalateFirst: 409,
  UpdateNotAhead: 422,
  UpdateTooFarAhead: 422,
  NoSuchContract: 422,
  ContractNotLive: 422,
  NotEntitled: 403,
  NotYourNumber: 403,
  NotOnContract: 403,
  UnknownContact: 403,
  ProductNotCovered: 422,
  NoSuchCustomer: 422,
  CustomerNumberNeeded: 422,
  UploadNotFound: 404,
  TicketNotFound: 404,
  TicketNeeded: 401,
  TicketUnknown: 401,
  TicketExpired: 401,
  TicketRevoked: 401,
  FileTooLarge: 413,
  RequestQuotaUsed: 409,
  RequestFilesUsed: 409,
  AccountQuotaUsed: 409,
  NotYourUpload: 403,
  UploadEnded: 409,
  AlreadyComplete: 409,
  NoSuchPart: 422,
  PartsMissing: 409,
  DigestMismatch: 409,
  FileNotVerified: 409,
};

describe('the chain', () => {
  it('answers what the route answers, as JSON that nobody keeps', async () => {
    expect(await answered(async () => ({ status: 201, body: '{"a":1}' }))).toMatchObject({
      statusCode: 201,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
      body: '{"a":1}',
    });
  });

  test.each(Object.entries(STATUS) as [ErrorCode, number][])(
    '%s is a problem with status %i',
    async (code, status) => {
      const { statusCode, headers, problem } = await answered(failing(new CasebellError(code)));
      expect(statusCode).toBe(status);
      expect(headers).toMatchObject({ 'content-type': 'application/problem+json; charset=utf-8' });
      expect(Problem.parse(problem)).toEqual(problem);
      expect(problem).toMatchObject({
        type: `urn:casebell:problem:${code}`,
        title: code,
        status,
        code,
        requestId: 'r-1',
      });
      expect(problem.detail).toMatch(/^[A-Z].*\.$/);
      expect(problem.fix).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('every refusal of the domain has its line above', () => {
    expect(Object.keys(STATUS)).toEqual(expect.arrayContaining(Object.keys(REFUSALS)));
  });

  it('[ESC-8] a refusal names the requirement behind it, and what to do', async () => {
    const { problem } = await answered(failing(new CasebellError('DeescalateFirst')));
    expect(problem).toEqual({
      type: 'urn:casebell:problem:DeescalateFirst',
      title: 'DeescalateFirst',
      status: 409,
      detail: 'The request is escalated.',
      code: 'DeescalateFirst',
      fix: 'De-escalate it with its three records before closing it.',
      requirement: 'ESC-8',
      requestId: 'r-1',
    });
  });

  it('a detail stands after the reason', async () => {
    const { problem } = await answered(failing(new CasebellError('InvalidRequest', 'body.text: Too small.')));
    expect(problem.detail).toBe('The request is not as this route takes it. body.text: Too small.');
  });

  it("what is nobody's fault but ours fails the function, so that it is alarmed", async () => {
    await expect(answered(failing(new TypeError('x is undefined')))).rejects.toThrow('x is undefined');
    await expect(answered(async () => ({ status: 200, body: '' }), { nonsense: true })).rejects.toThrow();
  });
});

describe('a table that is throttled', () => {
  const dynamo = mockClient(DynamoDBDocumentClient);
  const table = {
    name: 'desk',
    client: DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' })),
  };
  const deps = {
    table,
    policies: openPolicies(table),
    house: { name: 'house', version: 2 },
    random: () => 0,
  };

  it.each([
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'TableBusy',
  ])('makes the desk ask for patience, not fail: %s', async (name) => {
    dynamo.reset();
    dynamo.on(GetCommand).rejects(Object.assign(new Error('slow down'), { name }));
    const answer: APIGatewayProxyStructuredResultV2 = await httpHandler((event) => dispatch(event, deps))(
      EVENT,
      CONTEXT,
    );
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '3' } });
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ code: 'TryAgain' });
  });
});
