import { describe, expect, it } from 'vitest';
import {
  allowedActions,
  requestSummary,
  requestView,
  shownSummary,
  timelineEntry,
} from '#shared/domain/request-view.ts';
import { toMs } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { RequestSummary, RequestView, TimelineEntry } from '#shared/schema/view.ts';
import { ADA, ALAN, BEN, CAROL, customer, GRACE, MONA, REMY, staff } from '#test/support/people.ts';
import { HOUSE, houseWith } from '#test/support/policies.ts';
import { act, file, given, workflowStep } from '#test/support/requests.ts';

const NOON = '2026-03-02T12:00:00.000Z';

describe('[WRK-5] a request as its customer sees it', () => {
  const seen = (request: SupportRequest, at = NOON) =>
    requestView(request, customer(ADA), 'contact', HOUSE, at);

  it('says all that is so, and what they may do', () => {
    expect(seen(given.awaitingCustomer())).toEqual({
      number: '26123456787',
      version: 4,
      status: 'awaiting-customer',
      type: 'technical',
      severity: 3,
      severityTitle: 'Minor',
      subject: 'Restore stops at 80%',
      product: 'Vault 9',
      offering: 'standard',
      accountId: 'acme',
      contractId: 'ACME-1',
      contact: { name: 'Ada Lovelace', email: 'ada@customer.example', customerNumber: '1000000420' },
      reachableContact: null,
      owner: { name: 'Grace Hopper' },
      filedAt: '2026-03-02T09:00:00.000Z',
      lastChangedAt: '2026-03-02T10:00:00.000Z',
      clocks: [
        {
          clock: 'first-response',
          state: 'met',
          startedAt: '2026-03-02T09:00:00.000Z',
          dueAt: '2026-03-02T17:00:00.000Z',
          remainingSeconds: null,
          provisional: false,
          derivation: expect.objectContaining({ kind: 'counted', endedAt: '2026-03-02T10:00:00.000Z' }),
        },
      ],
      silence: { since: '2026-03-02T10:00:00.000Z', attempts: 0, closesAt: '2026-03-12T07:00:00.000Z' },
      escalation: null,
      closing: null,
      allowedActions: ['comment', 'change-severity', 'close', 'escalate'],
    });
  });

  it('[OFF-5] shows who is kept reachable', () => {
    const request = given.filed({ form: { severity: 1, reachableContact: 'Ada, +49 30 1234' } });
    expect(seen(request).reachableContact).toBe('Ada, +49 30 1234');
  });

  it('shows a running and a missed clock, derived at the instant of looking', () => {
    const clock = (at: string) => seen(given.filed(), at).clocks[0];
    expect(clock('2026-03-02T16:59:59.500Z')).toMatchObject({ state: 'running', remainingSeconds: 0.5 });
    expect(clock('2026-03-02T17:00:00.000Z')).toMatchObject({ state: 'running', remainingSeconds: 0 });
    expect(clock('2026-03-02T17:00:00.001Z')).toMatchObject({ state: 'missed', remainingSeconds: 0 });
  });

  it('[ESC-5] shows an escalation with both clocks', () => {
    expect(seen(given.escalationLed())).toMatchObject({
      clocks: [
        { clock: 'first-response' },
        { clock: 'promised-update', state: 'running', dueAt: '2026-03-02T14:00:00.000Z' },
      ],
      escalation: {
        stage: 'led',
        reason: 'production-down',
        requestedAt: '2026-03-02T10:00:00.000Z',
        rem: { name: 'Remy Roux' },
        engineer: { name: 'Alan Turing' },
        nextUpdateAt: '2026-03-02T14:00:00.000Z',
      },
    });
    expect(seen(given.escalationRequested()).escalation).toMatchObject({
      stage: 'requested',
      rem: null,
      engineer: null,
      nextUpdateAt: null,
    });
  });

  it('[CLO-4] shows until when a closed one may be reopened', () => {
    expect(seen(given.closed())).toMatchObject({
      status: 'closed',
      closing: {
        at: '2026-03-02T11:00:00.000Z',
        reason: 'solved',
        description: 'Works.',
        reopenUntil: '2026-03-16T11:00:00.000Z',
      },
      allowedActions: ['reopen'],
    });
    expect(seen(given.closed(), '2026-03-16T11:00:00.001Z').allowedActions).toEqual([]);
  });

  it('[CLO-4] shows none where a closed one stays closed', () => {
    const policy = houseWith({ closing: { ...HOUSE.pack.closing, reopenWithin: 'never' } });
    const request = given.closed({ policy });
    expect(requestView(request, customer(ADA), 'contact', policy, NOON)).toMatchObject({
      closing: { at: '2026-03-02T11:00:00.000Z', reopenUntil: null },
      allowedActions: [],
    });
  });

  it.each(Object.entries(given))('is as the API promises it: %s', (_, make) => {
    expect(RequestView.safeParse(seen(make())).error).toBeUndefined();
    expect(RequestSummary.safeParse(requestSummary(make(), HOUSE)).error).toBeUndefined();
  });
});

describe('what callers may do', () => {
  const may = (request: SupportRequest, who: ReturnType<typeof staff>) =>
    allowedActions(request, who, 'none', HOUSE, toMs(NOON));

  it('differs by role', () => {
    expect(may(given.inProgress(), staff(CAROL))).toEqual([
      'reassign',
      'comment',
      'await-customer',
      'log-phone-contact',
      'change-severity',
      'change-contract',
      'end-entitlement',
      'propose-solution',
      'close',
      'escalate',
    ]);
    expect(may(given.inProgress(), staff(REMY))).toEqual([
      'reassign',
      'comment',
      'log-phone-contact',
      'escalate',
    ]);
    expect(may(given.escalationLed(), staff(REMY))).toEqual([
      'reassign',
      'comment',
      'log-phone-contact',
      'name-escalation-engineer',
      'give-update',
      'de-escalate',
    ]);
    expect(may(given.escalationLed(), staff(ALAN))).toContain('give-update');
    expect(may(given.closed(), staff(MONA))).toEqual(['comment', 'reopen']);
    expect(may(given.closed(), staff(GRACE))).toEqual(['comment']);
  });

  it('is nothing for a customer of another contract, and for the workflow', () => {
    expect(allowedActions(given.inProgress(), customer(BEN), 'none', HOUSE, toMs(NOON))).toEqual([]);
    expect(allowedActions(given.inProgress(), { kind: 'workflow' }, 'none', HOUSE, toMs(NOON))).toEqual([]);
  });
});

describe('a request in a list', () => {
  it('sorts by what is owed next: the response, the promised update, or nothing', () => {
    const due = (request: SupportRequest) => requestSummary(request, HOUSE).nextDueAt;
    expect(due(given.filed())).toBe('2026-03-02T17:00:00.000Z');
    expect(due(given.escalationLed())).toBe('2026-03-02T14:00:00.000Z');
    expect(due(given.awaitingCustomer())).toBeNull();
    expect(due(given.closed())).toBeNull();
    expect(due(given.filed({ offering: 'free' }))).toBeNull();
  });

  it('names its contact, its owner and whether it is escalated', () => {
    expect(requestSummary(given.escalationLed(), HOUSE)).toMatchObject({
      contactName: 'Ada Lovelace',
      contactEmail: 'ada@customer.example',
      owner: { email: 'grace@vendor.example', name: 'Grace Hopper' },
      escalated: true,
    });
  });
});

describe('[WRK-3] the timeline', () => {
  const events = [
    ...file().events,
    ...act(
      given.inProgress(),
      { action: 'comment', text: 'Look.', visibility: 'internal' },
      { at: NOON, by: staff(GRACE) },
    ).events,
    ...workflowStep(given.inProgress(), '2026-03-02T13:00:00.000Z').events,
    ...workflowStep(given.awaitingCustomer(), '2026-03-03T07:00:00.000Z').events,
    ...workflowStep(given.escalationRequested(), NOON).events,
  ];

  it('names who did it, never their address, and tells what is internal', () => {
    const entries = events.map((event) => timelineEntry(event, staff(CAROL)));
    expect(entries.map(({ by, visibility, fact }) => [fact.type, by, visibility])).toEqual([
      ['RequestFiled', { kind: 'customer', name: 'Ada Lovelace' }, 'public'],
      ['InternalNoteAdded', { kind: 'staff', name: 'Grace Hopper' }, 'internal'],
      ['TargetWarned', { kind: 'workflow', name: '' }, 'internal'],
      ['CustomerContacted', { kind: 'workflow', name: '' }, 'public'],
      ['EscalationRouted', { kind: 'workflow', name: '' }, 'internal'],
    ]);
  });

  it('is as the API promises it', () => {
    for (const who of [staff(CAROL), customer(ADA)]) {
      for (const event of events) {
        expect(TimelineEntry.safeParse(timelineEntry(event, who)).error).toBeUndefined();
      }
    }
  });
});

describe('what is for staff only', () => {
  const led = given.escalationLed();
  const told = [
    ...act(given.filed(), { action: 'assign', engineer: GRACE.email }, { at: NOON, by: staff(CAROL) }).events,
    ...act(
      given.inProgress(),
      { action: 'reassign', engineer: ALAN.email, reason: 'Night shift.' },
      { at: NOON, by: staff(GRACE) },
    ).events,
    ...act(
      led,
      {
        action: 'name-escalation-engineer',
        engineer: GRACE.email,
        plan: 'Daily conference.',
        nextUpdateAt: '2026-03-02T15:00:00.000Z',
      },
      { at: NOON, by: staff(REMY) },
    ).events,
    ...act(
      given.inProgress(),
      { action: 'log-phone-contact', direction: 'outbound', reached: true, note: 'Sounded annoyed.' },
      { at: NOON, by: staff(GRACE) },
    ).events,
  ];

  it('customers see no address of staff: not in a request, a list or a timeline', () => {
    const view = requestView(led, customer(ADA), 'contact', HOUSE, NOON);
    const summary = shownSummary(requestSummary(led, HOUSE), customer(ADA));
    const timeline = told.map((event) => timelineEntry(event, customer(ADA)));
    expect(JSON.stringify([view, summary, timeline])).not.toContain('@vendor.example');
    expect(summary.owner).toEqual({ name: 'Grace Hopper' });
    expect(timeline.map(({ fact }) => fact)).toEqual([
      { type: 'EngineerAssigned', engineer: { name: 'Grace Hopper' } },
      {
        type: 'EngineerReassigned',
        from: { name: 'Grace Hopper' },
        engineer: { name: 'Alan Turing' },
        reason: 'Night shift.',
      },
      {
        type: 'EscalationEngineerNamed',
        engineer: { name: 'Grace Hopper' },
        plan: 'Daily conference.',
        nextUpdateAt: '2026-03-02T15:00:00.000Z',
      },
      { type: 'PhoneContactLogged', direction: 'outbound', reached: true },
      { type: 'FirstResponseGiven', channel: 'phone' },
    ]);
    for (const entry of timeline) expect(TimelineEntry.parse(entry)).toEqual(entry);
  });

  it('customers see no name where the only one known is the address', () => {
    const nameless = { ...GRACE, name: GRACE.email };
    const events = act(
      given.inProgress(),
      { action: 'comment', text: 'Look.', visibility: 'public' },
      {
        at: NOON,
        by: staff(nameless),
      },
    ).events;
    const [entry] = events.map((event) => timelineEntry(event, customer(ADA)));
    expect(entry?.by).toEqual({ kind: 'staff', name: '' });
    const owned = {
      ...given.inProgress(),
      owner: { email: GRACE.email, name: GRACE.email },
    } as SupportRequest;
    expect(requestView(owned, customer(ADA), 'contact', HOUSE, NOON).owner).toEqual({ name: '' });
  });

  it('staff see it all', () => {
    expect(requestView(led, staff(CAROL), 'none', HOUSE, NOON)).toMatchObject({
      owner: { email: 'grace@vendor.example', name: 'Grace Hopper' },
      escalation: {
        rem: { email: 'remy@vendor.example', name: 'Remy Roux' },
        engineer: { email: 'alan@vendor.example', name: 'Alan Turing' },
      },
    });
    expect(shownSummary(requestSummary(led, HOUSE), staff(CAROL))).toEqual(requestSummary(led, HOUSE));
    const timeline = told.map((event) => timelineEntry(event, staff(CAROL)));
    expect(timeline.map(({ fact }) => fact)).toEqual(told.map(({ fact }) => fact));
    for (const entry of timeline) expect(TimelineEntry.parse(entry)).toEqual(entry);
  });
});
