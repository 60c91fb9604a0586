import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { bareAddress, type OutgoingMail } from './mail.ts';
import { headerOf, parseMessage } from './message.ts';
import type { Query } from './query.ts';
import { SesError } from './ses-error.ts';

/** SES: recipients of one message. */
const MAX_RECIPIENTS = 50;
/** SES API v1: size of one message with attachments. */
const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

/** Reads the mail out of a SendRawEmail or SendEmail call; throws `SesError` for what SES refuses. */
export async function outgoingMail(query: Query): Promise<OutgoingMail> {
  const outgoing = query.action === 'SendRawEmail' ? rawMail(query) : await composedMail(query);
  if (outgoing.to.length === 0) throw invalid('Missing final address.');
  if (outgoing.to.length > MAX_RECIPIENTS) throw invalid(`Recipient count exceeds ${MAX_RECIPIENTS}.`);
  if (outgoing.raw.length > MAX_MESSAGE_BYTES)
    throw invalid('Message length is more than 10485760 bytes long.');
  for (const address of [outgoing.from, ...outgoing.to]) {
    if (!/^[^@\s]+@[^@\s]+$/.test(bareAddress(address))) throw invalid(`Illegal address: ${address}`);
  }
  for (const [name, value] of Object.entries(outgoing.tags)) {
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalid(`Invalid tag name <${name}>: ${TAG_RULE}`);
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(value)) throw invalid(`Invalid tag value <${value}>: ${TAG_RULE}`);
  }
  return outgoing;
}

const TAG_RULE = "only alphanumeric ASCII characters, '_', and '-' are allowed.";

function rawMail(query: Query): OutgoingMail {
  const raw = Buffer.from(query.text('RawMessage.Data') ?? '', 'base64');
  const { headers } = parseMessage(raw);
  const inHeaders = ['to', 'cc', 'bcc'].flatMap((name) => addresses(headerOf(headers, name) ?? ''));
  const given = query.list('Destinations');
  const from = query.text('Source') ?? headerOf(headers, 'from');
  if (from === undefined) throw invalid("Missing required header 'From'.");
  const set = query.text('ConfigurationSetName') ?? headerOf(headers, 'x-ses-configuration-set') ?? null;
  return { from, to: given.length > 0 ? given : inHeaders, raw, tags: tags(query), configurationSet: set };
}

async function composedMail(query: Query): Promise<OutgoingMail> {
  const [to, cc, bcc] = ['To', 'Cc', 'Bcc'].map((kind) => query.list(`Destination.${kind}Addresses`));
  const from = query.text('Source') ?? '';
  const text = query.text('Message.Body.Text.Data');
  const html = query.text('Message.Body.Html.Data');
  const raw = await new MailComposer({
    from,
    to: to ?? [],
    cc: cc ?? [],
    replyTo: query.list('ReplyToAddresses'),
    subject: query.text('Message.Subject.Data') ?? '',
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
  })
    .compile()
    .build();
  const everyone = [...(to ?? []), ...(cc ?? []), ...(bcc ?? [])];
  return {
    from,
    to: everyone,
    raw,
    tags: tags(query),
    configurationSet: query.text('ConfigurationSetName') ?? null,
  };
}

function tags(query: Query): Record<string, string> {
  return Object.fromEntries(query.records('Tags').map((tag) => [tag.Name ?? '', tag.Value ?? '']));
}

/** Splits an address list at the commas that are outside quotes. */
function addresses(header: string): string[] {
  return (header.match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/g) ?? [])
    .map((it) => it.trim())
    .filter((it) => it !== '');
}

function invalid(message: string): SesError {
  return new SesError('InvalidParameterValue', message);
}
