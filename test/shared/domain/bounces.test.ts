import { describe, expect, it } from 'vitest';
import { applyFacts } from '#shared/domain/apply-facts.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { CAROL, GRACE, MONA, REMY, STAFF, staff, WORKFLOW } from '#test/support/people.ts';
import { HOUSE } from '#test/support/policies.ts';
import { act, given, planned, workflowStep } from '#test/support/requests.ts';

/** The mail of a request's last contact attempt comes back; what the staff is told. */
function bounce(request: SupportRequest, at: string, mailId = lastMail(request)) {
  const fact = { type: 'MailBounced', mailId, recipient: 'ada@customer.example', attempt: 1 } as const;
  const { after, mails } = applyFacts(request, [fact], WORKFLOW, at, HOUSE, STAFF);
  return { after, told: mails.map(({ to, content }) => `${content.kind} ${to.email}`) };
}

function lastMail(request: SupportRequest): string {
  return 'silence' in request ? (request.silence.attempts.at(-1)?.mailId ?? '') : '';
}

it('[FIL-5] [lesson 3] a confirmation that came back is told to who takes requests, while nobody owns it', () => {
  const { told } = bounce(given.filed(), '2026-03-02T09:01:00.000Z', '00000001-request-filed-0');
  expect(told).toEqual([`contact-bounced ${CAROL.email}`]);
});

describe('[CLO-2] a mailbox that takes nothing', () => {
  const attempts = ['2026-03-03T07:00:00.000Z', '2026-03-04T07:00:00.000Z', '2026-03-05T07:00:00.000Z'];
  let request = given.awaitingCustomer();
  const told: string[][] = [];
  for (const at of attempts) {
    request = workflowStep(request, at).after;
    const bounced = bounce(request, at);
    request = bounced.after;
    told.push(bounced.told);
  }

  it('is told to the owner each time, and to the managers when as many came back as are to be made', () => {
    expect(told).toEqual([
      [`contact-bounced ${GRACE.email}`],
      [`contact-bounced ${GRACE.email}`],
      [`contact-bounced ${GRACE.email}`, `contact-bounced ${MONA.email}`],
    ]);
  });

  it('is written to no more: the request waits for people, and is not closed over it', () => {
    expect(planned(request, '2026-03-05T07:00:00.000Z')).toMatchObject({
      step: 'Wait',
      dueAt: '2026-03-12T07:00:00.000Z',
      awaiting: 'customer',
    });
    expect(planned(request, '2026-06-05T07:00:00.000Z').step).toBe('Wait');
  });

  it('is left alone when the customer is reached in another way', () => {
    const { after } = act(
      request,
      { action: 'log-phone-contact', direction: 'outbound', reached: true, note: 'Spoke.' },
      { at: '2026-03-05T09:00:00.000Z', by: staff(GRACE) },
    );
    expect(after.status).toBe('in-progress');
  });
});

it('[ESC-8] [CLO-2] a customer who agrees to the end of an escalation is not silent', () => {
  const led = given.escalationLed();
  const waits = act(
    led,
    { action: 'await-customer', text: 'Which version?' },
    { at: '2026-03-02T11:00:00.000Z', by: staff(GRACE) },
  ).after;
  const { after } = act(
    waits,
    {
      action: 'de-escalate',
      actionPlanAccepted: 'Yes.',
      analysisConfirmed: 'Yes.',
      customerAgreement: 'Ada agreed on the phone.',
    },
    { at: '2026-03-20T09:00:00.000Z', by: staff(REMY) },
  );
  expect(after.status).toBe('in-progress');
  expect(planned(after, '2026-03-20T09:00:00.000Z').step).not.toBe('CloseUnanswered');
});
