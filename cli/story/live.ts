import type { RequestView } from '#shared/schema/view.ts';
import type { DeskClient } from './desk-client.ts';
import { clockTime, type Narrator } from './narrator.ts';
import { DEEDS, FILED, hoursIn, LASTS_HOURS } from './plot.ts';

/**
 * Lives the story on a desk whose time is ours to move, beginning at `beginning`. Every deed carries its own
 * Idempotency-Key under `id`, and time only moves forward: lived again after a kill, it goes on where it was.
 */
export async function liveStory(
  desk: DeskClient,
  id: string,
  beginning: string,
  narrator: Narrator,
): Promise<RequestView> {
  const request = await desk.file('dana', FILED, `${id}-file`);
  const { number } = request;
  narrator.deed(request.filedAt, `Dana files a request over HTTP: "${FILED.subject}"`);
  narrator.note(`number ${number}, severity ${request.severity} (${request.severityTitle})`);
  tellClocks(request, narrator);

  for (const { afterHours, person, says, action } of DEEDS) {
    await passUntil(desk, number, hoursIn(beginning, afterHours), narrator);
    const after = await desk.act(person, number, action, `${id}-${afterHours}`);
    narrator.deed(hoursIn(beginning, afterHours), says);
    tellClocks(after, narrator);
    if (after.silence) narrator.note(`closes ${clockTime(after.silence.closesAt)} if nobody answers`);
  }
  await passUntil(desk, number, hoursIn(beginning, LASTS_HOURS), narrator);
  return desk.request('rita', number);
}

/** The promises that run, by when, and how much of their calendar's time is left. */
function tellClocks({ clocks }: RequestView, narrator: Narrator): void {
  for (const { clock, state, dueAt, remainingSeconds } of clocks) {
    if (state === 'untargeted') narrator.note(`${clock}: nothing is promised`);
    if (state !== 'running' || dueAt === null || remainingSeconds === null) continue;
    const hours = (remainingSeconds / 3600).toFixed(1).replace('.0', '');
    narrator.note(`${clock} due ${clockTime(dueAt)}, ${hours} h of its calendar left`);
  }
}

/** Moves time from deadline to deadline up to `until`, telling what happened at each. */
async function passUntil(desk: DeskClient, number: string, until: string, narrator: Narrator): Promise<void> {
  for (;;) {
    const { now, next } = await desk.time();
    if (now >= until) break;
    if (next !== null && next < until) await desk.moveToNextDeadline();
    else await desk.moveTo(until);
    await tellNews(desk, number, narrator);
  }
  await tellNews(desk, number, narrator);
}

async function tellNews(desk: DeskClient, number: string, narrator: Narrator): Promise<void> {
  const executions = await desk.executions(number);
  const [timeline, mails, ...visits] = await Promise.all([
    desk.timeline('rita', number),
    desk.mails(number),
    ...executions.map(({ name }) => desk.visits(name)),
  ]);
  narrator.news(timeline, mails, visits.flat());
}
