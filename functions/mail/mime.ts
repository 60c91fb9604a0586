import type { StoredMail } from '../io/outbox.ts';

/** Who writes, and the domain under which threads and messages are named. */
export interface Sender {
  readonly from: string;
  readonly name: string;
  /** The mailbox that people at the desk read: answers go there. */
  readonly replyTo: string;
  readonly replyDomain: string;
}

interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * The raw message (RFC 5322, MIME): a text and an HTML part. All mails of an SR refer to one made-up first message,
 * so that mail programs show them as one conversation. They are marked as sent by a program (RFC 3834): no
 * auto-reply should answer them.
 */
export function buildMime(
  mail: StoredMail,
  id: string,
  { subject, text, html }: Rendered,
  sender: Sender,
): Buffer {
  const { number } = mail.content;
  const thread = `<sr-${number}@${sender.replyDomain}>`;
  // Base64 has neither the hyphens nor the leading dashes of a boundary, so no part can contain it.
  const boundary = `=_${number}-${id}`;
  const head = [
    `From: ${mailbox(sender.name, sender.from)}`,
    `Reply-To: ${mailbox(sender.name, sender.replyTo)}`,
    `To: ${mailbox(mail.to.name, mail.to.email)}`,
    `Subject: ${encodeHeader(subject)}`,
    `Date: ${new Date(mail.queuedAt).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${number}-${id}@${sender.replyDomain}>`,
    `In-Reply-To: ${thread}`,
    `References: ${thread}`,
    'Auto-Submitted: auto-generated',
    'X-Auto-Response-Suppress: All',
    `X-Casebell-Request: ${number}`,
    `X-Casebell-Mail: ${id}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
  ];
  const parts = [part(boundary, 'plain', text), part(boundary, 'html', html)];
  return Buffer.from(`${head.join(CRLF)}${CRLF}${CRLF}${parts.join('')}--${boundary}--${CRLF}`);
}

const CRLF = '\r\n';

function part(boundary: string, subtype: 'plain' | 'html', content: string): string {
  const lines =
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  return [
    `--${boundary}`,
    `Content-Type: text/${subtype}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    ...lines,
    '',
  ].join(CRLF);
}

function mailbox(name: string, address: string): string {
  return `${encodeHeader(name, true)} <${address}>`;
}

/** An encoded word has at most 75 characters, 12 of them its frame (RFC 2047, section 2): 63 of base64 are 45 bytes. */
const WORD_BYTES = 45;

/**
 * Text as a header carries it: as it is where that is safe and short, else as encoded words of whole characters,
 * one a line. Nothing can end the header early: line ends are never passed on.
 */
export function encodeHeader(text: string, asPhrase = false): string {
  const plain = asPhrase ? /^[A-Za-z0-9 ]{1,60}$/ : /^[\x20-\x3c\x3e-\x7e]{1,60}$/;
  if (plain.test(text)) return text;
  const words: string[] = [];
  let word = '';
  for (const character of text.replaceAll(/[\r\n]+/g, ' ')) {
    if (Buffer.byteLength(word + character) > WORD_BYTES) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((one) => `=?UTF-8?B?${Buffer.from(one).toString('base64')}?=`).join(`${CRLF} `);
}
