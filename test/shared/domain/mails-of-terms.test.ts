import { describe, expect, it } from 'vitest';
import { MailContent } from '#shared/schema/mail.ts';
import type { Actor } from '#shared/schema/person.ts';
import { BEN, CAROL, customer, GRACE, MONA, staff } from '#test/support/people.ts';
import { EVERY_CLOCK, HOUSE, houseWith } from '#test/support/policies.ts';
import { act, type Filing, file, given, workflowStep } from '#test/support/requests.ts';

const AT = '2026-03-02T12:00:00.000Z';
const upgrade = { action: 'change-contract', contractId: 'ACME-2', reason: 'Ada bought Premium.' } as const;
const end = { action: 'end-entitlement', reason: 'The contract was cancelled.' } as const;

/** What is sent to whom, as `kind -> name`; each is what the table keeps. */
function sent({ mails }: ReturnType<typeof act>): string[] {
  for (const { content } of mails) expect(MailContent.parse(content)).toEqual(content);
  return mails.map(({ to, content }) => `${content.kind} -> ${to.name}`);
}

describe('[OFF-6] [lesson 20] another contract', () => {
  const change = (by: Actor, request = given.inProgress()) => act(request, upgrade, { at: AT, by });

  it('is told to the customer and the owner, with the first response as it is due now', () => {
    const changed = change(staff(CAROL));
    expect(sent(changed)).toEqual([
      'contract-changed -> Ada Lovelace',
      'contract-changed-staff -> Grace Hopper',
    ]);
    const [toCustomer, toOwner] = changed.mails.map(({ content }) => content);
    const told = {
      number: '26123456787',
      subject: 'Restore stops at 80%',
      contract: 'ACME-2',
      offering: { en: 'Premium', 'zh-Hans': '高级支持', 'zh-Hant': '進階支援', ja: 'プレミアム' },
      product: 'Vault 9',
      reason: 'Ada bought Premium.',
      by: 'Carol Shaw',
      responseClock: 'first-response',
      // Three of four hours around the clock are used.
      firstResponseDueAt: '2026-03-02T13:00:00.000Z',
    };
    expect(toCustomer).toEqual({ kind: 'contract-changed', side: 'customer', ...told });
    expect(toOwner).toEqual({ kind: 'contract-changed-staff', side: 'staff', ...told });
  });

  it('is not told to the engineer who made it', () => {
    expect(sent(change(staff(GRACE)))).toEqual(['contract-changed -> Ada Lovelace']);
  });

  it('says nothing of a first response that was given', () => {
    const [mail] = change(staff(CAROL), given.awaitingCustomer()).mails;
    expect(mail?.content).toMatchObject({ kind: 'contract-changed', firstResponseDueAt: null });
  });

  it('goes to the customer alone while nobody has the request', () => {
    expect(sent(change(staff(CAROL), given.filed()))).toEqual(['contract-changed -> Ada Lovelace']);
  });
});

describe('[lesson 2] the end of an entitlement', () => {
  it('is told to the customer and the owner, with the reason', () => {
    const ended = act(given.inProgress(), end, { at: AT, by: staff(MONA) });
    expect(sent(ended)).toEqual([
      'entitlement-ended -> Ada Lovelace',
      'entitlement-ended-staff -> Grace Hopper',
    ]);
    expect(ended.mails.map(({ content }) => content)).toMatchObject([
      { side: 'customer', reason: 'The contract was cancelled.' },
      { side: 'staff', reason: 'The contract was cancelled.' },
    ]);
  });
});

describe('the first word that a confirmation promises', () => {
  const confirmed = (filing: Filing) => file(filing).mails[0]?.content;

  it('[FIL-8] is the call-back, where one was asked for', () => {
    const callBack = { fullName: 'Ada Lovelace', company: 'Acme', phone: '+49 30 901820' };
    expect(confirmed({ form: { type: 'call-back', callBack } })).toMatchObject({
      kind: 'request-filed',
      requestType: 'call-back',
      responseClock: 'call-back',
      firstResponseDueAt: '2026-03-02T10:00:00.000Z',
    });
  });

  it.each(['licensing', 'customer-service'] as const)('[OFF-7] is the answer to a question: %s', (type) => {
    expect(confirmed({ form: { type } })).toMatchObject({
      responseClock: 'answer',
      // What is promised, 72 hours, not the goal of 48.
      firstResponseDueAt: '2026-03-05T09:00:00.000Z',
    });
  });

  it('is the first response of a question where the policy has no answers of their own', () => {
    const { answers: _, ...pack } = HOUSE.pack;
    const policy = { ...houseWith({}), pack };
    expect(confirmed({ policy, form: { type: 'licensing' } })).toMatchObject({
      responseClock: 'first-response',
      firstResponseDueAt: '2026-03-02T17:00:00.000Z',
    });
  });

  it('[OFF-3] is none where nothing is promised', () => {
    expect(confirmed({ offering: 'free' })).toMatchObject({ firstResponseDueAt: null });
  });
});

describe('[OFF-7] the ladder of each clock', () => {
  const policy = EVERY_CLOCK;

  it('a message that waits for its answer: the owner is warned, then told of the miss', () => {
    const answered = given.awaitingCustomer();
    const comment = { action: 'comment', text: 'Version 9.', visibility: 'public' } as const;
    const waiting = act(answered, comment, { at: AT, by: customer(BEN) }).after;
    // Twenty open hours from Monday 13:00; the first fifteen are over on Tuesday at 18:00.
    const warned = workflowStep(waiting, '2026-03-03T17:00:00.000Z');
    const missed = workflowStep(warned.after, '2026-03-04T12:00:00.001Z');
    const about = { clock: 'next-reply', engineer: 'Grace Hopper', dueAt: '2026-03-04T12:00:00.000Z' };
    expect(sent(warned)).toEqual(['target-warning -> Grace Hopper']);
    expect(warned.mails[0]?.content).toMatchObject({ ...about, percent: 75 });
    expect(sent(missed)).toEqual(['target-missed -> Grace Hopper', 'target-missed -> Mona Singh']);
    expect(missed.mails[1]?.content).toMatchObject(about);
  });

  it('a confirmation that did not leave', () => {
    const missed = workflowStep(given.filed({ policy }), '2026-03-02T10:00:00.001Z', { policy });
    expect(missed.mails.map(({ content, to }) => [to.name, content])).toMatchObject([
      [
        'Carol Shaw',
        { kind: 'target-missed', clock: 'confirmation-mail', dueAt: '2026-03-02T10:00:00.000Z' },
      ],
    ]);
  });

  it('an update that the policy promises, with no escalation about', () => {
    const spoken = act(
      given.inProgress({ policy }),
      { action: 'comment', text: 'Look.', visibility: 'public' },
      { at: AT, by: staff(GRACE), policy },
    ).after;
    // Sixteen of twenty open hours are over then.
    const warned = workflowStep(spoken, '2026-03-04T08:00:00.000Z', { policy });
    expect(sent(warned)).toEqual(['target-warning -> Grace Hopper']);
    expect(warned.mails[0]?.content).toMatchObject({
      clock: 'promised-update',
      percent: 80,
      dueAt: '2026-03-04T12:00:00.000Z',
    });
    const missed = workflowStep(warned.after, '2026-03-04T12:00:00.001Z', { policy });
    expect(missed.mails[0]?.content).toMatchObject({ kind: 'target-missed', clock: 'promised-update' });
  });
});
