import { describe, expect, it } from 'vitest';
import { readClocks } from '#shared/domain/clocks.ts';
import { toMs } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { ADA, ALAN, CAROL, customer, GRACE, MONA, RAUL, REMY, STAFF, staff } from '#test/support/people.ts';
import { HOUSE } from '#test/support/policies.ts';
import { ANSWERS, act, given, planned, refusal, workflowStep } from '#test/support/requests.ts';

/** Who a step's mails of this kind go to. */
function toldOf(applied: ReturnType<typeof workflowStep>, kind: string): string[] {
  return applied.mails.filter(({ content }) => content.kind === kind).map(({ to }) => to.email);
}

describe('given an escalation was asked for', () => {
  it('[ESC-2] [ESC-3] it keeps the reason, the four answers, and who asked when', () => {
    expect(given.escalationRequested()).toMatchObject({
      status: 'in-progress',
      escalationCount: 1,
      escalation: {
        stage: 'requested',
        requestedAt: '2026-03-02T10:00:00.000Z',
        requestedBy: 'Ada Lovelace',
        reason: 'production-down',
        answers: ANSWERS,
      },
    });
  });

  it('[ESC-4] the workflow routes it at once', () => {
    expect(planned(given.escalationRequested(), '2026-03-02T10:00:00.000Z')).toEqual({
      step: 'RouteEscalation',
      dueAt: '2026-03-02T10:00:00.000Z',
      awaiting: '',
      actionId: '26123456787/RouteEscalation/1',
    });
  });

  it('[ESC-4] [ESC-6] it goes to the REM of the region, with the four answers', () => {
    const routed = workflowStep(given.escalationRequested(), '2026-03-02T10:00:00.000Z');
    expect(routed.after.escalation).toMatchObject({
      stage: 'routed',
      rem: { email: 'remy@vendor.example', name: 'Remy Roux' },
    });
    expect(routed.mails).toMatchObject([
      {
        to: { email: 'remy@vendor.example' },
        content: {
          kind: 'escalation-requested',
          reason: 'production-down',
          answers: ANSWERS,
          requestedBy: 'Ada Lovelace',
        },
      },
    ]);
    expect(planned(routed.after, '2026-03-02T10:00:00.000Z')).toMatchObject({
      step: 'Wait',
      awaiting: 'escalation-engineer',
    });
  });

  it('[ESC-4] without a REM there it goes to one elsewhere, without any to the managers', () => {
    const route = (everybody: typeof STAFF) =>
      workflowStep(given.escalationRequested(), '2026-03-02T10:00:00.000Z', { staff: everybody });
    const elsewhere = route(STAFF.filter((one) => one !== REMY));
    expect(elsewhere.after.escalation).toMatchObject({ rem: { email: RAUL.email } });
    const managers = route([CAROL, GRACE, MONA]);
    expect(managers.after.escalation).toMatchObject({ rem: { email: MONA.email } });
    expect(toldOf(managers, 'escalation-requested')).toEqual(['mona@vendor.example']);
    expect(route([GRACE]).after.escalation).toMatchObject({ stage: 'routed', rem: null });
  });

  it('[ESC-4] a REM who is faster than the routing leads it, and nothing is routed any more', () => {
    const led = act(
      given.escalationRequested(),
      {
        action: 'name-escalation-engineer',
        engineer: ALAN.email,
        plan: 'Call.',
        nextUpdateAt: '2026-03-02T14:00:00.000Z',
      },
      { at: '2026-03-02T10:00:00.000Z', by: staff(REMY) },
    );
    expect(led.after.escalation).toMatchObject({
      stage: 'led',
      rem: { email: 'remy@vendor.example', name: 'Remy Roux' },
    });
    expect(planned(led.after, '2026-03-02T10:00:00.000Z')).toMatchObject({
      step: 'Wait',
      awaiting: 'promised-update',
    });
  });

  it('[ESC-1] one asked for anew at the very instant the first ended is routed anew', () => {
    const at = '2026-03-02T10:00:00.000Z';
    const ended = act(given.escalationRouted(), DE_ESCALATE, { at, by: staff(REMY) }).after;
    const again = act(
      ended,
      { action: 'escalate', reason: 'dissatisfied', answers: ANSWERS },
      { at, by: customer(ADA) },
    );
    expect(planned(again.after, at)).toMatchObject({
      step: 'RouteEscalation',
      actionId: '26123456787/RouteEscalation/2',
    });
  });
});

describe('given an escalation that Alan leads, with an update promised for 14:00 UTC', () => {
  const led = given.escalationLed();

  it('[ESC-4] [ESC-5] the plan, the engineer and the promise are on it', () => {
    expect(led.escalation).toMatchObject({
      stage: 'led',
      engineer: { email: 'alan@vendor.example', name: 'Alan Turing' },
      updatedAt: '2026-03-02T10:30:00.000Z',
      nextUpdateAt: '2026-03-02T14:00:00.000Z',
    });
  });

  it('[ESC-5] Alan is reminded half an hour before, and the REM and the manager are alarmed when it is missed', () => {
    const answered = act(
      led,
      { action: 'comment', text: 'Hello.', visibility: 'public' },
      { at: '2026-03-02T10:31:00.000Z', by: staff(GRACE) },
    ).after;
    expect(planned(answered, '2026-03-02T10:31:00.000Z')).toMatchObject({
      step: 'Wait',
      dueAt: '2026-03-02T13:30:00.000Z',
      awaiting: 'promised-update',
    });
    const reminded = workflowStep(answered, '2026-03-02T13:30:00.000Z');
    expect(toldOf(reminded, 'update-reminder')).toEqual(['alan@vendor.example']);
    expect(planned(reminded.after, '2026-03-02T13:30:00.000Z')).toMatchObject({
      step: 'Wait',
      dueAt: '2026-03-02T14:00:00.001Z',
    });
    const missed = workflowStep(reminded.after, '2026-03-02T14:00:00.001Z');
    expect(missed.events.map(({ fact }) => fact)).toEqual([
      {
        type: 'TargetMissed',
        clock: 'promised-update',
        dueAt: '2026-03-02T14:00:00.000Z',
        told: ['remy@vendor.example', 'mona@vendor.example'],
      },
    ]);
    expect(missed.mails.map(({ to, content }) => [to.email, content])).toEqual([
      ['remy@vendor.example', UPDATE_MISSED],
      ['mona@vendor.example', UPDATE_MISSED],
    ]);
    expect(planned(missed.after, '2026-03-02T15:00:00.000Z')).toMatchObject({
      step: 'Wait',
      awaiting: 'promised-update',
    });
  });

  it('[ESC-5] an update given in time moves the promise, and is reminded of anew', () => {
    const given14 = act(
      led,
      { action: 'give-update', text: 'Cause found.', nextUpdateAt: '2026-03-02T16:00:00.000Z' },
      { at: '2026-03-02T13:45:00.000Z', by: staff(ALAN) },
    ).after;
    expect(planned(given14, '2026-03-02T14:00:00.001Z')).toMatchObject({
      step: 'Wait',
      dueAt: '2026-03-02T15:30:00.000Z',
    });
    expect(clockOf(given14, '2026-03-02T14:00:00.000Z')).toEqual({
      name: 'promised-update',
      state: 'running',
      startedAt: toMs('2026-03-02T13:45:00.000Z'),
      due: toMs('2026-03-02T16:00:00.000Z'),
      remainingMs: 7_200_000,
      clock: null,
    });
  });

  it('[ESC-5] a promise nearer than the reminder is reminded of at once', () => {
    const soon = act(
      led,
      { action: 'give-update', text: 'Soon.', nextUpdateAt: '2026-03-02T13:10:00.000Z' },
      { at: '2026-03-02T13:00:00.000Z', by: staff(ALAN) },
    ).after;
    expect(planned(soon, '2026-03-02T13:00:00.000Z').actionId).toBe(
      '26123456787/RemindUpdate/promised-update/2026-03-02T13:10:00.000Z/remind',
    );
  });

  it('[ESC-5] at the promised instant itself it can still be kept', () => {
    expect(clockOf(led, '2026-03-02T14:00:00.000Z')?.state).toBe('running');
    expect(clockOf(led, '2026-03-02T14:00:00.001Z')?.state).toBe('missed');
  });

  it('[ESC-4] the REM may name another engineer, and stays the REM', () => {
    const renamed = act(
      led,
      {
        action: 'name-escalation-engineer',
        engineer: GRACE.email,
        plan: 'Anew.',
        nextUpdateAt: '2026-03-02T15:00:00.000Z',
      },
      { at: '2026-03-02T12:00:00.000Z', by: staff(RAUL) },
    ).after;
    expect(renamed.escalation).toMatchObject({
      engineer: { email: GRACE.email },
      rem: { email: REMY.email },
    });
  });
});

const DE_ESCALATE = {
  action: 'de-escalate',
  actionPlanAccepted: 'Update on Sunday.',
  analysisConfirmed: 'A full index.',
  customerAgreement: 'Ada, by phone.',
} as const;

const UPDATE_MISSED = {
  kind: 'update-missed',
  side: 'staff',
  number: '26123456787',
  subject: 'Restore stops at 80%',
  nextUpdateAt: '2026-03-02T14:00:00.000Z',
  engineer: 'Alan Turing',
};

describe('given an escalation is to end', () => {
  it('[ESC-8] staff cannot close the request before', () => {
    const close = { action: 'close', reason: 'solved', description: 'Done.' } as const;
    expect(refusal(given.escalationLed(), close, { at: '2026-03-02T12:00:00.000Z', by: staff(MONA) })).toBe(
      'DeescalateFirst',
    );
  });

  it('[ESC-8] its three records are kept, and nothing of it is owed any more', () => {
    const ended = act(given.escalationLed(), DE_ESCALATE, {
      at: '2026-03-02T12:00:00.000Z',
      by: staff(REMY),
    });
    expect(ended.events.map(({ fact }) => fact)).toEqual([
      {
        type: 'RequestDeescalated',
        actionPlanAccepted: 'Update on Sunday.',
        analysisConfirmed: 'A full index.',
        customerAgreement: 'Ada, by phone.',
      },
    ]);
    expect(ended.after.escalation).toBeNull();
    expect(clockOf(ended.after, '2026-03-02T15:00:00.000Z')).toBeUndefined();
    const close = { action: 'close', reason: 'solved', description: 'Done.' } as const;
    expect(refusal(ended.after, close, { at: '2026-03-02T12:00:00.000Z', by: staff(MONA) })).toBeNull();
  });

  it('[ESC-8] closed by the customer, it ends with the request', () => {
    const closed = act(
      given.escalationLed(),
      { action: 'close', reason: 'withdrawn', description: 'x' },
      { at: '2026-03-02T12:00:00.000Z', by: customer(ADA) },
    ).after;
    expect(closed).toMatchObject({ status: 'closed', escalation: null, escalationCount: 1 });
    expect(planned(closed, '2026-03-02T15:00:00.000Z')).toMatchObject({ step: 'Wait', awaiting: 'survey' });
  });

  it('escalating does not touch the first-response clock', () => {
    const due = (request: SupportRequest) =>
      readClocks(request, HOUSE, toMs('2026-03-02T12:00:00.000Z')).find(
        ({ name }) => name === 'first-response',
      );
    expect(due(given.escalationLed())).toEqual(due(given.inProgress()));
  });
});

function clockOf(request: SupportRequest, at: string) {
  return readClocks(request, HOUSE, toMs(at)).find(({ name }) => name === 'promised-update');
}
