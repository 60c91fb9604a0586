import { describe, expect, it } from 'vitest';
import { decodeWords } from '#local/ses/encoded-word.ts';
import { parseMessage } from '#local/ses/message.ts';

const lines = (...text: string[]) => Buffer.from(text.join('\r\n'), 'latin1');

describe('parseMessage', () => {
  it('reads a nested message with an attachment', () => {
    const message = parseMessage(
      lines(
        'Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_?=',
        ' =?UTF-8?B?5p2O?=',
        'Content-Type: multipart/mixed; boundary="out.er"',
        '',
        'preamble',
        '--out.er',
        'Content-Type: multipart/alternative; boundary=in',
        '',
        '--in',
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'soft=',
        ' break =E9 =3D',
        '--in',
        'Content-Type: text/html; charset=utf-8',
        'Content-Transfer-Encoding: base64',
        '',
        'PHA+5p2O',
        'PC9wPg==',
        '--in--',
        '--out.er',
        'Content-Type: application/zip; name=logs.zip',
        'Content-Disposition: attachment; filename="lo\\"gs.zip"',
        'Content-Transfer-Encoding: base64',
        '',
        'AAEC',
        '--out.er--',
        'epilogue',
      ),
    );
    expect(message).toEqual({
      headers: [
        ['Subject', 'Grüße 李'],
        ['Content-Type', 'multipart/mixed; boundary="out.er"'],
      ],
      text: 'soft break é =',
      html: '<p>李</p>',
      attachments: [{ filename: 'lo"gs.zip', type: 'application/zip', content: Buffer.from([0, 1, 2]) }],
    });
  });

  it.each([
    ['nothing', '', ''],
    ['no body', 'Subject: x', ''],
    ['no headers', '\r\njust text', 'just text'],
    ['an unknown charset', 'Content-Type: text/plain; charset=none\r\n\r\nabc', 'abc'],
    ['a boundary that never comes', 'Content-Type: multipart/mixed; boundary=b\r\n\r\nabc', null],
  ])('copes with %s', (_what, source, text) => {
    expect(parseMessage(Buffer.from(source)).text).toBe(text);
  });
});

describe('decodeWords', () => {
  it('joins words before it decodes, because a character may be split between them', () => {
    expect(decodeWords('=?UTF-8?B?5p0=?= =?UTF-8?B?jg==?= and text')).toBe('李 and text');
  });

  it('leaves what it cannot decode', () => {
    expect(decodeWords('=?x-none?B?AAA=?= plain')).toBe('=?x-none?B?AAA=?= plain');
  });
});
