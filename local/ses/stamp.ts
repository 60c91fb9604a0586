/** Headers that SES writes itself or takes away before it sends. */
const REPLACED = /^(message-id|date|bcc|x-ses-configuration-set|x-ses-message-tags)$/i;

/**
 * The message as SES sends it on: with SES's own `Message-ID` and `Date`, without `Bcc` and `X-SES-*`.
 * Source: SES guide, "Sending raw email" (header fields that SES overrides).
 */
export function stampRaw(raw: Buffer, id: string, at: Date): Buffer {
  const source = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(source);
  const head = end === null ? source : source.slice(0, end.index);
  const rest = end === null ? '\r\n\r\n' : source.slice(end.index);
  const kept = head.split(/\r?\n(?![ \t])/).filter((field) => !REPLACED.test(field.split(':')[0] ?? ''));
  const stamp = [
    `Message-ID: <${id}@email.amazonses.com>`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
  ];
  return Buffer.from([...stamp, ...kept].join('\r\n') + rest, 'latin1');
}
