import type { Policy } from '../policy/policy.ts';
import type { MailSeverity } from '../schema/mail.ts';
import type { Severity } from '../schema/request.ts';

/** A severity as mails carry it: with all titles that the SR's own pack gives it, for readers of any language. */
export function mailSeverity(level: Severity, { pack }: Policy): MailSeverity {
  return { level, title: pack.severities[level].title };
}
