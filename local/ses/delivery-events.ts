import { randomUUID } from 'node:crypto';
import { LOCAL_ACCOUNT, LOCAL_REGION, localArn } from '#local/cloudformation/local-account.ts';
import { bareAddress, fateOf, type Mail } from './mail.ts';
import { headerOf, type Message } from './message.ts';

/** The kinds of SES events there are here, as a configuration set's event destination names them. */
export type SesEventType = 'send' | 'delivery' | 'bounce' | 'complaint';

/** An event on the default EventBridge bus. */
export interface SesEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: 'aws.ses';
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

const DETAIL_TYPES: Record<SesEventType, string> = {
  send: 'Email Sent',
  delivery: 'Email Delivered',
  bounce: 'Email Bounced',
  complaint: 'Email Complaint Received',
};

/**
 * The EventBridge events that SES sends about a mail, in order: sent, then per fate of its recipients
 * delivered, bounced (permanently), delivered and complained about.
 * Sources: EventBridge reference "Amazon Simple Email Service events"; SES guide, contents of event data.
 */
export function sesEvents(mail: Mail, message: Message): { type: SesEventType; event: SesEvent }[] {
  const withFate = (...fates: string[]) =>
    mail.to.map(bareAddress).filter((it) => fates.includes(fateOf(it)));
  const accepted = withFate('delivered', 'complained');
  const bounced = withFate('bounced');
  const complained = withFate('complained');
  const feedbackId = `${mail.id.slice(0, 16)}-${randomUUID()}-000000`;
  const details: [SesEventType, string, object][] = [['send', 'Send', {}]];
  if (accepted.length > 0) {
    details.push([
      'delivery',
      'Delivery',
      {
        timestamp: mail.at,
        processingTimeMillis: 1,
        recipients: accepted,
        smtpResponse: '250 2.0.0 OK',
        reportingMTA: 'a8-1.smtp-out.amazonses.com',
      },
    ]);
  }
  if (bounced.length > 0) {
    details.push([
      'bounce',
      'Bounce',
      {
        feedbackId,
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: bounced.map((emailAddress) => ({
          emailAddress,
          action: 'failed',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        })),
        timestamp: mail.at,
        reportingMTA: 'dsn; a8-1.smtp-out.amazonses.com',
      },
    ]);
  }
  if (complained.length > 0) {
    details.push([
      'complaint',
      'Complaint',
      {
        feedbackId,
        complaintSubType: null,
        complainedRecipients: complained.map((emailAddress) => ({ emailAddress })),
        timestamp: mail.at,
        userAgent: 'Amazon SES Mailbox Simulator',
        complaintFeedbackType: 'abuse',
        arrivalDate: mail.at,
      },
    ]);
  }
  return details.map(([type, eventType, part]) => ({
    type,
    event: {
      version: '0',
      id: randomUUID(),
      'detail-type': DETAIL_TYPES[type],
      source: 'aws.ses',
      account: LOCAL_ACCOUNT,
      time: mail.at.replace(/\.\d+Z$/, 'Z'),
      region: LOCAL_REGION,
      resources: [localArn('ses', `configuration-set/${mail.configurationSet}`)],
      detail: { eventType, mail: mailPart(mail, message), [type]: part },
    },
  }));
}

/** The `mail` object of every event; tags are lists, and SES adds some of its own. */
function mailPart(mail: Mail, message: Message) {
  const from = bareAddress(mail.from);
  const tags = Object.entries(mail.tags).map(([name, value]) => [name, [value]]);
  return {
    timestamp: mail.at,
    source: mail.from,
    sourceArn: localArn('ses', `identity/${from.split('@')[1]}`),
    sendingAccountId: LOCAL_ACCOUNT,
    messageId: mail.id,
    destination: mail.to.map(bareAddress),
    headersTruncated: false,
    headers: message.headers.map(([name, value]) => ({ name, value })),
    commonHeaders: {
      from: [headerOf(message.headers, 'from') ?? mail.from],
      to: [headerOf(message.headers, 'to') ?? mail.to.join(', ')],
      messageId: mail.id,
      subject: mail.subject,
    },
    tags: {
      'ses:configuration-set': [mail.configurationSet],
      'ses:from-domain': [from.split('@')[1]],
      ...Object.fromEntries(tags),
    },
  };
}
