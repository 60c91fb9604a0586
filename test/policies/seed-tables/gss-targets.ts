import type { Hours, OfferingHours, TargetCell } from './cell.ts';

/** Twelve hours, Monday to Friday; which twelve is said only for the SDK programme and for the desktop products. */
const TWELVE_BY_FIVE: Hours = { days: 'mon..fri', aDay: 12 };
const SDK: Hours = { days: 'mon..fri', aDay: 12, window: ['06:00', '18:00'], zone: 'customer' };
const PACIFIC: Hours = {
  days: 'mon..fri',
  aDay: 12,
  window: ['06:00', '18:00'],
  zone: 'America/Los_Angeles',
};

const brochure = { row: 'OFF-2', seed: '002', section: '全球支援服務概觀' } as const;
const appendix = { row: 'OFF-1', seed: ['000', '003'], section: '附录 A：支持服务组合' } as const;
const phone = { row: 'OFF-2', seed: ['000', '001', '003'], section: '如何通过电话提交支持请求' } as const;

/** Hours of operation per offering. */
export const GSS_HOURS: readonly OfferingHours[] = [
  { ...brochure, offering: 'production', hours: 'around the clock' },
  { ...brochure, offering: 'mission-critical', hours: 'around the clock' },
  { ...brochure, offering: 'basic', hours: TWELVE_BY_FIVE },
  { ...brochure, offering: 'springsource-developer', hours: TWELVE_BY_FIVE },
  { ...brochure, offering: 'sdk-standard', hours: SDK },
  { ...brochure, offering: 'sdk-premium', hours: SDK },
  { ...appendix, seed: '000', offering: 'vfabric-developer', hours: TWELVE_BY_FIVE },
  { ...appendix, offering: 'incident-pack-1', hours: TWELVE_BY_FIVE },
  { ...appendix, offering: 'incident-pack-3', hours: TWELVE_BY_FIVE },
  { ...appendix, offering: 'incident-pack-5', hours: TWELVE_BY_FIVE },
  { ...appendix, offering: 'fusion-desktop-standard', hours: TWELVE_BY_FIVE },
  { ...phone, offering: 'fusion-desktop-standard', hours: PACIFIC },
  { ...phone, offering: 'fusion-subscription', hours: PACIFIC },
  { ...phone, seed: '001', offering: 'complimentary', hours: PACIFIC },
];

/** Said of severity 1 alone: minutes. */
function severityOne(offering: string, minutes: number, counted: Hours): TargetCell {
  return { ...brochure, offering, severity: 1, target: { minutes, counted } };
}

/** Promised in service days, whatever the severity. */
function serviceDays(offering: string, days: number, counted: Hours): TargetCell[] {
  return ([1, 2, 3, 4] as const).map((severity) => ({
    ...brochure,
    offering,
    severity,
    target: { serviceDays: days, counted },
  }));
}

/** Target response times of the brochure; no other document has any. */
export const GSS_TARGETS: readonly TargetCell[] = [
  severityOne('production', 30, 'around the clock'),
  severityOne('mission-critical', 30, 'around the clock'),
  severityOne('basic', 240, TWELVE_BY_FIVE),
  ...serviceDays('springsource-developer', 1, TWELVE_BY_FIVE),
  ...serviceDays('sdk-standard', 2, SDK),
  ...serviceDays('sdk-premium', 1, SDK),
];
