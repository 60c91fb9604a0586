import type { ClockView } from '#shared/schema/view.ts';
import { durationText } from './duration-text.ts';
import type { LocalTime } from './local-time.ts';

/** How a clock stands, in one sentence. */
export function standing(view: ClockView, local: LocalTime): string {
  const { state, startedAt, remainingSeconds, derivation } = view;
  const endedAt = derivation.kind === 'counted' ? derivation.endedAt : null;
  const start = local.full(startedAt);
  const end = endedAt === null ? '' : ` ${local.full(endedAt)}`;
  switch (state) {
    case 'running':
      return `Running since ${start}; ${left(view)}.`;
    case 'paused':
      return `Started ${start}; paused now, ${left(view)} when it goes on.`;
    case 'met':
      return `Started ${start}; met${end}${spare(view)}.`;
    case 'missed':
      return `Started ${start}; missed${remainingSeconds === null ? `: ended only${end}` : ', and still open'}.`;
    case 'ended':
      return `Started ${start}; ended${end}: nothing is promised any more.`;
    case 'untargeted':
      return `Started ${start}; it has no target.`;
  }
}

function left({ remainingSeconds, derivation }: ClockView): string {
  const open = derivation.kind === 'counted' && derivation.calendar?.alwaysOpen === false;
  return `${durationText(remainingSeconds ?? 0)}${open ? ' of open time' : ''} left`;
}

function spare({ derivation }: ClockView): string {
  if (derivation.kind === 'promised' || derivation.targetSeconds === null) return '';
  const { targetSeconds, usedSeconds } = derivation;
  return usedSeconds !== null && usedSeconds < targetSeconds
    ? `, with ${durationText(targetSeconds - usedSeconds)} to spare`
    : '';
}
