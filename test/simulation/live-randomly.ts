import { expect } from 'vitest';
import { SimulatedDesk } from '#test/support/simulated-desk.ts';
import type { Answer } from '#test/support/simulated-desk-call.ts';
import { Chaos } from './chaos.ts';
import { expectAtRest, numbersOf } from './desk-at-rest.ts';
import type { Command, RandomLife } from './random-life.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

interface Told {
  readonly mark: string;
  /** Whether the command carries its mark into the history. */
  readonly marked: boolean;
  readonly answers: Answer[];
}

/** Lives one random life to its end, and checks that every promise was kept whatever happened. */
export async function liveRandomly({
  requests,
  commands,
  chaos: level,
  seed,
  afterlife,
}: RandomLife): Promise<SimulatedDesk> {
  const chaos = new Chaos(level, seed);
  const desk = new SimulatedDesk({ seed, interpose: chaos.interpose });
  chaos.attend(desk);
  const told: Told[] = [];
  const asked: Promise<void>[] = [];

  const filings = Array.from({ length: requests }, (_, index) => fileOne(desk, index, told));
  let nextAt = desk.clock.now();
  for (const [index, command] of commands.entries()) {
    nextAt += command.after;
    await liveChaotically(desk, chaos, nextAt);
    const [number] = numbersOf(desk).slice(command.request % requests);
    if (number !== undefined) asked.push(ask(desk, number, command, `mark-${index}-`, told));
  }
  await liveChaotically(desk, chaos, nextAt + 30 * MINUTE);

  chaos.end(desk);
  await desk.settle();
  await Promise.all([...filings, ...asked]);
  // The sweeper mends what was lost: three rounds where an execution must be taken for dead, and one more for luck.
  await desk.live(60 * MINUTE);
  await expectAtRest(desk);
  expectStoredOnce(desk, told);
  if (afterlife) {
    await desk.live(26 * DAY);
    await expectAtRest(desk);
  }
  desk.clock.stop();
  return desk;
}

async function fileOne(desk: SimulatedDesk, index: number, told: Told[]): Promise<void> {
  const mark = `filing-${index}-`;
  const body = {
    contractId: index === 1 ? 'NW-STANDARD' : 'NW-PREMIUM',
    type: 'technical',
    severity: 2,
    subject: mark,
    description: 'It stops every hour.',
    product: 'Lens Client',
  };
  const answers: Answer[] = [];
  told.push({ mark, marked: true, answers });
  do answers.push(await desk.http('customer', 'POST /v1/requests', { body, key: mark }));
  while (unanswered(answers));
}

async function ask(
  desk: SimulatedDesk,
  number: string,
  { who, action, again }: Command,
  mark: string,
  told: Told[],
): Promise<void> {
  const answers: Answer[] = [];
  const body = action(mark, desk.clock.now());
  told.push({ mark, marked: JSON.stringify(body).includes(mark), answers });
  do answers.push(await desk.act(who, number, body, again ? mark : undefined));
  while (again && unanswered(answers));
}

/** No answer came, or one that says to come again. */
function unanswered(answers: readonly Answer[]): boolean {
  const { status = 0 } = answers.at(-1) ?? {};
  return (status === 0 || status === 503) && answers.length < 20;
}

/** Lives until an instant; at each moment something may be held back while time goes on. */
async function liveChaotically(desk: SimulatedDesk, chaos: Chaos, until: number): Promise<void> {
  for (;;) {
    await chaos.stir(desk);
    const next = Math.min(desk.clock.nextTimer() ?? until, desk.nextSweep() ?? until, until);
    if (next > desk.clock.now()) await desk.clock.advanceTo(next, () => desk.quiet());
    if (desk.sweepIsDue()) desk.callSweeper();
    else if (next >= until) return;
  }
}

/** What was accepted is in the history once; what was refused is not; what nobody knows is there once or not at all. */
function expectStoredOnce(desk: SimulatedDesk, told: readonly Told[]): void {
  const events = numbersOf(desk).flatMap((number) => desk.events(number));
  const stories = events.map((event) => JSON.stringify(event));
  for (const { mark, answers } of told.filter(({ marked }) => marked)) {
    const stored = stories.filter((story) => story.includes(`"${mark}"`)).length;
    expect(stored, mark).toBeLessThanOrEqual(mayBeStored(answers) ? 1 : 0);
    expect(stored, mark).toBeGreaterThanOrEqual(accepted(answers) ? 1 : 0);
  }
  // An assignment says nothing of its own: these are counted.
  const assignments = told.filter(({ marked }) => !marked).map(({ answers }) => answers);
  const assigned = events.filter(({ fact }) => fact.type === 'EngineerAssigned').length;
  expect(assigned).toBeGreaterThanOrEqual(assignments.filter(accepted).length);
  expect(assigned).toBeLessThanOrEqual(assignments.filter(mayBeStored).length);
}

function accepted(answers: readonly Answer[]): boolean {
  return answers.some(({ status }) => status === 200 || status === 201);
}

function mayBeStored(answers: readonly Answer[]): boolean {
  return accepted(answers) || answers.some(({ status }) => status === 0);
}
