import { UPLOAD_REFUSALS } from './upload-refusals.ts';

/** Every way the domain says no: what is so, what to do instead, and the requirement behind it where there is one. */
export const REFUSALS = {
  NotAllowed: {
    reason: 'Your role does not allow this.',
    fix: 'Ask a colleague whose role does, or your administrator.',
  },
  AlreadyAssigned: {
    reason: 'The request already has an engineer.',
    fix: 'Reassign it, and give the reason: the customer is told.',
    row: 'WRK-2',
  },
  NotAssigned: { reason: 'No engineer is assigned yet.', fix: 'Assign an engineer first.', row: 'WRK-1' },
  SameEngineer: {
    reason: 'This engineer has the request already.',
    fix: 'Choose another engineer.',
    row: 'WRK-2',
  },
  NotAnEngineer: {
    reason: 'There is no engineer with this address.',
    fix: 'Choose someone from GET /v1/staff with the role tse or csr.',
    row: 'WRK-1',
  },
  EngineerAway: {
    reason: 'This engineer is away today.',
    fix: 'Choose another engineer, or say anyway: true.',
    row: 'WRK-1',
  },
  EngineerFull: {
    reason: 'This engineer has as many open requests as they take on.',
    fix: 'Choose another engineer, or say anyway: true.',
    row: 'WRK-1',
  },
  RequestClosed: {
    reason: 'The request is closed.',
    fix: 'Reopen it, or file a new one that names it.',
    row: 'CLO-4',
  },
  NotClosed: {
    reason: 'The request is not closed.',
    fix: 'There is nothing to reopen; add a comment instead.',
    row: 'CLO-4',
  },
  ReopenWindowOver: {
    reason: 'The time in which this request could be reopened is over.',
    fix: 'File a new request that names this one.',
    row: 'CLO-4',
  },
  NeverReopened: {
    reason: 'Under the policy of this request a closed one stays closed.',
    fix: 'File a new request, and name this one in its description.',
    row: 'CLO-4',
  },
  EntitlementOver: {
    reason: 'The entitlement of this request has ended: no target runs on it any more.',
    fix: 'File a new request under the contract that is in force.',
    row: 'OFF-6',
  },
  SameTerms: {
    reason: 'The request has this contract, offering and product already.',
    fix: 'Choose another contract of the account, or another product of it.',
    row: 'OFF-6',
  },
  OfferingNotInPolicy: {
    reason: 'The policy of the request does not have the offering of that contract.',
    fix: 'Choose another contract, or ask the desk: its operator has to name an offering of the policy.',
    row: 'OFF-12',
  },
  CallBackNotOffered: {
    reason: 'The policy takes no call-backs.',
    fix: 'File a technical or customer-service request instead.',
    row: 'FIL-8',
  },
  CallBackNeeded: {
    reason: 'A call-back needs to know whom to call, and where.',
    fix: 'Give fullName, company and phone in callBack.',
    row: 'FIL-8',
  },
  NoCallBack: {
    reason: 'Only a request of type call-back says whom to call back.',
    fix: 'Leave callBack out, or file it as call-back.',
    row: 'FIL-8',
  },
  AlreadyAwaitingCustomer: {
    reason: 'The request already waits for the customer.',
    fix: 'Add a comment: the wait and its contact attempts go on.',
    row: 'CLO-1',
  },
  NothingToConfirm: {
    reason: 'No solution is proposed.',
    fix: 'Close the request with a reason instead.',
    row: 'CLO-1',
  },
  ReasonNotOffered: {
    reason: 'The policy does not offer this reason.',
    fix: 'Choose one of closing.reasons, or of escalation.reasons, from GET /v1/policy.',
    row: 'CLO-3',
  },
  SameSeverity: {
    reason: 'The request has this severity already.',
    fix: 'Choose another severity.',
    row: 'OFF-6',
  },
  ReachableContactNeeded: {
    reason: 'At this severity somebody must be reachable throughout the contract hours.',
    fix: 'Say who, in reachableContact.',
    row: 'OFF-5',
  },
  AlreadyEscalated: {
    reason: 'The request is escalated already.',
    fix: 'Tell the escalation engineer or the regional escalation manager what changed.',
    row: 'ESC-7',
  },
  NotEscalated: { reason: 'The request is not escalated.', fix: 'Escalate it first.', row: 'ESC-1' },
  NotLed: {
    reason: 'No escalation engineer is named yet.',
    fix: 'The regional escalation manager names one first.',
    row: 'ESC-4',
  },
  DeescalateFirst: {
    reason: 'The request is escalated.',
    fix: 'De-escalate it with its three records before closing it.',
    row: 'ESC-8',
  },
  UpdateNotAhead: {
    reason: 'The next update must lie in the future.',
    fix: 'Give an instant after now in nextUpdateAt.',
    row: 'ESC-5',
  },
  UpdateTooFarAhead: {
    reason: 'The next update lies further ahead than the policy allows.',
    fix: 'Promise an earlier one; see escalation.updateAtMost in GET /v1/policy.',
    row: 'ESC-5',
  },
  NoSuchContract: {
    reason: 'There is no contract of yours with this id.',
    fix: 'Choose one from GET /v1/contracts.',
    row: 'FIL-2',
  },
  ContractNotLive: {
    reason: 'The contract is not in force today.',
    fix: 'Renew it, or choose another from GET /v1/contracts.',
    row: 'FIL-2',
  },
  NotEntitled: {
    reason: 'Technical requests are filed by a support administrator of the contract.',
    fix: 'Ask the primary licence administrator of the contract to make you one.',
    row: 'FIL-2',
  },
  NotOnContract: {
    reason: 'Licensing requests are filed by someone who has a role on the contract.',
    fix: 'Ask the primary licence administrator of the contract to give you one.',
    row: 'FIL-2',
  },
  ProductNotCovered: {
    reason: 'The contract does not cover this product.',
    fix: 'Choose one of the products that GET /v1/contracts lists for it.',
    row: 'FIL-2',
  },
  UnknownContact: {
    reason: 'No contact of an account has your e-mail address.',
    fix: 'Sign in with your business address, or ask the administrator of your contract to add you.',
    row: 'ACC-1',
  },
  NoSuchCustomer: {
    reason: 'There is no contact with this customer number.',
    fix: 'Check the number: it has 10 digits and belongs to one person.',
    row: 'FIL-7',
  },
  NotYourNumber: {
    reason: 'This customer number is not yours.',
    fix: 'Leave customerNumber out: a request of yours is filed for you. Staff file for others.',
    row: 'FIL-7',
  },
  CustomerNumberNeeded: {
    reason: 'Staff file for a customer.',
    fix: "Give the customer's number in customerNumber.",
    row: 'FIL-7',
  },
  ...UPLOAD_REFUSALS,
} as const satisfies Record<string, { reason: string; fix: string; row?: string }>;

export type RefusalCode = keyof typeof REFUSALS;
