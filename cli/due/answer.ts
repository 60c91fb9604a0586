import * as z from 'zod/mini';
import { read } from '#shared/schema/read.ts';
import type { ClockEvent } from '#shared/targets/clock-event.ts';
import { clockReading } from '#shared/targets/clock-reading.ts';
import type { ClockPolicy } from '#shared/targets/clock-state.ts';
import { attemptsSatisfied } from '#shared/targets/contact-attempts.ts';
import { DAY, dayNumber } from '#shared/targets/local-date.ts';
import { nextReplies } from '#shared/targets/next-reply.ts';
import type { OpenTime } from '#shared/targets/open-time.ts';
import { serviceDaysDue } from '#shared/targets/service-days.ts';
import { coverageGaps, nextOpenings, openSites } from '#shared/targets/sites.ts';
import { type Named, openTimeOf, summed } from './calendars.ts';
import { clockEvents, clockOf } from './clock-of.ts';
import { Question, type QuestionOf } from './question.ts';
import { Refusal } from './refusal.ts';
import { sitesOf } from './sites-of.ts';
import { instantText } from './written-time.ts';

/** Answers one line, parsed from JSON. Throws Refusal, and RangeError where the engine refuses. */
export function answer(written: unknown): object {
  const question = read(Question, written, 'line');
  if (!question.ok) {
    throw new Refusal(summed(question.problems.map((problem) => problem.replace(/^line\./, ''))));
  }
  const named = read(WithCalendars, written, 'line');
  if (!named.ok) throw new Refusal('calendars: is no object of calendars by name');
  return answered(question.value, named.value.calendars);
}

const WithCalendars = z.object({ calendars: z._default(z.record(z.string(), z.unknown()), {}) });

function answered(question: Question, named: Named): object {
  switch (question.kind) {
    case 'due':
      return { due: instantText(calendarOf(question, named).due(question.start, question.targetMinutes)) };
    case 'elapsed':
      return { seconds: calendarOf(question, named).elapsed(question.start, question.end) / 1_000 };
    case 'timeline':
      return timeline(question, named);
    case 'severity':
      return severity(question, named);
    case 'serviceDays':
      return serviceDays(question, named);
    case 'attempts':
      return attempts(question, named);
    case 'nextReply':
      return nextReply(question, named);
    case 'sites':
      return sites(question, named);
    case 'coverageGap':
      return coverageGap(question, named);
  }
}

function calendarOf(question: { readonly calendar?: unknown }, named: Named): OpenTime {
  return openTimeOf(question.calendar, named, 'calendar');
}

function orNull(ms: number | null): string | null {
  return ms === null ? null : instantText(ms);
}

function timeline(question: QuestionOf<'timeline'>, named: Named): object {
  const { start, targetMinutes: targetMs, asOf } = question;
  if (asOf !== undefined && asOf < start) throw new Refusal('asOf: lies before the start');
  const openTime = calendarOf(question, named);
  // What had not happened yet does not count.
  const changes = question.events.filter(({ at }) => asOf === undefined || at <= asOf);
  const clock = clockOf(
    eventsOf(start, { targetMs, openTime, calendarId: '' }, changes, named),
    question.mode,
  );
  const due = orNull(clock.due);
  if (asOf === undefined || (clock.phase !== 'running' && clock.phase !== 'paused')) return { due };
  return { due, remainingSeconds: (clockReading(clock, asOf).remaining ?? 0) / 1_000 };
}

function severity({ start, initial, events: changes }: QuestionOf<'severity'>, named: Named): object {
  const openTime = openTimeOf(initial.calendar, named, 'initial.calendar');
  const policy = { targetMs: initial.targetMinutes, openTime, calendarId: '' };
  const events = eventsOf(start, policy, changes, named);
  return {
    retroactive: orNull(clockOf(events, 'retroactive').due),
    carry: orNull(clockOf(events, 'carry').due),
    restart: orNull(clockOf(events, 'restart').due),
  };
}

function eventsOf(
  start: number,
  initial: ClockPolicy,
  changes: QuestionOf<'timeline'>['events'],
  named: Named,
): ClockEvent<ClockPolicy>[] {
  return clockEvents(start, initial, changes, (calendar, place) =>
    openTimeOf(calendar, named, `events.${place}.calendar`),
  );
}

function serviceDays(question: QuestionOf<'serviceDays'>, named: Named): object {
  const { start, days, mode } = question;
  const promise = mode === 'end-of-day' ? { mode, days } : { mode, days, dayMs: question.dayMinutes };
  return { due: instantText(serviceDaysDue(calendarOf(question, named), start, promise)) };
}

function attempts(question: QuestionOf<'attempts'>, named: Named): object {
  const { required, windowDays, customerReplies } = question;
  const rule = { required, windowDays };
  const lastReply = customerReplies.reduce((last, at) => Math.max(last, at), Number.NEGATIVE_INFINITY);
  const at = attemptsSatisfied(calendarOf(question, named), question.attempts, lastReply, rule);
  return { satisfied: at !== null, satisfiedAt: orNull(at) };
}

function nextReply(question: QuestionOf<'nextReply'>, named: Named): object {
  const messages = question.events.map((message, sequence) => ({ ...message, sequence }));
  const replies = nextReplies(calendarOf(question, named), messages, question.targetMinutes);
  return {
    clocks: replies.map(({ start, due, stopped, met }) => ({
      start: instantText(start),
      due: instantText(due),
      stopped: orNull(stopped),
      met,
    })),
  };
}

function sites(question: QuestionOf<'sites'>, named: Named): object {
  const all = sitesOf(question.sites, named);
  const open = openSites(all, question.at).map(({ name }) => name);
  const openings = nextOpenings(all, question.at).flatMap(({ at }) => at ?? []);
  return { open, nextOpen: openings.length === 0 ? null : instantText(Math.min(...openings)) };
}

function coverageGap(question: QuestionOf<'coverageGap'>, named: Named): object {
  const from = dayNumber(question.date) * DAY;
  const gaps = coverageGaps(sitesOf(question.sites, named), from, from + DAY);
  const uncovered = gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  return {
    minutes: uncovered / 60_000,
    gaps: gaps.map(({ from, to }) => ({ from: instantText(from), to: instantText(to) })),
  };
}
