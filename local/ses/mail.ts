import * as z from 'zod/mini';

/** What became of a mail: SES would say the same through its events. */
export const MailOutcome = z.enum(['delivered', 'bounced', 'complained']);
export type MailOutcome = z.infer<typeof MailOutcome>;

/** A mail that SES took. `at` is an instant of the stack's clock; `id` is the SES message id. */
export const Mail = z.object({
  id: z.string(),
  at: z.iso.datetime({ precision: 3 }),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  tags: z.record(z.string(), z.string()),
  configurationSet: z.nullable(z.string()),
  outcome: MailOutcome,
});
export type Mail = z.infer<typeof Mail>;

/** A mail on its way into the mailbox: the envelope SES was given and the raw message. */
export interface OutgoingMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet: string | null;
}

/** What happens to mail for an address, by the rules of the SES mailbox simulator and `bounce.example`. */
export function fateOf(address: string): MailOutcome | 'rejected' {
  const bare = bareAddress(address);
  const [mailbox = '', domain = ''] = bare.split('@');
  const name = mailbox.split('+')[0];
  if (name === 'bounce' || domain === 'bounce.example') return 'bounced';
  if (name === 'complaint') return 'complained';
  return name === 'reject' ? 'rejected' : 'delivered';
}

/** `Dana Fox <dana@example.com>` as `dana@example.com`, in lower case. */
export function bareAddress(address: string): string {
  return (/<([^<>]+)>\s*$/.exec(address)?.[1] ?? address).trim().toLowerCase();
}
