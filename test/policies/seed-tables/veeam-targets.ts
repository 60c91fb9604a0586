import type { Hours, OfferingHours, TargetCell } from './cell.ts';

const BASIC: Hours = { days: 'mon..fri', aDay: 12, window: ['08:00', '20:00'] };
const EVALUATION: Hours = { days: 'mon..fri', aDay: 9, window: ['08:00', '17:00'] };

const hoursIn = { row: 'OFF-3', seed: '004', section: '支持计划 / 营业时间' } as const;

/** Hours of business per support programme. */
export const VEEAM_HOURS: readonly OfferingHours[] = [
  { ...hoursIn, offering: 'premier', hours: 'around the clock' },
  { ...hoursIn, offering: 'production', hours: 'around the clock' },
  { ...hoursIn, offering: 'basic', hours: BASIC },
  { ...hoursIn, offering: 'evaluation', hours: EVALUATION },
];

/** A row of the guide's table, by severity: minutes, or what it says instead. */
function row(
  offering: string,
  counted: Hours,
  bySeverity: readonly (number | 'n/a' | 'asap')[],
): TargetCell[] {
  return ([1, 2, 3, 4] as const).map((severity, index) => {
    const said = bySeverity[index];
    const target =
      typeof said === 'number'
        ? ({ minutes: said, counted } as const)
        : ({ 'n/a': 'not applicable', asap: 'as soon as possible' } as const)[said ?? 'n/a'];
    return { row: 'OFF-3', seed: '004', section: '目标响应服务等级协议 (SLA)', offering, severity, target };
  });
}

/** The table of target response times. */
export const VEEAM_TARGETS: readonly TargetCell[] = [
  ...row('premier', 'around the clock', [30, 30, 30, 30]),
  ...row('production', 'around the clock', [60, 180, 360, 480]),
  ...row('basic', BASIC, [120, 480, 720, 1440]),
  ...row('evaluation', EVALUATION, ['n/a', 480, 720, 1440]),
  ...row('free', 'around the clock', ['n/a', 'asap', 'asap', 'asap']),
];
