import type { Cell, Reading } from './cell.ts';

const from = (row: string, section: string): Reading => ({ row, seed: '004', section });
const cell = (reading: Reading, says: string, at: string, is: unknown): Cell => ({
  ...reading,
  says,
  at,
  is,
});
const each = (reading: Reading, at: string, values: readonly string[]): Cell[] =>
  values.map((value) => ({ ...reading, says: `${at} has ${value}`, at, has: value }));

const services = from('OFF-3', '服务 / 产品更新 / 产品升级 / 技术支持');
const severityOne = from('OFF-8', '响应目标');
const speaks = from('FIL-11', '支持语言');

/** Values of the guide that stand in the pack as they are. */
export const VEEAM_VALUES: readonly Cell[] = [
  ...['premier', 'production', 'basic'].flatMap((offering) =>
    each(services, `offerings.${offering}.includes`, ['product-updates', 'product-upgrades']),
  ),
  cell(services, 'evaluation has neither updates nor upgrades', 'offerings.evaluation.includes', undefined),
  cell(services, 'free licences have neither', 'offerings.free.includes', undefined),
  ...each(services, 'offerings.premier.includes', ['account-manager']),
  ...['premier', 'production', 'basic', 'evaluation'].map((offering) =>
    cell(services, `${offering} is supported by phone and on the web`, `offerings.${offering}.channels`, [
      'web',
      'phone',
    ]),
  ),
  cell(from('OFF-3', '响应目标'), 'free licences on the web or by mail', 'offerings.free.channels', [
    'web',
    'mail',
  ]),

  cell(
    severityOne,
    'severity 1 needs the technicians of the customer',
    'severities.1.reachableContact',
    true,
  ),
  ...[2, 3, 4].map((severity) =>
    cell(severityOne, `severity ${severity} does not`, `severities.${severity}.reachableContact`, false),
  ),
  ...each(severityOne, 'facts.roundTheClock.offerings', ['production', 'premier']),

  cell(from('CLO-1', '更新或信息'), 'the customer is contacted three times', 'contact.after.length', 3),
  cell(from('CLO-4', '更新或信息'), 'a case is filed anew, never reopened', 'closing.reopenWithin', 'never'),
  ...each(from('ESC-2', '对话经理'), 'escalation.reasons', ['dissatisfied']),

  cell(from('OFF-7', '响应目标'), 'no promise of its own for other requests', 'answers', undefined),
  cell(from('FIL-7', '电话支持'), 'no call back is promised: a case comes first', 'callBack', undefined),
  cell(from('FIL-5', '电话支持'), 'no confirmation mail is promised', 'confirmationMail', undefined),
  cell(from('ESC-5', '对话经理'), 'no interval of updates is promised', 'updates', undefined),

  ...(
    [
      ['united-states', ['en', 'es']],
      ['canada', ['en', 'fr']],
      ['emea', ['en', 'de', 'fr', 'ru', 'es', 'it']],
      ['asia-pacific', ['en', 'ja', 'zh']],
      ['latin-america', ['en', 'es', 'pt']],
    ] as const
  ).flatMap(([region, spoken]) => [
    cell(speaks, `${region} in its languages`, `facts.languages.regions.${region}.languages`, spoken),
    cell(speaks, `${region} directly`, `facts.languages.regions.${region}.how`, 'direct'),
  ]),
];
