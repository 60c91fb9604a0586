import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPack } from '#infra/read-pack.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { factProblems } from '#shared/policy/pack-facts.ts';
import { calendarOf } from '#shared/policy/target.ts';
import { LANGUAGES } from '#shared/schema/language.ts';
import type { PackText } from '#shared/schema/pack-text.ts';
import { leavesOf } from './seed-tables/pack-paths.ts';

/**
 * The Han characters of a two-byte character set, by the rows it has them in. Each of these sets was made for one way of
 * writing: GB 2312 has the simplified characters, Big5 (with the seven of ETEN) the traditional ones, JIS X 0208 those of
 * Japan.
 */
function hanOf(
  encoding: string,
  lead: readonly [number, number],
  trail: readonly [number, number],
): Set<string> {
  const decoder = new TextDecoder(encoding);
  const characters = new Set<string>();
  for (let first = lead[0]; first <= lead[1]; first++) {
    for (let second = trail[0]; second <= trail[1]; second++) {
      const character = decoder.decode(Uint8Array.of(first, second));
      if (/^\p{Script=Han}$/u.test(character)) characters.add(character);
    }
  }
  return characters;
}

const HAN = {
  'zh-Hans': hanOf('gb2312', [0xb0, 0xf7], [0xa1, 0xfe]),
  'zh-Hant': hanOf('big5', [0xa4, 0xf9], [0x40, 0xfe]),
  ja: hanOf('euc-jp', [0xb0, 0xf4], [0xa1, 0xfe]),
};

/** Every text of a pack, titles included, by its path. */
function textsOf(pack: Pack): (readonly [string, PackText])[] {
  return [
    ['title', pack.title] as const,
    ...leavesOf(pack)
      .filter(({ kind }) => kind === 'text')
      .map(({ path, value }) => [path, value as PackText] as const),
  ];
}

it('the character sets tell the ways of writing apart', () => {
  expect([HAN['zh-Hans'].size, HAN['zh-Hant'].size, HAN.ja.size]).toEqual([6763, 13060, 6355]);
  expect(HAN['zh-Hans'].has('请') && HAN['zh-Hant'].has('請') && HAN.ja.has('応')).toBe(true);
  expect(HAN['zh-Hans'].has('請') || HAN['zh-Hant'].has('请') || HAN.ja.has('请')).toBe(false);
});

describe.each(['vmware-gss', 'veeam'])('%s', (name) => {
  const pack = readPack(fileURLToPath(new URL(`../../policies/${name}.yaml`, import.meta.url)));
  const texts = textsOf(pack);
  const wrongIn = (wrong: (text: PackText) => boolean) =>
    texts.filter(([, text]) => wrong(text)).map(([path]) => path);

  it('[FIL-11] speaks all four languages wherever it speaks', () => {
    expect(texts.length).toBeGreaterThan(60);
    expect(wrongIn((text) => Object.keys(text).join() !== LANGUAGES.join())).toEqual([]);
  });

  it('[FIL-11] writes English in ASCII', () => {
    expect(wrongIn(({ en = '' }) => /[^\u0020-\u007e]/.test(en))).toEqual([]);
  });

  it.each(['zh-Hans', 'zh-Hant', 'ja'] as const)('[FIL-11] writes %s in its own characters', (language) => {
    const foreign = texts.flatMap(([path, text]) =>
      [...(text[language] ?? '').matchAll(/\p{Script=Han}/gu)]
        .filter(([character]) => !HAN[language].has(character))
        .map(([character]) => `${path}: ${character}`),
    );
    expect(foreign).toEqual([]);
  });

  it('[FIL-11] has no kana in Chinese', () => {
    expect(wrongIn((text) => /[\u3041-\u30fa]/.test(`${text['zh-Hans']}${text['zh-Hant']}`))).toEqual([]);
  });

  it('[FIL-11] Japanese sentences have kana', () => {
    const sentences = texts.filter(([, { ja = '' }]) => ja.endsWith('。'));
    expect(sentences.length).toBeGreaterThan(20);
    expect(sentences.filter(([, { ja = '' }]) => !/[\u3041-\u3096]/.test(ja)).map(([path]) => path)).toEqual(
      [],
    );
  });

  it('[lesson 18] every calendar counts something', () => {
    const counted = [
      ...Object.values(pack.offerings).flatMap(({ calendar, firstResponse = {}, callBack }) => [
        calendar,
        ...Object.values(firstResponse).map(calendarOf),
        callBack && calendarOf(callBack),
      ]),
      ...Object.values(pack.addOns ?? {}).map(({ calendar }) => calendar),
      ...Object.values(pack.facts?.languages?.regions ?? {}).map(({ calendar }) => calendar),
      pack.contact.calendar,
    ];
    expect(Object.keys(pack.calendars).filter((calendar) => !counted.includes(calendar))).toEqual([]);
  });

  it('[lesson 18] every source is the source of something', () => {
    const marked = Object.values(pack.notFromGuides ?? {});
    const guides = /^(guide|how-to-page|brochure)/;
    expect(
      Object.keys(pack.sources ?? {}).filter((source) => !marked.includes(source) && !guides.test(source)),
    ).toEqual([]);
  });

  it('names only calendars, offerings and add-ons that it has', () => {
    expect(factProblems(pack)).toEqual([]);
  });
});
