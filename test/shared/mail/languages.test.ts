import { describe, expect, test } from 'vitest';
import { catalogueOf } from '#shared/locales/catalogue-of.ts';
import { isLabelKey, label } from '#shared/locales/label.ts';
import { renderMail } from '#shared/mail/render-mail.ts';
import { LANGUAGES, type Language } from '#shared/schema/language.ts';
import type { MailContent } from '#shared/schema/mail.ts';
import { ALL_MAILS, MAIL_SAMPLES } from './mail-samples.ts';

const vendor = { name: 'Northlake', portalUrl: 'https://desk.example.com/' };

/** Every sentence of a catalogue under its path, `mails.reply.lead`. */
function sentences(node: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof node === 'string') return [[path, node]];
  return Object.entries(node ?? {}).flatMap(([key, child]) =>
    sentences(child, path === '' ? key : `${path}.${key}`),
  );
}

function placeholders(sentence: string): readonly string[] {
  return [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort();
}

const english = new Map(sentences(catalogueOf('en')));
// The order of a date's parts and the form of a greeting differ by language, and with them their placeholders.
const ownForm = /^(instant|dateNames|greeting|closing)\b/;

describe.each(LANGUAGES)('[FIL-11] the catalogue of %s', (language) => {
  const own = sentences(catalogueOf(language));

  test('has every sentence, none empty', () => {
    const paths = (entries: Iterable<readonly [string, string]>) =>
      [...entries].map(([path]) => path).filter((path) => !ownForm.test(path));
    expect(paths(own).sort()).toEqual(paths(english).sort());
    expect(own.filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  test('names the same values as the English sentences', () => {
    for (const [path, sentence] of own) {
      if (!ownForm.test(path))
        expect([path, placeholders(sentence)]).toEqual([path, placeholders(english.get(path) ?? '')]);
    }
  });

  test('fills every sentence of every kind of mail', () => {
    for (const mail of ALL_MAILS) {
      const { subject, text, html } = renderMail(mail, { name: '', language, zone: 'Asia/Tokyo' }, vendor);
      expect(subject).toMatch(/^\[SR 26123456787\] \S.*Restore stops at 80%$/);
      expect(text).not.toMatch(/[{}]|undefined|null|NaN/);
      expect(html.replace(/<style>.*<\/style>/, '')).not.toMatch(/[{}]|undefined|null|NaN/);
      expect(text).toContain(catalogueOf(language).headings.next);
      expect(text).toContain('https://desk.example.com/requests/26123456787');
    }
  });
});

describe.each(['zh-Hans', 'zh-Hant', 'ja'] as const)('[FIL-11] the catalogue of %s', (language) => {
  test('leaves no English sentence', () => {
    const parts = /^(fact|severity|zone|dateNames\.\w+)$/;
    const left = sentences(catalogueOf(language)).filter(([path, sentence]) => {
      const words = sentence.replace(/\{\w+\}/g, '');
      return !parts.test(path) && (/[A-Za-z]{3,}/.test(words) || !/[\u3040-\u9fff]/.test(words));
    });
    expect(left).toEqual([]);
  });
});

test('[FIL-11] Traditional and Simplified Chinese are written in their own characters and terms', () => {
  const written = (language: Language) =>
    sentences(catalogueOf(language))
      .map(([, s]) => s)
      .join();
  expect(written('zh-Hans')).not.toMatch(/[請編號級嚴關閉處問題聯絡資訊檔產郵態發實際應時間進開]/u);
  expect(written('zh-Hant')).not.toMatch(/[请编号级严关闭处问题联络资讯档产邮态发实际应时间进开]/u);
  expect(written('zh-Hant')).not.toMatch(/信息|默認|反饋|軟件|服務器/u);
});

test("[OFF-5] a severity has the pack's own title, in the reader's language or else in English", () => {
  const to = (language: Language) => ({ name: '', language, zone: 'UTC' });
  const { 'severity-changed': changed, 'assigned-to-you': assigned } = MAIL_SAMPLES;
  expect(LANGUAGES.map((language) => renderMail(changed, to(language), vendor).subject)).toEqual([
    '[SR 26123456787] Severity is now 1 (Critical): Restore stops at 80%',
    '[SR 26123456787] 严重级别已调整为 1（严重）：Restore stops at 80%',
    '[SR 26123456787] 嚴重等級已調整為 1（嚴重）：Restore stops at 80%',
    '[SR 26123456787] 重要度が 1（致命的）に変わりました：Restore stops at 80%',
  ]);
  const inEnglishOnly = { ...assigned, severity: { level: 2, title: { en: 'Major' } } };
  expect(renderMail(inEnglishOnly, to('ja'), vendor).text).toContain('重要度：2（Major）\n');
});

test('[CLO-3] [ESC-2] labels have a name in each language', () => {
  expect(LANGUAGES.map((language) => label(language, 'no-answer'))).toEqual([
    'No answer from the customer',
    '客户未答复',
    '客戶未回覆',
    'お客様からの回答なし',
  ]);
  expect(LANGUAGES.map((language) => label(language, 'licensing'))).toEqual([
    'Licensing',
    '许可证',
    '授權',
    'ライセンス',
  ]);
  expect(isLabelKey('dissatisfied')).toBe(true);
  expect(isLabelKey('constructor')).toBe(false);
});

test("a label key is shown in the reader's language, any other reason as it was written", () => {
  const text = (reason: string) =>
    renderMail(
      { ...MAIL_SAMPLES['request-closed'], reason },
      { name: '田中', language: 'ja', zone: 'Asia/Tokyo' },
      vendor,
    ).text;
  expect(text('workaround-accepted')).toContain('完了の理由：回避策を了承\n');
  expect(text('Moved to RFC 42')).toContain('完了の理由：Moved to RFC 42\n');
});

test('[FIL-11] why a file could not be verified is said in the language of its uploader', () => {
  const said = (language: Language) =>
    renderMail(MAIL_SAMPLES['file-failed'], { name: '', language, zone: 'UTC' }, vendor).text;
  expect(said('zh-Hans')).toContain('文件上传完成后，其中部分内容被替换。\n');
  expect(said('zh-Hant')).toContain('檔案上傳完成後，其中部分內容遭到替換。\n');
  expect(said('ja')).toContain('アップロードの完了後に、ファイルの一部が置き換えられました。\n');
});

describe('[OFF-7] what mails to staff say of time, in each language', () => {
  const paragraphs = (mail: MailContent, language: Language) =>
    renderMail(mail, { name: 'Mona', language, zone: 'UTC' }, { ...vendor, portalUrl: null }).text.split(
      '\n\n',
    );

  test('a request at risk that nobody has says so, what is owed, and whose part is what', () => {
    const said = LANGUAGES.map((language) => {
      const mail = paragraphs({ ...MAIL_SAMPLES['target-warning'], engineer: null }, language);
      return [mail.at(-5)?.split('\n').at(2), mail.at(-3), mail.at(-2)];
    });
    expect(said).toEqual([
      [
        'Engineer: nobody yet',
        'The customer is to be answered by Monday 2 March 2026, 10:00 (UTC).',
        'Whoever cannot make sure of that tells the duty manager now; the duty\nmanager finds somebody who can.',
      ],
      [
        '工程师：尚未分配',
        '须在 2026年3月2日星期一 10:00（UTC）之前答复客户。',
        '凡无法确保按时完成者，请立即告知值班经理；值班经理负责安排能够处理的人\n员。',
      ],
      [
        '工程師：尚未指派',
        '須於 2026年3月2日星期一 10:00（UTC）前回覆客戶。',
        '凡無法確保如期完成者，請立即告知值班主管；值班主管負責安排可處理的人員。',
      ],
      [
        '担当エンジニア：まだ決まっていません',
        '2026年3月2日（月）10:00（UTC）までにお客様への回答が必要です。',
        '間に合わないおそれがある場合は、すぐに当直マネージャーにご連絡ください。\n当直マネージャーの方は、対応できる担当者の手配をお願いいたします。',
      ],
    ]);
  });

  test('an assignment without an open promise says nothing', () => {
    const steps = LANGUAGES.map((language) =>
      paragraphs({ ...MAIL_SAMPLES['assigned-to-you'], firstResponseDueAt: null }, language).slice(-3, -1),
    );
    expect(steps).toEqual([
      [
        'What happens next\n--------------------',
        'Please read the request and answer the customer. If you cannot take it,\nhave it reassigned now.',
      ],
      ['接下来\n--------------------', '请查看该请求并答复客户。如果无法接手，请立即安排转交。'],
      ['後續流程\n--------------------', '請檢視案件並回覆客戶。若無法承接，請立即安排改派。'],
      [
        '今後の流れ\n--------------------',
        '内容を確認し、お客様に回答してください。担当できない場合は、すぐに再割り\n当てを依頼してください。',
      ],
    ]);
  });
});

test('[CLO-1] a contact attempt in Japanese', () => {
  const to = { name: '田中 花子', language: 'ja', zone: 'Asia/Tokyo' } as const;
  const mail = renderMail(MAIL_SAMPLES['contact-attempt'], to, { ...vendor, portalUrl: null });
  expect(mail.subject).toBe('[SR 26123456787] ご確認のお願い（2/3 回目）：Restore stops at 80%');
  expect(mail.text).toBe(`田中 花子 様

いつもお世話になっております。Northlake サポートでございます。

サポートリクエスト 26123456787 について、ご回答をお待ちしております。全
3 回のうち 2 回目のご連絡です。行き違いの場合はご容赦ください。

リクエスト番号：26123456787
件名：Restore stops at 80%
完了予定日時：2026年3月12日（木）17:00（Asia/Tokyo、UTC+09:00）

弊社からのメッセージ

  Which version do you run?

今後の流れ
--------------------

このメールにご返信ください。ひと言ご返信いただければ、リクエストは継続い
たします。ご回答をいただけない場合は、2026年3月12日（木）17:00
（Asia/Tokyo、UTC+09:00）にリクエストを完了とさせていただきます。

今後ともどうぞよろしくお願いいたします。
Northlake サポート
`);
});

test('[FIL-5] a confirmation in Simplified Chinese', () => {
  const to = { name: '王伟', language: 'zh-Hans', zone: 'Asia/Shanghai' } as const;
  const mail = renderMail(MAIL_SAMPLES['request-filed'], to, { ...vendor, portalUrl: null });
  expect(mail.subject).toBe('[SR 26123456787] 我们已收到您的请求：Restore stops at 80%');
  expect(mail.text).toBe(`王伟，您好！

感谢您联系 Northlake 技术支持。您的支持请求已受理，编号为 26123456787。

请求编号：26123456787
主题：Restore stops at 80%
请求类型：技术支持
严重级别：1（严重）
产品：Vault 9
您的客户编号：1000000420
首次响应截止时间：2026年3月2日星期一 18:00（Asia/Shanghai，UTC+08:00）

接下来
--------------------

工程师将查看您的请求，并在 2026年3月2日星期一 18:00（Asia/Shanghai，
UTC+08:00）之前答复您。

如需补充信息，直接回复本邮件即可。致电我们时，请备好您的客户编号和请求编
号。

感谢您的支持与配合！
Northlake 技术支持团队
`);
});

test('[ESC-5] a missed target in Traditional Chinese', () => {
  const to = { name: '林怡君', language: 'zh-Hant', zone: 'Asia/Taipei' } as const;
  const mail = renderMail(MAIL_SAMPLES['target-missed'], to, vendor);
  expect(mail.subject).toBe('[SR 26123456787] 服務目標未達成（進度回報）：Restore stops at 80%');
  expect(mail.text).toBe(`林怡君 您好：

支援案件 26123456787 的進度回報應於 2026年3月2日星期一 18:00
（Asia/Taipei，UTC+08:00）前完成，但至今尚未完成。此次未達成已留下紀錄。

案件編號：26123456787
主旨：Restore stops at 80%
工程師：Grace Hopper
服務目標：進度回報
期限：2026年3月2日星期一 18:00（Asia/Taipei，UTC+08:00）

後續流程
--------------------

須立即向客戶回報進度，並告知下次回報的時間。

凡無法確保立即完成者，請告知值班主管；值班主管負責安排可處理的人員。

在主控台開啟本案件：
https://desk.example.com/requests/26123456787

本信由 Northlake 支援服務台寄出
`);
});
