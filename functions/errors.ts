import { REFUSALS, type RefusalCode } from '#shared/domain/refusals.ts';
import type { Problem } from '#shared/schema/view.ts';

/** Errors that arise around the domain; its own refusals are in shared/domain/refusals.ts. */
const ERRORS = {
  InvalidRequest: {
    status: 400,
    reason: 'The request is not as this route takes it.',
    fix: 'Correct what detail names; GET /v1/openapi.json describes every route.',
  },
  InvalidJson: { status: 400, reason: 'The body is not JSON.', fix: 'Send a JSON object in UTF-8.' },
  InvalidCursor: {
    status: 400,
    reason: 'The cursor is not one of this list.',
    fix: 'Use the cursor of the page before, unchanged, with the same query.',
  },
  InvalidIdempotencyKey: {
    status: 400,
    reason: 'The Idempotency-Key is not usable.',
    fix: 'Send 1 to 200 printable ASCII characters, such as a UUID.',
  },
  BodyTooLarge: {
    status: 413,
    reason: 'The body is larger than 256 KiB.',
    fix: 'Shorten the texts; large files go through uploads.',
  },
  EmailNotVerified: {
    status: 403,
    reason: 'Your e-mail address is not verified.',
    fix: 'Verify it with your identity provider and sign in again.',
  },
  NoEmailInToken: {
    status: 403,
    reason: 'The token does not tell your e-mail address.',
    fix: 'Send the ID token as bearer, not the access token.',
  },
  RouteNotFound: { status: 404, reason: 'There is no such route.', fix: 'See GET /v1/openapi.json.' },
  RequestNotFound: {
    status: 404,
    reason: 'There is no request with this number that you may see.',
    fix: 'Check the number; GET /v1/requests lists yours.',
  },
  UploadNotFound: {
    status: 404,
    reason: 'There is no upload with this id that you may see.',
    fix: 'Check the id; GET /v1/requests/{number}/uploads lists those of a request.',
  },
  TicketNotFound: {
    status: 404,
    reason: 'There is no upload ticket with this id that you may see.',
    fix: 'Check the id; GET /v1/requests/{number}/upload-tickets lists those of a request.',
  },
  TicketNeeded: {
    status: 401,
    reason: 'This route takes an upload ticket.',
    fix: 'Send the header Authorization: Ticket, with the secret of the ticket.',
  },
  TicketUnknown: {
    status: 401,
    reason: 'There is no such upload ticket.',
    fix: 'Check that it was copied whole, or have a new one issued.',
  },
  TicketExpired: {
    status: 401,
    reason: 'The upload ticket has expired.',
    fix: 'Have a new one issued: uploads go on with it where they stopped.',
  },
  TicketRevoked: {
    status: 401,
    reason: 'The upload ticket was revoked.',
    fix: 'Have a new one issued: uploads go on with it where they stopped.',
  },
  RequestChanged: {
    status: 409,
    reason: 'The request was changed by somebody else at the same moment.',
    fix: 'Load it again, look at what changed, and repeat your action.',
  },
  IdempotencyKeyReused: {
    status: 422,
    reason: 'This Idempotency-Key was used for another request.',
    fix: 'Use a new key for a new request.',
  },
  TryAgain: {
    status: 503,
    reason: 'The desk is busier than it can answer just now.',
    fix: 'Repeat the request in a few seconds; nothing was changed.',
  },
} as const;

/** Which parts of an upload are wrong. */
export type PartProblem = Pick<Problem, 'missing' | 'mismatched'>;

type OwnCode = keyof typeof ERRORS;
export type ErrorCode = OwnCode | RefusalCode;

/** Refusals that are not about the SR's state (409): who may not, what is not there, what the form lacks. */
const REFUSAL_STATUS: Partial<Record<RefusalCode, number>> = {
  NotAllowed: 403,
  NotEntitled: 403,
  NotYourNumber: 403,
  NotOnContract: 403,
  UnknownContact: 403,
  NoSuchContract: 422,
  ContractNotLive: 422,
  ProductNotCovered: 422,
  NoSuchCustomer: 422,
  CustomerNumberNeeded: 422,
  ReachableContactNeeded: 422,
  OfferingNotInPolicy: 422,
  CallBackNotOffered: 422,
  CallBackNeeded: 422,
  NoCallBack: 422,
  NotAnEngineer: 422,
  ReasonNotOffered: 422,
  UpdateNotAhead: 422,
  UpdateTooFarAhead: 422,
  FileTooLarge: 413,
  NotYourUpload: 403,
  NoSuchPart: 422,
};

/** An answer other than success: a code that never changes, its HTTP status, the reason, and what to do. */
export class CasebellError extends Error {
  override readonly name: ErrorCode;
  readonly status: number;
  readonly fix: string;
  readonly requirement: string | undefined;
  readonly parts: PartProblem | undefined;

  constructor(code: ErrorCode, detail?: string, parts?: PartProblem) {
    const told = isOwn(code) ? ERRORS[code] : REFUSALS[code];
    super(detail ? `${told.reason} ${detail}` : told.reason);
    this.name = code;
    this.status = isOwn(code) ? ERRORS[code].status : (REFUSAL_STATUS[code] ?? 409);
    this.fix = told.fix;
    this.requirement = 'row' in told ? told.row : undefined;
    this.parts = parts;
  }
}

function isOwn(code: ErrorCode): code is OwnCode {
  return code in ERRORS;
}
