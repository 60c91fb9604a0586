import type { Cell, Reading } from './cell.ts';

const cell = (from: Reading, says: string, at: string, is: unknown): Cell => ({ ...from, says, at, is });
const each = (from: Reading, at: string, values: readonly (string | number)[]): Cell[] =>
  values.map((value) => ({ ...from, says: `${at} has ${value}`, at, has: value }));

const brochureTable: Reading = { row: 'OFF-1', seed: '002', section: '全球支援服務概觀' };
const missionCritical: Reading = { row: 'OFF-1', seed: '002', section: '關鍵任務支援' };
const portfolio: Reading = { row: 'OFF-1', seed: ['000', '003'], section: '附录 A：支持服务组合' };
const portfolioOf2011: Reading = { row: 'OFF-1', seed: '000', section: '附录 A：支持服务组合' };
const offeringsOf2011: Reading = { row: 'OFF-1', seed: '000', section: 'VMware 全球支持服务' };
const incidents: Reading = { row: 'OFF-10', seed: ['000', '003'], section: '附录 A：支持服务组合' };
const filing: Reading = { row: 'FIL-2', seed: ['000', '003'], section: '提交支持请求' };
const openSource: Reading = { row: 'OFF-13', seed: '000', section: 'VMware 开源项目支持策略' };
const rootCause: Reading = { row: 'WRK-8', seed: '000', section: '第三方硬件/软件支持' };
const sdk: Reading = { row: 'FIL-13', seed: '000', section: 'SDK 支持和 API 策略' };
const afterHours: Reading = { row: 'OFF-11', seed: ['000', '003'], section: '非工作时间支持' };
const byPhone: Reading = { row: 'FIL-8', seed: ['000', '003'], section: '通过电话提交请求' };
const desktop: Reading = { row: 'FIL-8', seed: '001', section: '如何通过电话提交支持请求' };
const answers: Reading = { row: 'OFF-7', seed: ['000', '003'], section: '帐户、支持合同和许可问题' };
const escalating: Reading = { row: 'ESC-2', seed: ['000', '001', '003'], section: '提高支持请求级别的策略' };
const closing: Reading = { row: 'CLO-1', seed: ['000', '003'], section: '关闭支持请求' };
const roles: Reading = { row: 'ACC-3', seed: ['000', '003'], section: '客户角色和职责' };
const languages: Reading = { row: 'FIL-11', seed: ['000', '003'], section: '本地语言支持策略' };

/** What each offering brings, and how its customers reach support. */
const OFFERINGS: readonly Cell[] = [
  ...['basic', 'production', 'mission-critical'].flatMap((offering) =>
    each(brochureTable, `offerings.${offering}.includes`, ['product-updates', 'product-upgrades']),
  ),
  ...[
    'basic',
    'production',
    'mission-critical',
    'springsource-developer',
    'sdk-standard',
    'sdk-premium',
  ].flatMap((offering) =>
    each(brochureTable, `offerings.${offering}.includes`, ['remote-support', 'knowledge-base']),
  ),
  ...each(missionCritical, 'offerings.mission-critical.includes', [
    'account-manager',
    'quarterly-review',
    'environment-review',
    'reports',
    'on-site',
    'upgrade-planning',
  ]),
  ...each(portfolio, 'offerings.mission-critical.includes', ['senior-engineers']),
  ...each(portfolio, 'offerings.business-critical.includes', ['dedicated-team']),
  ...each(offeringsOf2011, 'offerings.business-critical.includes', ['senior-engineers']),
  ...each(rootCause, 'offerings.business-critical.includes', ['root-cause-analysis']),
  ...each(rootCause, 'offerings.mission-critical.includes', ['root-cause-analysis']),
  ...each(portfolioOf2011, 'offerings.us-federal.includes', ['us-citizens-only']),
  ...each(offeringsOf2011, 'offerings.vfabric-developer.includes', [
    'sdk-help',
    'configuration-help',
    'performance-tuning',
    'code-snippet-review',
  ]),
  ...each(offeringsOf2011, 'offerings.springsource-developer.includes', ['configuration-help']),
  ...each(openSource, 'offerings.springsource-developer.includes', ['performance-tuning']),
  ...each(openSource, 'offerings.basic.includes', ['source-patches']),
  ...each(openSource, 'offerings.production.includes', ['source-patches']),
  ...each(sdk, 'offerings.basic.includes', ['sdk-installation']),
  ...each(sdk, 'offerings.production.includes', ['sdk-installation']),
  ...each(sdk, 'offerings.sdk-standard.includes', ['sdk-help']),
  ...each(sdk, 'offerings.sdk-premium.includes', ['sdk-help']),
  ...each(portfolio, 'offerings.fusion-subscription.includes', ['product-updates', 'product-upgrades']),
  ...[
    'basic',
    'production',
    'business-critical',
    'mission-critical',
    'vfabric-developer',
    'springsource-developer',
    'sdk-standard',
    'sdk-premium',
    'incident-pack-1',
    'incident-pack-3',
    'incident-pack-5',
    'fusion-desktop-standard',
  ].map((offering) =>
    cell(filing, `${offering} files on the web and by phone`, `offerings.${offering}.channels`, [
      'web',
      'phone',
    ]),
  ),
  cell(
    { ...filing, seed: '000' },
    'US Federal files by its own telephone number',
    'offerings.us-federal.channels',
    ['phone'],
  ),
  cell(
    portfolio,
    'complimentary support is by mail (000) or on the web (003)',
    'offerings.complimentary.channels',
    ['mail', 'web'],
  ),
  cell(portfolio, 'evaluation has self-help only', 'offerings.evaluation.channels', ['self-service']),
  cell(
    { ...portfolio, row: 'FIL-9', section: '测试版支持概述' },
    'beta has self-help and the web, and no phone',
    'offerings.beta.channels',
    ['self-service', 'web'],
  ),
  cell(
    { row: 'ACC-7', seed: ['000', '003'], section: '支持管理员 (SA)' },
    'of a free product only the one who registered it files',
    'offerings.complimentary.administrators',
    1,
  ),
  cell(incidents, 'a pack of one incident', 'offerings.incident-pack-1.incidents.count', 1),
  cell(incidents, 'a pack of three incidents', 'offerings.incident-pack-3.incidents.count', 3),
  cell(incidents, 'a pack of five incidents', 'offerings.incident-pack-5.incidents.count', 5),
  cell(afterHours, 'after hours is for severity 1', 'addOns.after-hours.severities', [1]),
  cell(
    afterHours,
    'after hours covers what the contract does not',
    'addOns.after-hours.calendar',
    'around-the-clock',
  ),
];

/** Promises beside the first response. */
const PROMISES: readonly Cell[] = [
  ...['customer-service', 'licensing'].flatMap((type) => [
    cell(answers, `${type} is answered within 72 hours`, `answers.${type}.within`, '72h'),
    cell(answers, `most of ${type} is answered within 48 hours`, `answers.${type}.goal`, '48h'),
    cell(byPhone, `${type} has a team there day and night`, `answers.${type}.calendar`, 'around-the-clock'),
  ]),
  cell(desktop, 'a caller is called back within 30 minutes', 'callBack.within', '30m'),
  cell(byPhone, 'calls are taken day and night', 'callBack.calendar', 'around-the-clock'),
  ...['fusion-subscription', 'fusion-desktop-standard', 'complimentary'].map((offering) =>
    cell(desktop, `${offering}: a message is answered within 24 hours`, `offerings.${offering}.callBack`, {
      within: '24h',
      calendar: 'around-the-clock',
    }),
  ),
  cell(
    { row: 'FIL-5', seed: ['000', '001', '003'], section: '通过电话提交请求' },
    'the confirmation mail leaves within an hour',
    'confirmationMail',
    { within: '1h', calendar: 'around-the-clock' },
  ),
];

/** What severities oblige to, and how requests escalate and close. */
const RULES: readonly Cell[] = [
  cell(
    { row: 'OFF-5', seed: ['000', '003'], section: '了解技术支持严重性' },
    'severity 1 needs somebody reachable',
    'severities.1.reachableContact',
    true,
  ),
  ...[2, 3, 4].map((severity) =>
    cell(
      { row: 'OFF-5', seed: ['000', '003'], section: '了解技术支持严重性' },
      `severity ${severity} does not`,
      `severities.${severity}.reachableContact`,
      false,
    ),
  ),
  ...each(escalating, 'escalation.reasons', ['production-down', 'management-attention', 'dissatisfied']),
  cell({ ...closing, row: 'CLO-1' }, 'a silent customer is contacted three times', 'contact.after.length', 3),
  cell({ ...closing, row: 'CLO-1' }, 'and the request closes after ten days', 'contact.close', 'P10D'),
  ...each(closing, 'closing.reasons', ['solved', 'wont-fix']),
  cell(
    { row: 'CLO-5', seed: ['000', '003'], section: '客户满意度调查' },
    'two weeks lie between two survey invitations',
    'closing.survey.atMostEvery',
    'P14D',
  ),
  cell(
    { row: 'FIL-11', seed: ['000', '003'], section: '本地语言支持策略' },
    'French and German: 07:00 to 19:00 Greenwich time',
    'calendars.greenwich-office',
    { weekly: { 'mon..fri': ['07:00-19:00'] }, zone: 'Etc/GMT' },
  ),
];

/** Values among the facts. */
const FACTS: readonly Cell[] = [
  cell(roles, 'a contract has one PLA', 'facts.roles.pla.perContract', 1),
  cell(roles, 'a contract has several SLA admins', 'facts.roles.sla-admin.perContract', 'unlimited'),
  cell(roles, 'how many SAs depends on the offering', 'facts.roles.sa.perContract', 'by-offering'),
  ...each(
    { row: 'OFF-8', seed: ['000', '003'], section: '附录 A：支持服务组合' },
    'facts.roundTheClock.offerings',
    ['production', 'mission-critical'],
  ),
  ...each({ ...afterHours, row: 'OFF-8' }, 'facts.roundTheClock.addOns', ['after-hours']),
  cell(openSource, 'two stable releases before the current one', 'facts.openSource.stableReleasesBefore', 2),
  cell(openSource, 'three years from a major branch', 'facts.openSource.majorBranchYears', 3),
  cell(openSource, 'twelve months from a maintenance release', 'facts.openSource.maintenanceMonths', 12),
  cell(openSource, 'patches for severity 1 and 2', 'facts.openSource.patchSeverities', [1, 2]),
  cell(
    { row: 'WRK-6', seed: '000', section: '查看和更新打开的支持请求' },
    'mail takes files of 10 MB',
    'facts.mailFileMegabytes',
    10,
  ),
  cell(
    byPhone,
    'the licensing team is there day and night',
    'facts.phoneHours.licensing.calendar',
    'around-the-clock',
  ),
  cell(
    byPhone,
    'customer support is there day and night',
    'facts.phoneHours.customer-support.calendar',
    'around-the-clock',
  ),
  cell(byPhone, 'Fusion has hours of its own', 'facts.phoneHours.desktop.calendar', 'pacific-desk'),
  ...[
    ['oemVendors.dell', 'Dell'],
    ['oemVendors.fujitsu', 'Fujitsu'],
    ['oemVendors.hp', 'HP'],
    ['oemVendors.ibm', 'IBM'],
    ['oemVendors.unisys', 'Unisys'],
  ].map(([at, vendor]) =>
    cell(
      { row: 'FIL-13', seed: ['000', '003'], section: '对 Microsoft 软件的支持' },
      `${vendor} supports what it sold`,
      `facts.${at}.vendor`,
      vendor,
    ),
  ),
  cell(languages, 'targets hold for English', 'facts.languages.targetsApplyTo', ['en']),
  ...(
    [
      ['japan', ['ja']],
      ['china', ['zh']],
      ['korea', ['ko']],
      ['latin-america', ['es', 'pt']],
    ] as const
  ).flatMap(([region, spoken]) => [
    cell(languages, `${region} is spoken with directly`, `facts.languages.regions.${region}.how`, 'direct'),
    cell(languages, `${region} in its own languages`, `facts.languages.regions.${region}.languages`, spoken),
    cell(
      languages,
      `${region} on technical matters`,
      `facts.languages.regions.${region}.requests`,
      'technical',
    ),
    cell(
      languages,
      `${region} day and night`,
      `facts.languages.regions.${region}.calendar`,
      'around-the-clock',
    ),
  ]),
  cell(languages, 'some of Europe is called back', 'facts.languages.regions.europe.how', 'call-back'),
  cell(languages, 'some of Europe in business hours', 'facts.languages.regions.europe.calendar', 'business'),
  cell(
    languages,
    'some of Europe on technical matters',
    'facts.languages.regions.europe.requests',
    'technical',
  ),
  cell(languages, 'French and German', 'facts.languages.regions.french-and-german.languages', ['fr', 'de']),
  cell(
    languages,
    'French and German by customer service',
    'facts.languages.regions.french-and-german.requests',
    'customer-service',
  ),
  cell(languages, 'French and German directly', 'facts.languages.regions.french-and-german.how', 'direct'),
  cell(
    languages,
    'French and German in their hours',
    'facts.languages.regions.french-and-german.calendar',
    'greenwich-office',
  ),
  cell(languages, 'English elsewhere', 'facts.languages.regions.elsewhere.languages', ['en']),
  cell(languages, 'English elsewhere, directly', 'facts.languages.regions.elsewhere.how', 'direct'),
  ...each({ ...escalating, row: 'ESC-1' }, 'facts.escalation.through', ['csr', 'tse', 'manager', 'rem']),
  cell(
    { ...escalating, row: 'ESC-1' },
    'the telephone is recommended',
    'facts.escalation.recommended',
    'phone',
  ),
  ...each(
    { row: 'ESC-5', seed: '001', section: '信息的更新频率' },
    'facts.escalation.communication.channels',
    ['mail', 'phone', 'conference'],
  ),
];

/** Values of the guides that stand in the pack as they are. */
export const GSS_VALUES: readonly Cell[] = [...OFFERINGS, ...PROMISES, ...RULES, ...FACTS];
