import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { CountryHolidays } from '#shared/policy/country-holidays.ts';
import { InvalidPack, loadPack } from '#shared/policy/load-pack.ts';
import { factProblems } from '#shared/policy/pack-facts.ts';

type Node = Record<string, unknown>;

const PACKS = {
  gss: readFileSync(new URL('../../policies/vmware-gss.yaml', import.meta.url), 'utf8'),
  veeam: readFileSync(new URL('../../policies/veeam.yaml', import.meta.url), 'utf8'),
};

const US: CountryHolidays = {
  country: 'US',
  title: { en: 'United States' },
  scope: 'one holiday, for these tests',
  source: ['5 U.S.C. 6103'],
  reviewedOn: '2026-01-01',
  from: '2026-01-01',
  knownUntil: '2026-12-31',
  holidays: { '2026-11-26': 'Thanksgiving Day' },
  workingDays: {},
};

/** The document after one change: the value at a path (parts set apart by /), or gone. */
function changed(which: keyof typeof PACKS, path: string, value?: unknown): Node {
  const pack: Node = parse(PACKS[which]);
  const steps = path.split('/');
  const key = steps.pop() ?? '';
  const holder = steps.reduce<Node>((node, step) => node[step] as Node, pack);
  if (value === undefined) delete holder[key];
  else holder[key] = value;
  return pack;
}

function problemsOf(pack: Node, countries: readonly CountryHolidays[] = [US]): readonly string[] {
  try {
    loadPack(stringify(pack), countries);
    return [];
  } catch (error) {
    if (error instanceof InvalidPack) return error.problems;
    throw error;
  }
}

const STEP = [{ at: 'missed', tell: ['manager'] }];

type Mutation = readonly [
  what: string,
  which: keyof typeof PACKS,
  path: string,
  value: unknown,
  told: string[],
];

describe('[lesson 18] no switch without effect', () => {
  test.each<Mutation>([
    [
      'a ladder for call-backs that are not promised',
      'veeam',
      'ladder/callBack',
      STEP,
      ['pack.ladder.callBack: has no effect, since the pack makes no such promise'],
    ],
    [
      'a ladder for answers that are not promised',
      'veeam',
      'ladder/answer',
      STEP,
      ['pack.ladder.answer: has no effect, since the pack makes no such promise'],
    ],
    [
      'a ladder for a goal, where there is only a promise',
      'veeam',
      'ladder/answerGoal',
      STEP,
      ['pack.ladder.answerGoal: has no effect, since the pack makes no such promise'],
    ],
    [
      'a ladder for updates that are not promised',
      'gss',
      'ladder/promisedUpdate',
      STEP,
      ['pack.ladder.promisedUpdate: has no effect, since the pack makes no such promise'],
    ],
    [
      'a ladder for replies that are not promised',
      'gss',
      'ladder/nextReply',
      STEP,
      ['pack.ladder.nextReply: has no effect, since the pack makes no such promise'],
    ],
    [
      'a ladder for confirmations that are not promised',
      'veeam',
      'ladder/confirmationMail',
      STEP,
      ['pack.ladder.confirmationMail: has no effect, since the pack makes no such promise'],
    ],
    [
      'a call-back of an offering, where the desk takes none',
      'veeam',
      'offerings/basic/callBack',
      { within: '24h', calendar: 'around-the-clock' },
      ['pack.offerings.basic.callBack: has no effect, since the pack takes no call-backs (callBack)'],
    ],
    [
      'call-backs taken away, and what was said about them left',
      'gss',
      'callBack',
      undefined,
      [
        'pack.ladder.callBack: has no effect, since the pack makes no such promise',
        'pack.offerings.fusion-subscription.callBack: has no effect, since the pack takes no call-backs (callBack)',
        'pack.offerings.fusion-desktop-standard.callBack: has no effect, since the pack takes no call-backs (callBack)',
        'pack.offerings.complimentary.callBack: has no effect, since the pack takes no call-backs (callBack)',
      ],
    ],
    [
      'a key that nobody reads',
      'gss',
      'offerings/basic/rootCauseAnalysis',
      true,
      ['pack.offerings.basic: Unrecognized key: "rootCauseAnalysis"'],
    ],
    ['a fact that nobody shows', 'gss', 'facts/opinions', {}, ['pack.facts: Unrecognized key: "opinions"']],
  ])('%s', (_, which, path, value, told) => {
    expect(problemsOf(changed(which, path, value))).toEqual(told);
  });
});

describe('a promise needs somebody who is told', () => {
  test.each<[string, string]>([
    ['first responses', 'firstResponse'],
    ['answers', 'answer'],
    ['call-backs', 'callBack'],
    ['confirmation mails', 'confirmationMail'],
  ])('%s', (_, ladder) => {
    const missing =
      ladder === 'firstResponse'
        ? 'is missing'
        : 'is missing, though the pack makes that promise: somebody must be told';
    expect(problemsOf(changed('gss', `ladder/${ladder}`))).toEqual([`pack.ladder.${ladder}: ${missing}`]);
  });

  it('updates, once they are promised', () => {
    const pack = changed('veeam', 'updates', { every: { 1: '2h' }, pausedWhile: [] });
    expect(problemsOf(pack)).toEqual([
      'pack.ladder.promisedUpdate: is missing, though the pack makes that promise: somebody must be told',
    ]);
  });

  it('replies, once they are promised', () => {
    const pack = changed('veeam', 'offerings/premier/nextReply', { 1: '1h', 2: '1h', 3: '4h', 4: '8h' });
    expect(problemsOf(pack)).toEqual([
      'pack.ladder.nextReply: is missing, though the pack makes that promise: somebody must be told',
    ]);
  });
});

describe('a promise that cannot be meant', () => {
  test.each<Mutation>([
    [
      'a goal later than its promise',
      'gss',
      'answers/licensing/goal',
      '4d',
      ['pack.answers.licensing.goal: must be sooner than what is promised (within)'],
    ],
    [
      'a goal as late as its promise',
      'gss',
      'answers/licensing/goal',
      '3d',
      ['pack.answers.licensing.goal: must be sooner than what is promised (within)'],
    ],
    [
      'a target on a calendar that is not there',
      'gss',
      'offerings/production/firstResponse/2/calendar',
      'office',
      ['pack.offerings.production.firstResponse.2.calendar: there is no calendar "office"'],
    ],
    [
      'a call-back of an offering on a calendar that is not there',
      'gss',
      'offerings/complimentary/callBack/calendar',
      'office',
      ['pack.offerings.complimentary.callBack.calendar: there is no calendar "office"'],
    ],
    [
      'an add-on on a calendar that is not there',
      'gss',
      'addOns/after-hours/calendar',
      'nights',
      ['pack.addOns.after-hours.calendar: there is no calendar "nights"'],
    ],
    [
      'an answer on a calendar that is not there',
      'gss',
      'answers/customer-service/calendar',
      'office',
      ['pack.answers.customer-service.calendar: there is no calendar "office"'],
    ],
    [
      'a confirmation on a calendar that is not there',
      'gss',
      'confirmationMail/calendar',
      'office',
      ['pack.confirmationMail.calendar: there is no calendar "office"'],
    ],
    [
      'a target in words',
      'veeam',
      'offerings/free/firstResponse/2',
      'as soon as possible',
      [
        'pack.offerings.free.firstResponse.2: must be a duration such as 30m, 4h, 2d, PT30M or P10D, at most 366d',
      ],
    ],
    [
      'an add-on for a severity that does not exist',
      'gss',
      'addOns/after-hours/severities',
      [5],
      [
        'pack.addOns.after-hours.severities.0: Invalid input: expected 1; or Invalid input: expected 2; or Invalid input: expected 3; or Invalid input: expected 4',
      ],
    ],
    [
      'a pack of no incidents',
      'gss',
      'offerings/incident-pack-1/incidents/count',
      0,
      ['pack.offerings.incident-pack-1.incidents.count: Too small: expected number to be >0'],
    ],
    [
      'incidents valid for two years',
      'gss',
      'offerings/incident-pack-1/incidents/validFor',
      '730d',
      [
        'pack.offerings.incident-pack-1.incidents.validFor: must be a duration such as 30m, 4h, 2d, PT30M or P10D, at most 366d',
      ],
    ],
    [
      'no administrator at all',
      'gss',
      'offerings/basic/administrators',
      0,
      ['pack.offerings.basic.administrators: Too small: expected number to be >0'],
    ],
    [
      'a channel that is none',
      'veeam',
      'offerings/free/channels',
      ['fax'],
      ['pack.offerings.free.channels.0: Invalid option: expected one of "web"|"phone"|"mail"|"self-service"'],
    ],
    [
      'reopening some day',
      'veeam',
      'closing/reopenWithin',
      'sometimes',
      ['pack.closing.reopenWithin: must be whole days, such as P3D or 3d, at most 366d'],
    ],
  ])('%s', (_, which, path, value, told) => {
    expect(problemsOf(changed(which, path, value))).toEqual(told);
  });
});

describe('where facts are from', () => {
  test.each<Mutation>([
    [
      'a fact that is not there',
      'gss',
      'notFromGuides/offerings.gold.calendar',
      'house',
      ['pack.notFromGuides: there is no offerings.gold.calendar in the pack'],
    ],
    [
      'a place in a list that is not there',
      'gss',
      'notFromGuides/closing.reasons.6',
      'house',
      ['pack.notFromGuides: there is no closing.reasons.6 in the pack'],
    ],
    [
      'a source that is not there',
      'gss',
      'notFromGuides/callBack.within',
      'hearsay',
      ['pack.notFromGuides.callBack.within: there is no source "hearsay" in pack.sources'],
    ],
    [
      'a source taken away',
      'veeam',
      'sources',
      { guide: 'The guide' },
      Object.keys(parse(PACKS.veeam).notFromGuides).map(
        (path) => `pack.notFromGuides.${path}: there is no source "house" in pack.sources`,
      ),
    ],
    [
      'an offering taken away, and what was said about it left',
      'veeam',
      'offerings/free',
      undefined,
      ['pack.notFromGuides: there is no offerings.free.calendar in the pack'],
    ],
    [
      'holidays written into the pack by hand',
      'veeam',
      'countries',
      { US },
      ['pack.countries: is put in from the holiday files; take it out of the pack'],
    ],
  ])('%s', (_, which, path, value, told) => {
    expect(problemsOf(changed(which, path, value))).toEqual(told);
  });

  it('a country without a holiday file', () => {
    expect(problemsOf(parse(PACKS.gss), [])).toEqual([
      'pack.calendars.pacific-desk.holidays: there is no holiday file for US beside the pack',
    ]);
  });
});

describe('facts', () => {
  test.each<Mutation>([
    [
      'a name with capitals',
      'gss',
      'facts/steps/Reproduce',
      { en: 'Try again' },
      ['pack.facts.steps.Reproduce: must be lower-case letters, digits and hyphens'],
    ],
    [
      'what is out of scope, and no place to go instead',
      'veeam',
      'facts/outOfScope/training/instead',
      undefined,
      ['pack.facts.outOfScope.training.instead: is missing'],
    ],
    [
      'a question too few before an escalation',
      'gss',
      'facts/escalation/questions/milestonesRecorded',
      undefined,
      ['pack.facts.escalation.questions.milestonesRecorded: is missing'],
    ],
    [
      'a language by its name',
      'veeam',
      'facts/languages/regions/canada/languages',
      ['French'],
      ['pack.facts.languages.regions.canada.languages.0: must be a language tag such as fr or zh-Hans'],
    ],
    [
      'a size in bytes that is no size',
      'gss',
      'facts/mailFileMegabytes',
      '10 MB',
      ['pack.facts.mailFileMegabytes: Invalid input: expected number, received string'],
    ],
  ])('%s', (_, which, path, value, told) => {
    expect(problemsOf(changed(which, path, value))).toEqual(told);
  });

  const mentions = (facts: Node) =>
    factProblems({ calendars: { business: {} }, offerings: { basic: {} }, facts } as Parameters<
      typeof factProblems
    >[0]);

  test.each<[string, Node, string[]]>([
    [
      'hours on a calendar that is not there',
      { phoneHours: { desk: { who: { en: 'Desk' }, calendar: 'nights' } } },
      ['pack.facts.phoneHours.desk: there is no calendar "nights"'],
    ],
    [
      'a language on a calendar that is not there',
      { languages: { regions: { japan: { region: { en: 'Japan' }, how: 'direct', calendar: 'nights' } } } },
      ['pack.facts.languages.regions.japan: there is no calendar "nights"'],
    ],
    [
      'offerings and add-ons that are not there',
      {
        roundTheClock: {
          offerings: ['basic', 'gold'],
          addOns: ['nights'],
          until: {},
          afterwards: { en: 'Then.' },
        },
      },
      [
        'pack.facts.roundTheClock.offerings: there is no offering "gold"',
        'pack.facts.roundTheClock.addOns: there is no add-on "nights"',
      ],
    ],
    [
      'a name that every object has is still none of the pack',
      { phoneHours: { desk: { who: { en: 'Desk' }, calendar: 'constructor' } } },
      ['pack.facts.phoneHours.desk: there is no calendar "constructor"'],
    ],
    [
      'nothing wrong',
      {
        phoneHours: { desk: { who: { en: 'Desk' }, calendar: 'business' } },
        languages: { regions: { japan: { region: { en: 'Japan' }, how: 'direct' } } },
      },
      [],
    ],
  ])('that name something: %s', (_, facts, told) => {
    expect(mentions(facts)).toEqual(told);
  });
});
