import { describe, expect, test } from 'vitest';
import { renderMail } from '#shared/mail/render-mail.ts';
import type { Language } from '#shared/schema/language.ts';
import { LANGUAGES } from '#shared/schema/language.ts';
import { MailContent } from '#shared/schema/mail.ts';
import { MAIL_SAMPLES } from './mail-samples.ts';

const vendor = { name: 'Northlake', portalUrl: null };

/** Subject line, and the text between greeting and closing. */
function shown(mail: MailContent, language: Language = 'en', zone = 'Europe/Berlin'): readonly string[] {
  const reader = { name: 'Ada Lovelace', language, zone };
  const { subject, text } = renderMail(mail, reader, vendor);
  return [subject, ...text.trimEnd().split('\n').slice(2)];
}

describe('[OFF-6] [lesson 20] another contract', () => {
  test('is told to the customer with its offering, the product, the reason and what is due now', () => {
    expect(shown(MAIL_SAMPLES['contract-changed'])).toEqual([
      '[SR 26123456787] Contract or product changed: Restore stops at 80%',
      'Carol Shaw has changed the contract or the product of support request',
      '26123456787.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Contract: ACME-2 (Premium)',
      'Product: Vault 9',
      'Reason: Ada bought Premium.',
      '',
      'What happens next',
      '--------------------',
      '',
      'The first response is now due by Monday 2 March 2026, 11:00',
      '(Europe/Berlin, UTC+01:00).',
      '',
      'We go on with the work under these terms. If you do not agree, just',
      'reply to this mail and tell us.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('is told to the engineer in the same words, with what is theirs to do', () => {
    expect(shown(MAIL_SAMPLES['contract-changed-staff']).slice(-8)).toEqual([
      '--------------------',
      '',
      'The first response is now due by Monday 2 March 2026, 11:00',
      '(Europe/Berlin, UTC+01:00).',
      '',
      'Please go on with the work under the targets of the new terms.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('says nothing of a time that is not owed any more', () => {
    const mail = shown({ ...MAIL_SAMPLES['contract-changed'], firstResponseDueAt: null });
    expect(mail.join(' ')).not.toMatch(/due|2026,/);
  });

  test("names the offering in the reader's language", () => {
    const offering = LANGUAGES.map((language) =>
      shown(MAIL_SAMPLES['contract-changed'], language).join('\n'),
    ).map((text) => /ACME-2.*/.exec(text)?.[0]);
    expect(offering).toEqual([
      'ACME-2 (Premium)',
      'ACME-2（高级支持）',
      'ACME-2（進階支援）',
      'ACME-2（プレミアム）',
    ]);
  });
});

describe('[lesson 2] the end of an entitlement', () => {
  test('is told to the customer with the reason, and what they can do', () => {
    expect(shown(MAIL_SAMPLES['entitlement-ended'])).toEqual([
      '[SR 26123456787] No longer covered by a contract: Restore stops at 80%',
      'The entitlement to support for request 26123456787 has ended; no',
      'response times are promised for it any more.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Reason: The contract was cancelled.',
      '',
      'What happens next',
      '--------------------',
      '',
      'If you have a contract in force, please file a new request under it and',
      'mention number 26123456787. If you think this is a mistake, just reply',
      'to this mail.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('is told to the engineer', () => {
    const mail = shown(MAIL_SAMPLES['entitlement-ended-staff']);
    expect(mail.slice(0, 3)).toEqual(shown(MAIL_SAMPLES['entitlement-ended']).slice(0, 3));
    expect(mail.slice(-4)).toEqual([
      'The target clocks of the request have stopped. Please settle with the',
      'customer whether it is to be closed.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });
});

describe('the first word that is owed', () => {
  const filed = MAIL_SAMPLES['request-filed'];

  test('[FIL-8] is a call, and the confirmation says by when', () => {
    const mail = shown({ ...filed, requestType: 'call-back', responseClock: 'call-back' });
    expect(mail).toContain('Request type: Call-back');
    expect(mail).toContain('Call-back by: Monday 2 March 2026, 11:00 (Europe/Berlin, UTC+01:00)');
    expect(mail.slice(-8, -5)).toEqual([
      'We will call you back by Monday 2 March 2026, 11:00 (Europe/Berlin,',
      'UTC+01:00).',
      '',
    ]);
  });

  test('[OFF-7] is an answer where the request is a question', () => {
    const mail = shown({ ...filed, requestType: 'licensing', responseClock: 'answer' });
    expect(mail).toContain('Answer by: Monday 2 March 2026, 11:00 (Europe/Berlin, UTC+01:00)');
    expect(mail.join(' ')).toContain('An engineer will read your request and answer it by Monday 2 March');
  });

  test('is named to its engineer, and after a change of severity, in every language', () => {
    const mails = [MAIL_SAMPLES['assigned-to-you'], MAIL_SAMPLES['severity-changed']];
    const said = LANGUAGES.map((language) =>
      mails.map((mail) => {
        const lines = shown({ ...mail, responseClock: 'call-back' }, language, 'UTC');
        return lines[lines.findIndex((line) => /^-+$/.test(line)) + 2];
      }),
    );
    expect(said).toEqual([
      [
        'The call-back is due by Monday 2 March 2026, 10:00 (UTC).',
        'The call-back is now due by Monday 2 March 2026, 10:00 (UTC).',
      ],
      [
        '回电的截止时间为 2026年3月2日星期一 10:00（UTC）。',
        '回电的截止时间现为 2026年3月2日星期一 10:00（UTC）。',
      ],
      ['回電期限為 2026年3月2日星期一 10:00（UTC）。', '回電期限現為 2026年3月2日星期一 10:00（UTC）。'],
      [
        '折り返し電話の期限は 2026年3月2日（月）10:00（UTC）です。',
        '折り返し電話の期限は 2026年3月2日（月）10:00（UTC）となりました。',
      ],
    ]);
  });

  test('a mail queued before other clocks were known speaks of the first response', () => {
    const { responseClock: _, ...older } = filed;
    expect(MailContent.parse(older)).toEqual(filed);
  });
});

describe('[OFF-7] what staff are told of each clock', () => {
  const told = (
    kind: 'target-warning' | 'target-missed',
    clock: 'answer' | 'answer-goal' | 'call-back' | 'next-reply' | 'confirmation-mail',
  ) => {
    const lines = shown({ ...MAIL_SAMPLES[kind], clock });
    const next = lines.indexOf('--------------------') + 2;
    return [
      lines[0]?.slice('[SR 26123456787] '.length),
      lines.slice(next, lines.indexOf('', next)).join(' '),
    ];
  };
  const AT = 'Monday 2 March 2026, 11:00 (Europe/Berlin, UTC+01:00)';

  test.each([
    ['answer', 'answer', `The customer is to be answered by ${AT}.`, 'The customer is to be answered now.'],
    [
      'answer-goal',
      'answer (goal)',
      `An answer by ${AT} keeps the goal; the promise runs longer.`,
      'Please answer before the promise itself is broken.',
    ],
    [
      'call-back',
      'call-back',
      `The customer is to be called back by ${AT}.`,
      'The customer is to be called back now.',
    ],
    [
      'next-reply',
      'next reply',
      `The customer's message is to be answered by ${AT}.`,
      "The customer's message is to be answered now.",
    ],
    [
      'confirmation-mail',
      'confirmation mail',
      `The confirmation of the request is to leave by ${AT}.`,
      'Please see why the mail has not left, and confirm the request in another way.',
    ],
  ] as const)('%s', (clock, name, atRisk, missed) => {
    expect(told('target-warning', clock)).toEqual([`Target at risk, ${name}: Restore stops at 80%`, atRisk]);
    expect(told('target-missed', clock)).toEqual([`Target missed, ${name}: Restore stops at 80%`, missed]);
  });
});
