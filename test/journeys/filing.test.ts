import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, DANA, KENJI, PREMIUM_FORM, STANDARD_FORM } from '#test/support/journey-forms.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk?.stop());

describe('filing', () => {
  it('[FIL-5] gives an 11-digit number at once, and a confirmation mail with it and the customer number', async () => {
    const filed = await desk.as('dana').file(STANDARD_FORM);
    expect(filed.number).toMatch(/^26\d{9}$/);
    expect(filed).toMatchObject({
      version: 1,
      status: 'filed',
      severity: 2,
      severityTitle: 'Major',
      owner: null,
      filedAt: '2026-03-02T14:00:00.000Z',
      contact: { name: 'Dana Fox', email: DANA, customerNumber: '4100000001' },
      clocks: [
        {
          clock: 'first-response',
          state: 'running',
          startedAt: '2026-03-02T14:00:00.000Z',
          dueAt: '2026-03-02T18:00:00.000Z',
        },
      ],
      allowedActions: ['comment', 'change-severity', 'close', 'escalate'],
    });

    const mails = await desk.mails(filed.number);
    expect(mails).toMatchObject([{ kind: 'request-filed', to: DANA, at: '2026-03-02T14:00:00.000Z' }]);
    expect(mails[0]?.subject).toContain(filed.number);
    const { mailbox } = desk.stack;
    const [sent] = mailbox.mails().filter(({ tags }) => tags.request === filed.number);
    expect(mailbox.message(sent?.id ?? '')?.text).toContain('4100000001');
  });

  it('[FIL-7] lets a CSR file for a caller by customer number; the confirmation goes to the customer', async () => {
    const filed = await desk.as('rita').file({ ...STANDARD_FORM, customerNumber: '4100000001' });
    expect(filed.contact).toEqual({ name: 'Dana Fox', email: DANA, customerNumber: '4100000001' });
    expect(await desk.mails(filed.number)).toMatchObject([{ kind: 'request-filed', to: DANA }]);
    const [first] = await desk.as('dana').timeline(filed.number);
    expect(first).toMatchObject({
      by: { kind: 'staff', name: 'Rita Lindqvist' },
      fact: { type: 'RequestFiled' },
    });
  });

  it('[FIL-7] tells staff what is wrong with the customer number', async () => {
    await expect(desk.as('rita').file(STANDARD_FORM)).rejects.toMatchObject({
      status: 422,
      code: 'CustomerNumberNeeded',
      requirement: 'FIL-7',
    });
    await expect(
      desk.as('rita').file({ ...STANDARD_FORM, customerNumber: '4100000019' }),
    ).rejects.toMatchObject({ status: 422, code: 'NoSuchCustomer', requirement: 'FIL-7' });
    const mistyped = { ...STANDARD_FORM, customerNumber: '4100000011' };
    await expect(desk.as('rita').file(mistyped)).rejects.toMatchObject({
      status: 400,
      code: 'InvalidRequest',
      detail:
        'The request is not as this route takes it. body.customerNumber: the check digit of this customer number does not fit: a digit is mistyped.',
    });
  });

  it('[FIL-2] refuses a technical request of someone who is no support administrator, and names the rule', async () => {
    await expect(desk.as('chen').file(STANDARD_FORM)).rejects.toMatchObject({
      status: 403,
      code: 'NotEntitled',
      requirement: 'FIL-2',
      fix: 'Ask the primary licence administrator of the contract to make you one.',
    });
    const service = await desk.as('chen').file({ ...STANDARD_FORM, type: 'customer-service' });
    expect(service.type).toBe('customer-service');
  });

  it('[FIL-2] refuses an outsider, another contract and a product that is not covered', async () => {
    await expect(desk.as('sam').file(STANDARD_FORM)).rejects.toMatchObject({ status: 403 });
    await expect(
      desk.as('dana').file({ ...STANDARD_FORM, contractId: 'SOMEBODY-ELSES' }),
    ).rejects.toMatchObject({ status: 422, code: 'NoSuchContract', requirement: 'FIL-2' });
    await expect(desk.as('dana').file({ ...STANDARD_FORM, product: 'Lens Server' })).rejects.toMatchObject({
      status: 422,
      code: 'ProductNotCovered',
      requirement: 'FIL-2',
    });
  });

  it('[OFF-5] takes severity 1 only with a contact who can be reached', async () => {
    const critical = { ...PREMIUM_FORM, severity: 1 };
    await expect(desk.as('dana').file(critical)).rejects.toMatchObject({
      status: 422,
      code: 'ReachableContactNeeded',
      requirement: 'OFF-5',
    });
    const filed = await desk
      .as('dana')
      .file({ ...critical, reachableContact: 'Night desk, +1 212 555 0100' });
    expect(filed.clocks).toMatchObject([{ dueAt: '2026-03-02T14:30:00.000Z' }]);
    const [first] = await desk.as('rita').timeline(filed.number);
    expect(first?.fact).toMatchObject({ reachableContact: 'Night desk, +1 212 555 0100' });
  });

  it('carries a request with an Idempotency-Key out once, and refuses the key for another body', async () => {
    const dana = desk.as('dana');
    const path = '/v1/requests';
    const first = await dana.call('POST', path, { body: STANDARD_FORM, key: 'same-1' });
    const second = await dana.call('POST', path, { body: STANDARD_FORM, key: 'same-1' });
    expect(first.status).toBe(201);
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    await expect(dana.file({ ...STANDARD_FORM, subject: 'Something else' }, 'same-1')).rejects.toMatchObject({
      status: 422,
      code: 'IdempotencyKeyReused',
    });
    // The key is Dana's own: Li's request with the same key is another one.
    const other = await desk.as('li').file(STANDARD_FORM, 'same-1');
    expect(first.body).not.toMatchObject({ number: other.number });
  });

  it('makes one SR of a double click', async () => {
    const dana = desk.as('dana');
    const clicks = await Promise.all(
      Array.from({ length: 4 }, () =>
        dana.file({ ...STANDARD_FORM, subject: 'Clicked four times' }, 'double-click'),
      ),
    );
    expect(new Set(clicks.map(({ number }) => number)).size).toBe(1);
    const { items } = await dana.list({ limit: '100' });
    expect(items.filter(({ subject }) => subject === 'Clicked four times')).toHaveLength(1);
  });
});

describe('assigning', () => {
  it('[WRK-1] gives the SR an engineer, and tells both sides', async () => {
    const { number } = await desk.as('dana').file(STANDARD_FORM);
    const assigned = await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    expect(assigned).toMatchObject({ status: 'in-progress', owner: { email: ANA, name: 'Ana Lopez' } });
    expect(await desk.mails(number)).toMatchObject([
      { kind: 'request-filed', to: DANA },
      { kind: 'engineer-assigned', to: DANA },
      { kind: 'assigned-to-you', to: ANA },
    ]);
    await expect(desk.as('mo').act(number, { action: 'assign', engineer: KENJI })).rejects.toMatchObject({
      status: 409,
      code: 'AlreadyAssigned',
      requirement: 'WRK-2',
    });
  });

  it('[WRK-1] assigns to engineers only', async () => {
    const { number } = await desk.as('dana').file(STANDARD_FORM);
    await expect(desk.as('rita').act(number, { action: 'assign', engineer: DANA })).rejects.toMatchObject({
      status: 422,
      code: 'NotAnEngineer',
    });
    const engineers = (await desk.as('rita').staff()).filter(({ roles }) => roles.includes('tse'));
    expect(engineers.map(({ email }) => email).sort()).toEqual([ANA, KENJI]);
  });

  it('[WRK-2] reassigns with a reason, which the customer is told', async () => {
    const { number } = await desk.as('dana').file(STANDARD_FORM);
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    const reason = 'Kenji is awake when the archive stops.';
    const after = await desk.as('ana').act(number, { action: 'reassign', engineer: KENJI, reason });
    expect(after.owner).toEqual({ email: KENJI, name: 'Kenji Sato' });

    expect(await desk.mails(number, 'request-reassigned')).toMatchObject([{ to: DANA }]);
    const { mailbox } = desk.stack;
    const told = mailbox
      .mails()
      .find(({ tags }) => tags.request === number && tags.mail?.includes('-reassigned-'));
    const text = mailbox.message(told?.id ?? '')?.text ?? '';
    expect(text).toContain('Kenji Sato');
    expect(text).toContain(reason);
    expect((await desk.mails(number, 'assigned-to-you')).map(({ to }) => to)).toEqual([ANA, KENJI]);
    await expect(
      desk.as('mo').act(number, { action: 'reassign', engineer: KENJI, reason }),
    ).rejects.toMatchObject({ status: 409, code: 'SameEngineer' });
    await expect(
      desk.as('mo').act(number, { action: 'reassign', engineer: ANA, reason: ' ' }),
    ).rejects.toMatchObject({ status: 400, code: 'InvalidRequest' });
  });
});
