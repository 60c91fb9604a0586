import * as z from 'zod/mini';
import { cleanLine, shorten } from '#shared/mail/clean-text.ts';
import { type Instant, toInstant } from '#shared/schema/instant.ts';
import type { Actor, StaffRole } from '#shared/schema/person.ts';
import { STAFF_ROLES } from '#shared/schema/person.ts';
import { Email } from '#shared/schema/text.ts';
import { CasebellError } from './errors.ts';

/**
 * What of an HTTP API event (payload 2.0) the desk reads.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const HttpEvent = z.object({
  routeKey: z.string(),
  headers: z.record(z.string(), z.string()),
  queryStringParameters: z.optional(z.record(z.string(), z.string())),
  pathParameters: z.optional(z.record(z.string(), z.string())),
  body: z.optional(z.string()),
  isBase64Encoded: z.boolean(),
  requestContext: z.object({
    requestId: z.string(),
    timeEpoch: z.int(),
    authorizer: z.optional(z.object({ jwt: z.object({ claims: z.record(z.string(), z.unknown()) }) })),
  }),
});
export type HttpEvent = z.infer<typeof HttpEvent>;

const Claims = z.object({
  email: Email,
  email_verified: z.optional(z.union([z.boolean(), z.string()])),
  name: z.optional(z.string()),
  'cognito:groups': z.optional(z.union([z.string(), z.array(z.string())])),
});

/** People write their own name at the identity provider, and it goes into timelines and mails. */
const LONGEST_NAME = 120;

/**
 * The signed-in caller: staff if a group of the identity provider says so, else a customer by verified e-mail.
 * Throws NoEmailInToken (API Gateway lets Cognito's access tokens in as well) and EmailNotVerified.
 */
export function callerOf(event: HttpEvent): Actor {
  const read = Claims.safeParse(event.requestContext.authorizer?.jwt.claims);
  if (!read.success) throw new CasebellError('NoEmailInToken');
  const claims = read.data;
  // A customer is who their address says; an unverified one could be anybody's.
  if (String(claims.email_verified) !== 'true') throw new CasebellError('EmailNotVerified');
  const name = shorten(cleanLine(claims.name ?? ''), LONGEST_NAME) || claims.email;
  const roles = staffRoles(claims['cognito:groups']);
  return roles.length > 0
    ? { kind: 'staff', email: claims.email, name, roles }
    : { kind: 'customer', email: claims.email, name };
}

/** API Gateway hands an array claim over as `[csr tse]`. */
function staffRoles(groups: string | string[] | undefined): StaffRole[] {
  const names = typeof groups === 'string' ? groups.replace(/^\[|\]$/g, '').split(/[\s,]+/) : (groups ?? []);
  return STAFF_ROLES.filter((role) => names.includes(role));
}

/** When the request reached the desk: the only clock of the API. */
export function arrivedAt(event: HttpEvent): Instant {
  return toInstant(event.requestContext.timeEpoch);
}
