import { expect, test } from 'vitest';
import { fill, UnfilledSentence } from '#shared/mail/fill.ts';
import { renderMail } from '#shared/mail/render-mail.ts';
import { MailContent } from '#shared/schema/mail.ts';
import { ALL_MAILS, MAIL_SAMPLES } from './mail-samples.ts';

const reader = { name: 'Ada Lovelace', language: 'en', zone: 'Europe/Berlin' } as const;
const vendor = { name: 'Northlake', portalUrl: null };

test('markup that a person wrote is shown, never obeyed', () => {
  const text = '<script>alert("1")</script>\n<img src=x onerror=\'y\'> & so on';
  const mail = renderMail(
    { ...MAIL_SAMPLES.reply, text, author: '<b>Eve</b>', subject: '</title><script>' },
    reader,
    vendor,
  );
  expect(mail.html).toContain(
    '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;<br>&lt;img src=x onerror=&#39;y&#39;&gt; &amp; so on',
  );
  expect(mail.html).not.toMatch(/<(script|img|b)\b/);
  expect(mail.html.match(/<\/title>/g)).toHaveLength(1);
  expect(mail.text).toContain('  <script>alert("1")</script>\n  <img src=x onerror=\'y\'> & so on\n');
});

test('braces that a person wrote are no placeholders', () => {
  const mail = renderMail(
    {
      ...MAIL_SAMPLES.question,
      author: '{number}',
      subject: '{{vendor}} {name} $&',
      text: '{{#x}} {author} $1',
    },
    { ...reader, name: '{vendor}' },
    vendor,
  );
  expect(mail.subject).toBe('[SR 26123456787] We need your answer: {{vendor}} {name} $&');
  expect(mail.text).toContain('Hello {vendor},\n');
  expect(mail.text).toContain('{number} needs an answer from you');
  expect(mail.text).toContain('\n  {{#x}} {author} $1\n');
});

test('a subject with line ends, controls or reversed text stays one header line', () => {
  const subject = 'Hello\r\nBcc: eve@evil.example\u2028\u0000\u202egnp.exe\ud800';
  const { subject: header, text } = renderMail({ ...MAIL_SAMPLES.reply, subject }, reader, vendor);
  expect(header).toBe('[SR 26123456787] New reply: Hello Bcc: eve@evil.example gnp.exe\ufffd');
  expect(text).toContain('\nSubject: Hello Bcc: eve@evil.example gnp.exe\ufffd\n');
});

test('a long subject is shortened in the header, never within a character, and whole in the mail', () => {
  const subject = '😀'.repeat(200);
  const mail = renderMail({ ...MAIL_SAMPLES.reply, subject }, reader, vendor);
  expect(mail.subject).toBe(`[SR 26123456787] New reply: ${'😀'.repeat(119)}…`);
  expect(mail.text).toContain(`Subject: ${subject}\n`);
});

test("quoted lines are set in, so that they cannot pass for the desk's own words", () => {
  const text = 'Thanks\r\nWhat happens next\r\n-----\r\nPay here';
  const mail = renderMail({ ...MAIL_SAMPLES['customer-replied'], text }, reader, vendor);
  expect(mail.text).toContain('\n\n  Thanks\n  What happens next\n  -----\n  Pay here\n\n');
  expect(mail.text.match(/^What happens next$/gm)).toHaveLength(1);
});

test('a text of 20,000 characters arrives whole, and quickly', () => {
  for (const text of [
    'x'.repeat(20_000),
    'ab <&>\n'.repeat(2_857),
    '漢 '.repeat(10_000),
    '{'.repeat(20_000),
  ]) {
    const mail = MailContent.parse({ ...MAIL_SAMPLES.reply, text });
    const started = performance.now();
    const { text: plain, html } = renderMail(mail, reader, vendor);
    expect(performance.now() - started).toBeLessThan(1_000);
    const quoted = plain.slice(plain.indexOf('wrote\n\n') + 7, plain.indexOf('\n\nWhat happens next'));
    expect(quoted.replace(/^ {2}/gm, '')).toBe(text.trimEnd());
    expect(html).toContain('</html>');
  }
});

test('a text of more than 20,000 characters is no mail content', () => {
  expect(MailContent.safeParse({ ...MAIL_SAMPLES.reply, text: 'x'.repeat(20_001) }).success).toBe(false);
});

test('every sample is mail content, and a wrong side, number or address is not', () => {
  for (const mail of ALL_MAILS) expect(MailContent.parse(mail)).toEqual(mail);
  expect(MailContent.safeParse({ ...MAIL_SAMPLES.reply, side: 'staff' }).success).toBe(false);
  expect(MailContent.safeParse({ ...MAIL_SAMPLES.reply, number: '26123456782' }).success).toBe(false);
  const surveyUrl = 'javascript:alert(1)';
  expect(MailContent.safeParse({ ...MAIL_SAMPLES['survey-invitation'], surveyUrl }).success).toBe(false);
});

test('without a portal a mail has no link, with one it leads to the request', () => {
  expect(renderMail(MAIL_SAMPLES.reply, reader, vendor).html).not.toMatch(/href|https?:/);
  const linked = renderMail(MAIL_SAMPLES.reply, reader, {
    ...vendor,
    portalUrl: 'https://desk.example.com/',
  });
  expect(linked.html).toContain(
    '<a href="https://desk.example.com/requests/26123456787">https://desk.example.com/requests/26123456787</a>',
  );
  expect(renderMail(MAIL_SAMPLES['survey-invitation'], reader, vendor).html).toContain(
    '<a href="https://desk.example.com/surveys/abc?x=1&amp;y=2">',
  );
});

test('an empty text leaves no empty quotation', () => {
  const mail = renderMail({ ...MAIL_SAMPLES['contact-attempt'], text: ' \n' }, reader, vendor);
  expect(mail.text).not.toContain('Our message');
  expect(mail.html).not.toContain('<blockquote');
});

test('the HTML says its language, adapts to dark mode, and fetches nothing', () => {
  const { html } = renderMail(MAIL_SAMPLES.reply, { ...reader, language: 'zh-Hant' }, vendor);
  expect(html).toContain('<html lang="zh-Hant">');
  expect(html).toContain('<div lang="zh-Hant" style="');
  expect(html).toContain('<meta name="color-scheme" content="light dark">');
  expect(html).not.toMatch(/<table|<img|<link|src=|url\(/);
});

test('a target that is not missed yet never reads as 100%', () => {
  const { text } = renderMail({ ...MAIL_SAMPLES['target-warning'], percent: 99.9 }, reader, vendor);
  expect(text).toContain('99% of the time for the first response');
});

test("what the workflow did in nobody's name is said in the vendor's", () => {
  const { text } = renderMail({ ...MAIL_SAMPLES['request-reopened'], by: '' }, reader, vendor);
  expect(text).toContain('\nNorthlake has reopened support request 26123456787.\n');
});

test('the last contact attempt says that it is the last', () => {
  const { text } = renderMail({ ...MAIL_SAMPLES['contact-attempt'], attempt: 3 }, reader, vendor);
  expect(text.replaceAll('\n', ' ')).toContain('This is our last reminder (3 of 3).');
});

test('[OFF-4] a request without a promised response time promises none', () => {
  const { text } = renderMail({ ...MAIL_SAMPLES['request-filed'], firstResponseDueAt: null }, reader, vendor);
  expect(text).not.toContain('First response by');
  expect(text.replaceAll('\n', ' ')).toContain(
    'No response time is agreed for it; we will answer as soon as we can.',
  );
});

test('[CLO-4] a request that cannot be reopened says how to file a linked one', () => {
  const { text } = renderMail({ ...MAIL_SAMPLES['closed-unanswered'], reopenUntil: null }, reader, vendor);
  expect(text.replaceAll('\n', ' ')).toContain(
    'If the problem comes back, please file a new request and mention number 26123456787',
  );
});

test('rendering is pure: equal input, equal mail, input untouched', () => {
  for (const mail of ALL_MAILS) {
    const before = structuredClone(mail);
    const first = renderMail(mail, reader, vendor);
    expect(renderMail(structuredClone(mail), { ...reader }, { ...vendor })).toEqual(first);
    expect(mail).toEqual(before);
  }
});

test('a sentence without a value for its placeholder is an error, not a mail', () => {
  expect(() => fill('Hello {name}', {})).toThrow(UnfilledSentence);
  expect(() => fill('Hello {constructor}', {})).toThrow('There is no value for {constructor}');
});
