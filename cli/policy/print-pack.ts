import type { Pack, PackCalendar } from '#shared/policy/pack.ts';
import { LANGUAGES, type Language } from '#shared/schema/language.ts';
import { textIn } from '#shared/schema/pack-text.ts';

/** What a pack has, for whoever must know whether all of it was read as it was meant. */
export function packLines(path: string, pack: Pack): string[] {
  const rows: readonly (readonly [string, string])[] = [
    ['offerings', Object.keys(pack.offerings).join(', ')],
    ['add-ons', Object.keys(pack.addOns ?? {}).join(', ')],
    ...Object.entries(pack.calendars).map(
      ([name, calendar], index) =>
        [index === 0 ? 'calendars' : '', `${name}: ${calendarText(calendar)}`] as const,
    ),
    ['clocks', promises(pack).join(', ')],
    ['languages', languages(pack).join(', ')],
    ...holidayRows(pack),
    ['reopening', pack.closing.reopenWithin === 'never' ? 'never' : `within ${pack.closing.reopenWithin}`],
  ];
  return [
    `${path}: ${pack.pack} ${pack.version}, ${textIn(pack.title, 'en')}`,
    ...rows.filter(([, text]) => text !== '').map(([title, text]) => `  ${title.padEnd(11)}${text}`),
  ];
}

/** Until when the holidays of which countries are known; a deadline after that is provisional. */
function holidayRows({ countries = {} }: Pack): (readonly [string, string])[] {
  const untils = [...new Set(Object.values(countries).map(({ knownUntil }) => knownUntil))].sort();
  return untils.map((until, index) => {
    const known = Object.values(countries).filter(({ knownUntil }) => knownUntil === until);
    return [
      index === 0 ? 'holidays' : '',
      `known until ${until}: ${known.map(({ country }) => country).join(', ')}`,
    ];
  });
}

function calendarText(calendar: PackCalendar): string {
  if (calendar === 'always') return 'always';
  const { weekly, zone, holidays } = calendar;
  const hours = Object.entries(weekly).map(([days, windows]) => `${days} ${windows.join(' ')}`);
  return [...hours, zone === 'customer' ? "the customer's zone" : zone, holidaysText(holidays)].join(', ');
}

function holidaysText(holidays: Exclude<PackCalendar, 'always'>['holidays']): string {
  if (holidays === undefined) return 'no holidays';
  if (holidays === 'customer-country') return "holidays of the customer's country";
  if (Array.isArray(holidays)) return `holidays of its own (${holidays.length})`;
  return `holidays of ${holidays.country}`;
}

/** The clocks for which the pack promises something. */
function promises(pack: Pack): string[] {
  const offerings = Object.values(pack.offerings);
  const answers = Object.values(pack.answers ?? {});
  const promised = {
    'first-response': offerings.some(({ firstResponse }) => firstResponse !== undefined),
    answer: answers.length > 0,
    'answer-goal': answers.some((answer) => answer?.goal !== undefined),
    'call-back': pack.callBack !== undefined,
    'next-reply': offerings.some(({ nextReply }) => nextReply !== undefined),
    'promised-update': pack.updates !== undefined,
    'confirmation-mail': pack.confirmationMail !== undefined,
  };
  return Object.entries(promised).flatMap(([name, is]) => (is ? [name] : []));
}

/** The languages of the pack's texts, and how many of the texts each has. */
function languages(pack: Pack): string[] {
  const texts = textsIn(pack);
  return LANGUAGES.flatMap((language) => {
    const count = texts.filter((text) => text[language] !== undefined).length;
    if (count === 0) return [];
    return [count === texts.length ? language : `${language} (${count} of ${texts.length} texts)`];
  });
}

/** Every text of a pack; the names of countries come from their own files. */
function textsIn(value: unknown): Partial<Record<Language, unknown>>[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value).filter(([key]) => key !== 'countries');
  const isText = 'en' in value && entries.every(([key]) => (LANGUAGES as readonly string[]).includes(key));
  return isText ? [value] : entries.flatMap(([, inner]) => textsIn(inner));
}
