import type { Logger } from '@aws-lambda-powertools/logger';
import { renderMail } from '#shared/mail/render-mail.ts';
import { type Config, readConfig } from '../config.ts';
import { findMail, markMail, type StoredMail } from '../io/outbox.ts';
import { MailRefused, openPostOffice, type PostOffice, post } from '../io/post-office.ts';
import { countMetric } from '../metric.ts';
import { attributeOf, eachRecord, StreamEvent, type StreamRecord } from '../stream/stream-event.ts';
import { taskHandler } from '../task.ts';
import { liveDeps, type WorkflowDeps } from '../workflow/deps.ts';
import { awaitsConfirmation, noteConfirmed } from './confirmed.ts';
import { buildMime } from './mime.ts';
import { noteUndelivered } from './undelivered.ts';

/** Where failures are told; of a mail only what finds it again, never what it says or to whom. */
export type MailLog = Pick<Logger, 'error'>;

export interface MailDeps extends WorkflowDeps {
  readonly postOffice: PostOffice;
  readonly log: MailLog;
  readonly config: Config<'mail'>;
}

/**
 * Sends a queued mail, and records that it was. SES has no idempotency key: a crash between the two sends it again,
 * and nothing else does, since the state is read first. A mail that SES refuses is recorded as failed, so that
 * it never holds up the next.
 */
export async function sendMail(record: StreamRecord, deps: MailDeps): Promise<void> {
  const { table, postOffice, config, log } = deps;
  const number = attributeOf(record.dynamodb.NewImage, 'pk')?.slice('SR#'.length) ?? '';
  const id = attributeOf(record.dynamodb.NewImage, 'sk')?.slice('M#'.length) ?? '';
  const mail = await findMail(table, number, id);
  if (mail?.state !== 'queued') return;
  // The sweeper may have offered it again, long after it was queued.
  const offeredAt = attributeOf(record.dynamodb.NewImage, 'attendAt') ?? mail.queuedAt;

  // Asked before it is sent: between the sending and its record there should be as little as possible.
  const confirms = mail.content.kind === 'request-filed' && (await awaitsConfirmation(number, deps));

  try {
    const raw = write(mail, id, config);
    const messageId = await post(postOffice, { to: mail.to.email, raw, request: number, mail: id });
    // First the SR, then the mail, as below: a crash in between sends it again, and the note is known already.
    if (confirms) await noteConfirmed(number, id, offeredAt, deps);
    await markMail(table, number, id, 'sent', { messageId: messageId ?? undefined });
  } catch (error) {
    if (!(error instanceof MailRefused || error instanceof MailUnwritable)) throw error;
    log.error('mail failed', {
      request: number,
      mail: id,
      kind: mail.content.kind,
      reason: error.message,
    });
    countMetric('MailFailed', 1);
    // First the SR, then the mail: a crash in between repeats the note, which is then known already.
    if (mail.content.side === 'customer') await noteUndelivered(number, id, mail.to.email, offeredAt, deps);
    await markMail(table, number, id, 'failed', { reason: error.message });
  }
}

/** A mail that cannot be put into words would be offered for ever; it is a defect, told like a refusal. */
class MailUnwritable extends Error {
  override readonly name = 'MailUnwritable';
}

function write(mail: StoredMail, id: string, config: Config<'mail'>): Uint8Array {
  const vendor = { name: config.VENDOR_NAME, portalUrl: config.PORTAL_URL ?? null };
  const sender = {
    from: config.MAIL_FROM,
    name: config.VENDOR_NAME,
    replyTo: config.REPLY_TO,
    replyDomain: config.REPLY_DOMAIN,
  };
  const [house = 'en'] = config.LANGUAGES;
  const language = config.LANGUAGES.includes(mail.to.language) ? mail.to.language : house;
  try {
    return buildMime(mail, id, renderMail(mail.content, { ...mail.to, language }, vendor), sender);
  } catch (error) {
    throw new MailUnwritable(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

let live: Omit<MailDeps, 'log'> | undefined;

function mailDeps(): Omit<MailDeps, 'log'> {
  if (live) return live;
  const config = readConfig('mail');
  const postOffice = openPostOffice(config.MAIL_FROM, config.CONFIGURATION_SET);
  live = { ...liveDeps(), postOffice, config };
  return live;
}

export const handler = taskHandler(StreamEvent, (event, logger) =>
  eachRecord(
    event,
    (record) => sendMail(record, { ...mailDeps(), log: logger }),
    (error) => logger.error('not sent', error instanceof Error ? error : new Error(String(error))),
  ),
);
