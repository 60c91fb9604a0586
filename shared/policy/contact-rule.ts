import type { ContactRule } from '../targets/contact-plan.ts';
import { wholeDays } from './duration.ts';
import type { Pack } from './pack.ts';

/** The pack's contact rule as the target engine takes it. */
export function contactRule({ after, close }: Pack['contact']): ContactRule {
  return {
    attempts: after.length,
    spread: 'distinct-service-days',
    after: after.map(wholeDays),
    closeAfterDays: wholeDays(close),
  };
}
