import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import type { StoredMail } from '#functions/io/outbox.ts';
import { buildMime, encodeHeader } from '#functions/mail/mime.ts';

const sender = {
  from: 'desk@vendor.example',
  name: 'Lens & Söhne',
  replyTo: 'support@vendor.example',
  replyDomain: 'vendor.example',
};

function mailTo(name: string): StoredMail {
  return {
    state: 'queued',
    queuedAt: '2026-03-02T14:00:00.000Z',
    to: { email: 'mori.aiko@northwind-optics.example', name, language: 'ja', zone: 'Asia/Tokyo' },
    content: {
      kind: 'reply',
      side: 'customer',
      number: '26123456787',
      subject: 'x',
      author: 'Ana',
      text: 'x',
    },
  };
}

describe('buildMime', () => {
  it('writes a message that another parser reads as it was meant', async () => {
    const rendered = {
      subject: '[SR 26123456787] 夜間に停止',
      text: 'Grüße,\n日本語',
      html: '<p>日本語</p>',
    };
    const read = await PostalMime.parse(buildMime(mailTo('森 愛子'), '00000002-reply-0', rendered, sender));
    expect(read.subject).toBe('[SR 26123456787] 夜間に停止');
    expect(read.from).toMatchObject({ address: 'desk@vendor.example', name: 'Lens & Söhne' });
    expect(read.replyTo).toMatchObject([{ address: 'support@vendor.example', name: 'Lens & Söhne' }]);
    expect(read.to).toMatchObject([{ address: 'mori.aiko@northwind-optics.example', name: '森 愛子' }]);
    expect(read.text?.trim()).toBe('Grüße,\n日本語');
    expect(read.html?.trim()).toBe('<p>日本語</p>');
    expect(read.messageId).toBe('<26123456787-00000002-reply-0@vendor.example>');
    expect(read.references).toBe('<sr-26123456787@vendor.example>');
    expect(read.date).toBe('2026-03-02T14:00:00.000Z');
  });

  it('marks every mail as sent by a program, so that no auto-reply answers it (RFC 3834)', () => {
    const raw = buildMime(mailTo('Aiko'), 'a', { subject: 's', text: 't', html: 'h' }, sender).toString();
    expect(raw).toContain('\r\nAuto-Submitted: auto-generated\r\n');
  });

  it('keeps any text, name and subject whole, and lets none of them add a header', async () => {
    const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(
        line,
        line,
        fc.string({ unit: 'grapheme', maxLength: 500 }),
        async (name, subject, text) => {
          const raw = buildMime(mailTo(name), 'a', { subject, text, html: '' }, sender);
          const read = await PostalMime.parse(raw);
          expect(read.headers.map(({ key }) => key)).toEqual([
            'from',
            'reply-to',
            'to',
            'subject',
            'date',
            'message-id',
            'in-reply-to',
            'references',
            'auto-submitted',
            'x-auto-response-suppress',
            'x-casebell-request',
            'x-casebell-mail',
            'mime-version',
            'content-type',
          ]);
          expect(read.subject?.trim()).toBe(subject.replaceAll(/[\r\n]+/g, ' ').trim());
          for (const headerLine of raw.toString().split('\r\n')) expect(headerLine.length).toBeLessThan(120);
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });

  it('never writes an encoded word of more than 75 characters (RFC 2047)', () => {
    for (const word of encodeHeader('非常に長い件名'.repeat(20)).split('\r\n '))
      expect(word.length).toBeLessThan(76);
  });
});
