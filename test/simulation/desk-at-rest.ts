import { expect } from 'vitest';
import { evolve } from '#shared/domain/evolve.ts';
import { plan, planView } from '#shared/domain/plan.ts';
import type { RequestEvent } from '#shared/schema/event.ts';
import { toMs } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { executionName } from '#shared/schema/task.ts';
import type { SimulatedDesk } from '#test/support/simulated-desk.ts';
import { POLICY } from '#test/support/simulated-desk-directory.ts';
import { expectRightClosing } from './right-closing.ts';

/** Checks everything that must hold of every SR when nothing is under way any more. */
export async function expectAtRest(desk: SimulatedDesk): Promise<void> {
  expect(desk.failures).toEqual([]);
  const executions = await desk.machine.executions();
  for (const number of numbersOf(desk)) {
    const running = executions.filter(
      ({ name, status }) => name.startsWith(`sr-${number}-`) && status === 'RUNNING',
    );
    await expectParkedOrFinished(desk, number, running);
    expectHistory(desk, number);
    expectOnce(desk.events(number));
    expectRightClosing(desk.events(number));
  }
  expectMails(desk);
  expectTokensAtHome(desk);
}

/** All SRs there are. */
export function numbersOf(desk: SimulatedDesk): string[] {
  return [...desk.table.items()].filter(({ sk }) => sk === 'HEAD').map(({ number }) => String(number));
}

async function expectParkedOrFinished(
  desk: SimulatedDesk,
  number: string,
  running: readonly { name: string; executionArn: string }[],
): Promise<void> {
  const workflow = desk.workflow(number);
  // Waits are whole seconds, so what is due comes up to one second late.
  const justNow = desk.clock.now() - 1_000;
  const planned = plan(planView(desk.head(number), POLICY), POLICY, justNow);
  if (workflow.signal === 'finished') {
    expect(running, `${number} is finished`).toEqual([]);
    expect(planned.step).toBe('Done');
    expect(workflow).not.toHaveProperty('attendKey');
    return;
  }
  expect(workflow).toMatchObject({ signal: 'parked', parkedVersion: workflow.wfVersion });
  expect(running.map(({ name }) => name)).toEqual([executionName(number, workflow.gen)]);
  // Nothing is due, and it will look again by the time that something is.
  expect(planned.step).toBe('Wait');
  expect(toMs(String(workflow.parkedUntil))).toBeLessThanOrEqual(toMs(planned.dueAt) + 1_000);
  expect(toMs(String(workflow.parkedUntil))).toBeGreaterThan(justNow);
  expect(Buffer.from(workflow.taskToken ?? '', 'base64url').toString()).toContain(running[0]?.executionArn);
  // Somebody waits behind the token: Step Functions would refuse it otherwise.
  await desk.machine.call('SendTaskHeartbeat', { taskToken: workflow.taskToken });
}

/** The events are numbered without a gap, and their fold is the stored state. */
function expectHistory(desk: SimulatedDesk, number: string): void {
  const events = desk.events(number);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  const folded = events.reduce<SupportRequest | null>(evolve, null);
  expect(folded).toEqual(desk.head(number));
}

/** No ladder step, reminder, attempt or invitation happened twice. */
function expectOnce(events: readonly RequestEvent[]): void {
  const done = events.flatMap(({ fact, at }) => {
    switch (fact.type) {
      case 'TargetWarned':
        return [`${fact.clock} ${fact.dueAt} ${fact.threshold}`];
      case 'TargetMissed':
        return [`${fact.clock} ${fact.dueAt} missed`];
      case 'UpdateReminded':
        return [`${fact.dueAt} reminded`];
      case 'CustomerContacted':
        // At most one a day, whatever happens.
        return [`contact ${at.slice(0, 10)}`];
      case 'MailBounced':
        return [`bounce ${fact.mailId}`];
      default:
        return [];
    }
  });
  expect(done).toEqual([...new Set(done)]);
  const ofSurveys = events.map(({ fact }) => fact.type).filter((type) => /^Survey|^RequestClosed/.test(type));
  for (const [index, type] of ofSurveys.entries())
    if (type !== 'RequestClosed') expect(ofSurveys[index - 1]).toBe('RequestClosed');
}

/** Every mail of the outbox went out once, or was refused; none went out that is not in it. */
function expectMails(desk: SimulatedDesk): void {
  const sent = desk.postOffice.sent.map(({ request, mail }) => `${request} ${mail}`);
  const stored = numbersOf(desk).flatMap((number) =>
    desk
      .itemsOf(number, 'M#')
      .map((mail) => ({ id: `${number} ${String(mail.sk).slice(2)}`, state: mail.state })),
  );
  expect(stored.filter(({ state }) => state === 'queued')).toEqual([]);
  const outbox = stored.filter(({ state }) => state !== 'failed').map(({ id }) => id);
  expect(new Set(sent)).toEqual(new Set(outbox));
  const doubled = sent.filter((id, index) => sent.indexOf(id) !== index && !desk.sentUnrecorded.has(id));
  expect(doubled).toEqual([]);
}

/** Task tokens are on workflow items only: in no other item, no plan, no mail. */
function expectTokensAtHome(desk: SimulatedDesk): void {
  const elsewhere = [...desk.table.items()].filter(({ sk }) => sk !== 'WF');
  const told = JSON.stringify([elsewhere, desk.plans, desk.answers]);
  for (const token of desk.tokens) expect(told.includes(token)).toBe(false);
}
