import { describe, expect, it } from 'vitest';
import { ADA, customer } from '#test/support/people.ts';
import { HOUSE, houseWith } from '#test/support/policies.ts';
import { act, given, planned, workflowStep } from '#test/support/requests.ts';

describe('given a request that was closed on Monday at 11:00 UTC', () => {
  const closed = given.closed();

  it('[CLO-5] the survey is due a day later', () => {
    expect(planned(closed, '2026-03-02T11:00:00.000Z')).toEqual({
      step: 'Wait',
      dueAt: '2026-03-03T11:00:00.000Z',
      awaiting: 'survey',
      actionId: '',
    });
    expect(planned(closed, '2026-03-03T11:00:00.000Z')).toEqual({
      step: 'InviteToSurvey',
      dueAt: '2026-03-03T11:00:00.000Z',
      awaiting: '',
      actionId: '26123456787/InviteToSurvey/2026-03-02T11:00:00.000Z',
    });
  });

  it('[CLO-5] the contact is invited, and then nothing is left to do', () => {
    const invited = workflowStep(closed, '2026-03-03T11:00:00.000Z');
    expect(invited.after).toMatchObject({ status: 'closed', survey: 'invited' });
    expect(invited.mails).toEqual([
      {
        id: '00000006-survey-invitation-0',
        to: { email: 'ada@customer.example', name: 'Ada Lovelace', language: 'en', zone: 'Europe/Berlin' },
        content: {
          kind: 'survey-invitation',
          side: 'customer',
          number: '26123456787',
          subject: 'Restore stops at 80%',
          closedAt: '2026-03-02T11:00:00.000Z',
          surveyUrl: null,
        },
      },
    ]);
    expect(invited.events[0]?.fact).toEqual({
      type: 'SurveyInvited',
      mailId: '00000006-survey-invitation-0',
    });
    expect(planned(invited.after, '2026-03-03T11:00:00.000Z').step).toBe('Done');
  });

  it('[CLO-5] a contact who was invited in the last two weeks is spared, silently', () => {
    const lastInvitedAt = '2026-02-20T09:00:00.000Z';
    const skipped = workflowStep(closed, '2026-03-03T11:00:00.000Z', { lastInvitedAt });
    expect(skipped.events.map(({ fact, visibility }) => [fact, visibility])).toEqual([
      [{ type: 'SurveySkipped', lastInvitedAt }, 'internal'],
    ]);
    expect(skipped.mails).toEqual([]);
    expect(skipped.after).toMatchObject({ survey: 'skipped' });
    expect(planned(skipped.after, '2026-03-03T11:00:00.000Z').step).toBe('Done');
  });

  it('[CLO-4] [CLO-5] reopened before, it owes no survey until it is closed again', () => {
    const open = act(
      closed,
      { action: 'reopen', reason: 'Again.' },
      { at: '2026-03-03T10:00:00.000Z', by: customer(ADA) },
    ).after;
    expect(planned(open, '2026-03-04T11:00:00.000Z')).toMatchObject({ step: 'Wait', awaiting: 'engineer' });
    const again = act(
      open,
      { action: 'close', reason: 'solved', description: 'Now.' },
      { at: '2026-03-05T10:00:00.000Z', by: customer(ADA) },
    ).after;
    expect(planned(again, '2026-03-06T10:00:00.000Z').actionId).toBe(
      '26123456787/InviteToSurvey/2026-03-05T10:00:00.000Z',
    );
  });

  it('a survey later than a week is awaited a week at a time', () => {
    const survey = { delay: '10d', atMostEvery: 'P14D' };
    const policy = houseWith({ closing: { ...HOUSE.pack.closing, survey } });
    expect(planned(closed, '2026-03-02T11:00:00.000Z', policy).dueAt).toBe('2026-03-09T11:00:00.000Z');
    expect(planned(closed, '2026-03-09T11:00:00.000Z', policy).dueAt).toBe('2026-03-12T11:00:00.000Z');
  });
});
