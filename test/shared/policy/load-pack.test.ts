import { describe, expect, it, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { InvalidPack, loadPack } from '#shared/policy/load-pack.ts';
import { Pack } from '#shared/policy/pack.ts';
import { HOUSE_YAML } from '#test/support/policies.ts';

type Node = Record<string, unknown>;

/** What the loader says of the house pack after one thing in it was changed: the value at a path, or gone. */
function problems(path: string, value?: unknown): readonly string[] {
  const pack: Node = parse(HOUSE_YAML);
  const steps = path.split('/');
  const key = steps.pop() ?? '';
  const holder = steps.reduce<Node>((node, step) => node[step] as Node, pack);
  if (value === undefined) delete holder[key];
  else holder[key] = value;
  return problemsOf(stringify(pack));
}

function problemsOf(yaml: string): readonly string[] {
  try {
    loadPack(yaml);
    return [];
  } catch (error) {
    if (error instanceof InvalidPack) return error.problems;
    throw error;
  }
}

describe('the house pack', () => {
  const pack = loadPack(HOUSE_YAML);

  it('loads', () => {
    expect(pack).toMatchObject({
      pack: 'house',
      version: 2,
      offerings: {
        premium: { calendar: 'around-the-clock', firstResponse: { 1: '30m', 2: '2h', 3: '4h', 4: '8h' } },
        standard: { calendar: 'business', firstResponse: { 1: '2h', 2: '4h', 3: '8h', 4: '20h' } },
        free: { calendar: 'business' },
      },
      contact: { calendar: 'business', after: ['P1D', 'P3D', 'P6D'], close: 'P10D' },
    });
  });

  it('is the same document in its stored form', () => {
    expect(Pack.parse(JSON.parse(JSON.stringify(pack)))).toEqual(pack);
  });

  it('[FIL-11] speaks all languages wherever it speaks', () => {
    const texts: Node[] = [
      pack.title,
      ...Object.values(pack.offerings).map(({ title }) => title),
      ...Object.values(pack.severities).flatMap(({ title, definition }) => [title, definition]),
    ];
    for (const text of texts) expect(Object.keys(text)).toEqual(['en', 'zh-Hans', 'zh-Hant', 'ja']);
  });

  it("[CLO-3] does not let people choose the reason that is the workflow's own", () => {
    expect(pack.closing.reasons).not.toContain('no-answer');
  });
});

const DURATION = 'must be a duration such as 30m, 4h, 2d, PT30M or P10D, at most 366d';
const DAYS = 'must be whole days, such as P3D or 3d, at most 366d';

describe('a mistake in a pack is told with its place', () => {
  test.each<[string, string, unknown, string[]]>([
    ['a part is missing', 'contact', undefined, ['pack.contact: is missing']],
    ['a part is unknown', 'colour', 'red', ['pack: Unrecognized key: "colour"']],
    ['a part of a part is unknown', 'contact/colour', 'red', ['pack.contact: Unrecognized key: "colour"']],
    [
      'the version is no number',
      'version',
      '1',
      ['pack.version: Invalid input: expected number, received string'],
    ],
    ['the version is zero', 'version', 0, ['pack.version: Too small: expected number to be >0']],
    ['the name is no name', 'pack', 'House!', ['pack.pack: must be lower-case letters, digits and hyphens']],
    ['a text has no English', 'title', { ja: '標準' }, ['pack.title: needs at least the English text (en)']],
    ['a text is in an unknown language', 'title/fr', 'Maison', ['pack.title: Unrecognized key: "fr"']],
    [
      'a calendar is no calendar',
      'calendars/business',
      'sometimes',
      [
        'pack.calendars.business: Invalid input: expected "always"; or Invalid input: expected object, received string',
      ],
    ],
    [
      'a window is no window',
      'calendars/business/weekly',
      { mon: ['8-18'] },
      ['pack.calendars.business.weekly.mon.0: must be a window such as 08:00-18:00'],
    ],
    [
      'a window is at no time of day',
      'calendars/business/weekly',
      { mon: ['08:00-25:00'] },
      ['pack.calendars.business.weekly.mon.0.1: A window closes at a time from "00:01" to "24:00".'],
    ],
    [
      'a window is inverted',
      'calendars/business/weekly',
      { mon: ['18:00-08:00'] },
      [
        'pack.calendars.business.weekly.mon.0: A window must close later than it opens; windows do not cross midnight (split them there).',
      ],
    ],
    [
      'windows overlap',
      'calendars/business/weekly',
      { 'mon..tue': ['08:00-18:00'], tue: ['17:00-19:00'] },
      ['pack.calendars.business.weekly.tue: The windows of a day overlap.'],
    ],
    [
      'a day is no day',
      'calendars/business/weekly',
      { monday: ['08:00-18:00'] },
      ['pack.calendars.business: "monday" is neither a day (mon) nor a range of days (mon..fri)'],
    ],
    [
      'a range of days runs backwards',
      'calendars/business/weekly',
      { 'fri..mon': ['08:00-18:00'] },
      ['pack.calendars.business: "fri..mon" is neither a day (mon) nor a range of days (mon..fri)'],
    ],
    [
      'a calendar never opens',
      'calendars/business/weekly',
      {},
      ['pack.calendars.business: The calendar never opens: it needs a window on at least one day.'],
    ],
    [
      'a zone does not exist',
      'calendars/business/zone',
      'Berlin',
      ['pack.calendars.business.timeZone: Not a time zone of the tz database, such as "Europe/Paris".'],
    ],
    [
      'a holiday does not exist',
      'calendars/business/holidays',
      ['2026-02-30'],
      ['pack.calendars.business.holidays.0: Invalid ISO date'],
    ],
    [
      'a date with its own hours does not exist',
      'calendars/business/overrides',
      { '2026-13-01': ['08:00-12:00'] },
      ['pack.calendars.business.overrides.2026-13-01: Invalid ISO date'],
    ],
    [
      'an offering counts on no calendar',
      'offerings/standard/calendar',
      'nights',
      ['pack.offerings.standard.calendar: there is no calendar "nights"'],
    ],
    [
      'a target is no duration',
      'offerings/standard/firstResponse/2',
      '4 hours',
      [`pack.offerings.standard.firstResponse.2: ${DURATION}`],
    ],
    [
      'a severity has no target',
      'offerings/standard/firstResponse/2',
      undefined,
      [
        'pack.offerings.standard.firstResponse.2: must be a duration (4h), best-effort, none, {within, calendar} or {serviceDays, dayHours, calendar}',
      ],
    ],
    ['a severity is missing', 'severities/4', undefined, ['pack.severities.4: is missing']],
    ['a severity too many', 'severities/5', {}, ['pack.severities: Unrecognized key: "5"']],
    [
      'a switch is no switch',
      'severities/1/reachableContact',
      'yes',
      ['pack.severities.1.reachableContact: Invalid input: expected boolean, received string'],
    ],
    [
      'a mode is unknown',
      'onSeverityChange',
      'keep',
      ['pack.onSeverityChange: Invalid option: expected one of "carry"|"retroactive"|"restart"'],
    ],
    [
      'a ladder step is at no share',
      'ladder/firstResponse',
      [{ at: '100%', tell: ['owner'] }],
      ['pack.ladder.firstResponse.0.at: must be a percentage from 1% to 99%, or missed'],
    ],
    [
      'a ladder step tells nobody',
      'ladder/firstResponse',
      [{ at: '50%', tell: [] }],
      ['pack.ladder.firstResponse.0.tell: Too small: expected array to have >=1 items'],
    ],
    [
      'a ladder step tells somebody unknown',
      'ladder/firstResponse',
      [{ at: '50%', tell: ['boss'] }],
      [
        'pack.ladder.firstResponse.0.tell.0: Invalid option: expected one of "owner"|"escalation-engineer"|"csr"|"tse"|"manager"|"rem"',
      ],
    ],
    [
      'a ladder step is listed twice',
      'ladder/firstResponse',
      [
        { at: '50%', tell: ['owner'] },
        { at: '50%', tell: ['rem'] },
        { at: 'missed', tell: ['rem'] },
      ],
      ['pack.ladder.firstResponse: a step is listed twice'],
    ],
    [
      'a ladder that ends before the miss',
      'ladder/nextReply',
      [{ at: '50%', tell: ['owner'] }],
      ['pack.ladder.nextReply: needs a step at missed: somebody must be told of a miss'],
    ],
    [
      'attempts that fit into no ten days',
      'calendars/business/weekly',
      { mon: ['08:00-18:00'] },
      ['pack.contact: 3 attempts on working days of "business" do not fit into P10D'],
    ],
    [
      'a reminder before its promise is made',
      'escalation/remindBefore',
      '3d',
      ['pack.escalation.remindBefore: must be shorter than updateAtMost'],
    ],
    [
      'attempts count on no calendar',
      'contact/calendar',
      'nights',
      ['pack.contact.calendar: there is no calendar "nights"'],
    ],
    [
      'an attempt comes before the one before it',
      'contact/after',
      ['P3D', 'P1D'],
      ['pack.contact.after: each attempt must come later than the one before it'],
    ],
    [
      'two attempts come on one day',
      'contact/after',
      ['P3D', '3d'],
      ['pack.contact.after: each attempt must come later than the one before it'],
    ],
    ['an attempt comes after hours, not days', 'contact/after', ['12h'], [`pack.contact.after.0: ${DAYS}`]],
    [
      'closing comes before the last attempt',
      'contact/close',
      'P5D',
      ['pack.contact.after: the last attempt must not come after pack.contact.close'],
    ],
    [
      'a promise lasts for years',
      'escalation/updateAtMost',
      '400d',
      [`pack.escalation.updateAtMost: ${DURATION}`],
    ],
    [
      'a reason to escalate is unknown',
      'escalation/reasons',
      ['boredom'],
      [
        'pack.escalation.reasons.0: Invalid option: expected one of "production-down"|"management-attention"|"dissatisfied"',
      ],
    ],
    [
      'no closing reason is offered',
      'closing/reasons',
      [],
      ['pack.closing.reasons: Too small: expected array to have >=1 items'],
    ],
    [
      'a survey comes at most every few hours',
      'closing/survey/atMostEvery',
      '36h',
      [`pack.closing.survey.atMostEvery: ${DAYS}`],
    ],
  ])('%s', (_, path, value, told) => {
    expect(problems(path, value)).toEqual(told);
  });

  it('all of them at once', () => {
    const error = new InvalidPack(['pack.a: x', 'pack.b: y']);
    expect(error.message).toBe('The policy pack cannot be used:\n  - pack.a: x\n  - pack.b: y');
    const yaml = HOUSE_YAML.replace('calendar: business, after', 'calendar: nights, after').replace(
      'close: P10D',
      'close: P2D',
    );
    expect(problemsOf(yaml)).toEqual([
      'pack.contact.calendar: there is no calendar "nights"',
      'pack.contact.after: the last attempt must not come after pack.contact.close',
    ]);
  });

  it('what is not YAML, or says something twice, is told with its line', () => {
    expect(problemsOf('pack: [house')[0]).toMatch(/^not YAML: .* at line 1, column/);
    expect(problemsOf('pack: house\npack: home')[0]).toMatch(/^not YAML: Map keys must be unique at line 2/);
    expect(problemsOf('just a text')).toEqual(['pack: Invalid input: expected object, received string']);
  });
});
