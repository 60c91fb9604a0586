import { describe, expect, it } from 'vitest';
import { plan, planView } from '#shared/domain/plan.ts';
import { SimulatedDesk } from '#test/support/simulated-desk.ts';
import { POLICY } from '#test/support/simulated-desk-directory.ts';
import { expectAtRest } from './desk-at-rest.ts';
import { Interleaving } from './interleaving.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 86_400_000;
const ASSIGN = { action: 'assign', engineer: 'kenji.sato@vendor.example' };
const AWAIT = { action: 'await-customer', text: 'Please send the logs.' };
const REPLY = { action: 'comment', text: 'Here they are.' };
const CLOSE = { action: 'close', reason: 'solved', description: 'It works.' };

const ESCALATE = {
  action: 'escalate',
  reason: 'dissatisfied',
  answers: {
    problemStatementRight: 'Yes',
    businessImpactAccurate: 'Yes',
    workaroundsUnfit: 'None',
    milestonesRecorded: 'Yes',
  },
};
const DEESCALATE = {
  action: 'de-escalate',
  actionPlanAccepted: 'Yes',
  analysisConfirmed: 'Yes',
  customerAgreement: 'Yes',
};

function openDesk() {
  const race = new Interleaving();
  return { race, desk: new SimulatedDesk({ interpose: race.interpose }) };
}

async function silent(desk: SimulatedDesk): Promise<string> {
  const number = await desk.file();
  await desk.act('csr', number, ASSIGN);
  await desk.act('tse', number, AWAIT);
  await desk.settle();
  return number;
}

const factsOf = (desk: SimulatedDesk, number: string) => desk.events(number).map(({ fact }) => fact.type);
const mailsOf = (desk: SimulatedDesk, kind: string) =>
  desk.postOffice.sent.filter(({ mail }) => mail.includes(kind));

describe('races of what the workflow does', () => {
  it('[CLO-2] the customer answers while the contact mail is being decided: nothing is sent', async () => {
    for (const moment of ['Get WF', 'Get HEAD', 'Transact']) {
      const { race, desk } = openDesk();
      const number = await silent(desk);
      race.before({ who: 'ContactCustomer', does: moment }, () => desk.act('customer', number, REPLY));
      await desk.live(12 * DAY);
      expect(race.done, moment).toBe(true);
      expect(factsOf(desk, number)).not.toContain('CustomerContacted');
      expect(mailsOf(desk, 'contact-attempt')).toEqual([]);
      expect(desk.head(number).status).toBe('in-progress');
      await expectAtRest(desk);
    }
  });

  it('[CLO-2] an answer during any of the three attempts stops them, and during the closing the closing', async () => {
    for (const made of [0, 1, 2, 3]) {
      const { race, desk } = openDesk();
      const number = await silent(desk);
      race.fate({ who: 'ContactCustomer', does: 'Transact' }, 'go', made);
      const next = made < 3 ? 'ContactCustomer' : 'CloseUnanswered';
      race.before({ who: next, does: 'Transact' }, () => desk.act('customer', number, REPLY));
      await desk.live(14 * DAY);
      expect(race.done).toBe(true);
      expect(mailsOf(desk, 'contact-attempt')).toHaveLength(made);
      expect(desk.head(number).status).toBe('in-progress');
      await expectAtRest(desk);
    }
  });

  it('an action repeated because its answer was lost is done once: no second event, no second mail', async () => {
    const { race, desk } = openDesk();
    const number = await silent(desk);
    race.fate({ who: 'ContactCustomer', does: 'Transact' }, 'die after', 3);
    race.fate({ who: 'CloseUnanswered', does: 'Transact' }, 'die after');
    race.fate({ who: 'InviteToSurvey', does: 'Transact' }, 'die after');
    await desk.live(14 * DAY);
    expect(race.done).toBe(true);
    expect(factsOf(desk, number).slice(-5)).toEqual([
      'CustomerContacted',
      'CustomerContacted',
      'CustomerContacted',
      'RequestClosed',
      'SurveyInvited',
    ]);
    expect(mailsOf(desk, 'contact-attempt')).toHaveLength(3);
    expect(mailsOf(desk, 'closed-unanswered')).toHaveLength(1);
    expect(mailsOf(desk, 'survey-invitation')).toHaveLength(1);
    await expectAtRest(desk);
  });

  it('an action whose function hangs beyond its timeout and then writes after all is done once', async () => {
    const { race, desk } = openDesk();
    const number = await silent(desk);
    let goOn = (): void => undefined;
    race.before({ who: 'ContactCustomer', does: 'Transact' }, () => new Promise<void>((go) => (goOn = go)));
    await desk.live(2 * DAY);
    expect(mailsOf(desk, 'contact-attempt')).toHaveLength(1);
    goOn();
    await desk.settle();
    expect(factsOf(desk, number).filter((type) => type === 'CustomerContacted')).toHaveLength(1);
    expect(mailsOf(desk, 'contact-attempt')).toHaveLength(1);
    await expectAtRest(desk);
  });

  it('an action that fails for good leaves nothing half done, and a new generation does it', async () => {
    const { race, desk } = openDesk();
    const number = await desk.file();
    race.fate({ who: 'WarnOfTarget', does: 'Transact' }, 'die before', 7);
    await desk.live(91 * MINUTE);
    expect(race.done).toBe(true);
    expect(desk.workflow(number).gen).toBe(2);
    expect(factsOf(desk, number)).toEqual(['RequestFiled', 'TargetWarned', 'TargetWarned']);
    await expectAtRest(desk);
  });

  it('a comment that changes no plan comes between: the action is decided anew and done once', async () => {
    const { race, desk } = openDesk();
    const number = await desk.file();
    race.before({ who: 'WarnOfTarget', does: 'Transact' }, () =>
      desk.act('customer', number, { action: 'comment', text: 'Anybody there?' }),
    );
    await desk.live(61 * MINUTE);
    expect(race.done).toBe(true);
    expect(factsOf(desk, number)).toEqual(['RequestFiled', 'CustomerReplied', 'TargetWarned']);
    await expectAtRest(desk);
  });

  it('escalated, de-escalated and escalated again in one instant: each is routed once, without a hot loop', async () => {
    const { race, desk } = openDesk();
    const number = await silent(desk);
    for (const [who, action] of [
      ['customer', ESCALATE],
      ['rem', DEESCALATE],
      ['customer', ESCALATE],
    ] as const) {
      expect(await desk.act(who, number, action)).toMatchObject({ status: 200 });
      await desk.settle();
    }
    expect(factsOf(desk, number).filter((type) => type === 'EscalationRouted')).toHaveLength(2);
    expect(race.turns.filter(({ who }) => who === 'RouteEscalation').length).toBeLessThan(20);
    await expectAtRest(desk);
  });

  it('a plan never returns an action that was done: every pass of a whole life leads on', async () => {
    const { desk } = openDesk();
    const number = await silent(desk);
    // Asked for by phone, and recorded by the desk: the customer's own act would end the silence.
    await desk.act('tse', number, ESCALATE);
    await desk.settle();
    const nextUpdateAt = new Date(desk.clock.now() + 2 * HOUR).toISOString();
    const lead = { action: 'name-escalation-engineer', engineer: 'ana.lopez@vendor.example', plan: 'Look.' };
    await desk.act('rem', number, { ...lead, nextUpdateAt });
    await desk.live(5 * HOUR);
    await desk.act('rem', number, DEESCALATE);
    // Who agreed to that was heard of; asked anew, they say nothing more.
    await desk.act('tse', number, { action: 'await-customer', text: 'Does it hold?' });
    await desk.live(20 * DAY);
    const claimed = desk.itemsOf(number, 'A#').map(({ sk }) => String(sk).slice(2));
    expect(claimed.length).toBeGreaterThan(7);
    const planned = desk.plans.flatMap((one) => (Object(one).actionId ? [Object(one).actionId] : []));
    expect(planned.length).toBe(claimed.length);
    expect(new Set(planned)).toEqual(new Set(claimed));
    expect(plan(planView(desk.head(number), POLICY), POLICY, desk.clock.now()).step).toBe('Done');
    const [execution] = await desk.machine.executions();
    expect(desk.machine.path(execution?.executionArn ?? '').length).toBeLessThan(80);
    await expectAtRest(desk);
  });

  it('[CLO-5] two SRs of one contact closed at once: one survey invitation', async () => {
    const { race, desk } = openDesk();
    const numbers = [await silent(desk), await silent(desk)];
    for (const number of numbers) await desk.act('customer', number, CLOSE);
    await desk.settle();
    // The second decides while the first has read when the contact was last invited, and not yet written.
    race.before({ who: 'InviteToSurvey', does: 'Transact' }, () => desk.quiet());
    await desk.live(3 * DAY);
    expect(mailsOf(desk, 'survey-invitation')).toHaveLength(1);
    const facts = numbers.flatMap((number) => factsOf(desk, number)).filter((type) => /^Survey/.test(type));
    expect(facts.toSorted()).toEqual(['SurveyInvited', 'SurveySkipped']);
    await expectAtRest(desk);
  });

  it('two calls with one Idempotency-Key at the same moment are one command', async () => {
    const { race, desk } = openDesk();
    const number = await silent(desk);
    race.before({ who: 'http', does: 'Transact' }, () => desk.act('customer', number, REPLY, 'once'));
    const second = await desk.act('customer', number, REPLY, 'once');
    expect(race.done).toBe(true);
    expect(second).toMatchObject({ status: 200, body: { version: 5 } });
    expect(factsOf(desk, number).filter((type) => type === 'CustomerReplied')).toHaveLength(1);
    await desk.settle();
    await expectAtRest(desk);
  });

  it('a call whose answer is lost and that is repeated under its key is carried out once', async () => {
    const { race, desk } = openDesk();
    race.fate({ who: 'http', does: 'Transact' }, 'die after');
    const call = {
      body: {
        contractId: 'NW-PREMIUM',
        type: 'technical',
        severity: 3,
        subject: 'Lens Server stops',
        description: 'Hourly.',
        product: 'Lens Server',
      },
      key: 'filing',
    };
    expect(await desk.http('customer', 'POST /v1/requests', call)).toMatchObject({ status: 0 });
    const again = await desk.http('customer', 'POST /v1/requests', call);
    expect(again).toMatchObject({ status: 201 });
    await desk.settle();
    expect(desk.events(String(again.body.number))).toHaveLength(1);
    expect(await desk.machine.executions()).toHaveLength(1);
    await expectAtRest(desk);
  });
});
