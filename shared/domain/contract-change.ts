import type { Policy } from '../policy/policy.ts';
import type { Fact } from '../schema/event.ts';
import type { MailContent } from '../schema/mail.ts';
import type { SupportRequest } from '../schema/request.ts';
import { owedResponse } from './owed-response.ts';

type Told = Extract<MailContent, { kind: 'contract-changed' }>;

/** What both sides are told of another contract or product (OFF-6): whose doing, why, and what is due now. */
export function contractChange(
  { to, product, reason }: Extract<Fact, { type: 'ContractChanged' }>,
  by: string,
  request: SupportRequest,
  policy: Policy,
): Omit<Told, 'kind' | 'side' | 'number' | 'subject'> {
  return {
    contract: to.contractId,
    offering: policy.offering(to.offering)?.title ?? { en: to.offering },
    product,
    reason,
    by,
    ...owedResponse(request, policy),
  };
}
