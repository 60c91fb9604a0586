import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, FOUR_ANSWERS, KENJI, PREMIUM_FORM, STANDARD_FORM } from '#test/support/journey-forms.ts';

let desk: Desk;
/** SRs by the name they have in this file; filed a minute apart, in this order. */
const filed: Record<'slow' | 'soon' | 'never' | 'service' | 'shut', string> = {
  slow: '',
  soon: '',
  never: '',
  service: '',
  shut: '',
};

beforeAll(async () => {
  desk = await startDesk();
  const forms = {
    // Due after 20, 2 and 4 hours; the third is answered, so that nothing is due.
    slow: { ...STANDARD_FORM, severity: 4 },
    soon: PREMIUM_FORM,
    never: STANDARD_FORM,
    service: { ...STANDARD_FORM, type: 'customer-service' },
    shut: STANDARD_FORM,
  };
  for (const name of ['slow', 'soon', 'never', 'service', 'shut'] as const) {
    filed[name] = (await desk.as('dana').file(forms[name])).number;
    await desk.pass('PT1M');
  }
  for (const number of [filed.soon, filed.never, filed.slow])
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
  await desk.as('ana').act(filed.never, { action: 'comment', text: 'We are looking into it.' });
  await desk.as('dana').act(filed.shut, { action: 'close', reason: 'duplicate', description: 'Twice.' });
  await desk.as('dana').act(filed.soon, {
    action: 'escalate',
    reason: 'dissatisfied',
    answers: FOUR_ANSWERS,
  });
  await desk.stack.settle();
});
afterAll(() => desk?.stop());

const numbers = (page: { items: readonly { number: string }[] }) => page.items.map(({ number }) => number);

describe('lists of requests', () => {
  it('[WRK-5] show a customer every SR of the account, newest first', async () => {
    const { slow, soon, never, service, shut } = filed;
    expect(numbers(await desk.as('li').list())).toEqual([shut, service, never, soon, slow]);
    const staff = await desk.as('rita').list({ scope: 'account', account: 'northwind-optics' });
    expect(numbers(staff)).toEqual([shut, service, never, soon, slow]);
    const [first] = staff.items;
    expect(first).toMatchObject({ status: 'closed', nextDueAt: null, contactName: 'Dana Fox' });
    await expect(desk.as('rita').list({ scope: 'account' })).rejects.toMatchObject({
      status: 400,
      code: 'InvalidRequest',
    });
  });

  it('show a queue, and an engineer’s own, by the soonest deadline; what is closed has left', async () => {
    const { slow, soon, never, service } = filed;
    expect(numbers(await desk.as('rita').list({ scope: 'queue', queue: 'technical' }))).toEqual([
      soon,
      slow,
      never,
    ]);
    expect(numbers(await desk.as('rita').list({ scope: 'queue', queue: 'customer-service' }))).toEqual([
      service,
    ]);
    expect(numbers(await desk.as('ana').list())).toEqual([soon, slow, never]);
    expect(numbers(await desk.as('kenji').list({ scope: 'mine' }))).toEqual([]);
    await desk.as('ana').act(slow, { action: 'reassign', engineer: KENJI, reason: 'Ana is on leave.' });
    expect(numbers(await desk.as('kenji').list({ scope: 'mine' }))).toEqual([slow]);
    expect(numbers(await desk.as('ana').list())).toEqual([soon, never]);
  });

  it('[ESC-6] show the escalated ones of a region', async () => {
    const page = await desk.as('ingrid').list({ scope: 'escalated', region: 'EMEA' });
    expect(page.items).toMatchObject([{ number: filed.soon, escalated: true }]);
    expect(numbers(await desk.as('ingrid').list({ scope: 'escalated', region: 'APJ' }))).toEqual([]);
    await expect(desk.as('ingrid').list({ scope: 'escalated' })).rejects.toMatchObject({ status: 400 });
  });

  it('are not chosen by customers', async () => {
    for (const query of [
      { scope: 'queue' },
      { scope: 'mine' },
      { scope: 'escalated', region: 'EMEA' },
      { account: 'northwind-optics' },
    ] as const) {
      await expect(desk.as('dana').list({ ...query })).rejects.toMatchObject({
        status: 403,
        code: 'NotAllowed',
      });
    }
  });

  it('come in pages that join without gap or repetition', async () => {
    const { slow, soon, never, service, shut } = filed;
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = cursor === null ? { limit: '2' } : { limit: '2', cursor };
      const page = await desk.as('dana').list(query);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...numbers(page));
      cursor = page.cursor;
    } while (cursor !== null);
    expect(seen).toEqual([shut, service, never, soon, slow]);

    const timeline: number[] = [];
    let next: string | null = '';
    while (next !== null) {
      const path = `/v1/requests/${filed.never}/timeline?limit=1${next === '' ? '' : `&cursor=${next}`}`;
      const { body } = await desk.as('ana').call('GET', path);
      const page = body as { items: { seq: number }[]; cursor: string | null };
      timeline.push(...page.items.map(({ seq }) => seq));
      next = page.cursor;
    }
    expect(timeline).toEqual([1, 2, 3, 4]);
  });

  it('refuse cursors of another list, and what was made up', async () => {
    const { cursor: own } = await desk.as('dana').list({ limit: '1' });
    const { cursor: queue } = await desk.as('rita').list({ scope: 'queue', queue: 'technical', limit: '1' });
    const key = JSON.parse(Buffer.from(own ?? '', 'base64url').toString()) as Record<string, string>;
    const written = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const cursor of [
      queue ?? '',
      'x',
      '%%%',
      written(null),
      written([]),
      written({ ...key, accountKey: 'ACCOUNT#outsiders' }),
      written({ ...key, more: 'x' }),
      written({ pk: key.pk }),
      written({ ...key, filedSort: 7 }),
      written({ ...key, pk: 'x'.repeat(2000) }),
    ]) {
      await expect(desk.as('dana').list({ cursor, limit: '1' }), cursor.slice(0, 80)).rejects.toMatchObject({
        status: 400,
        code: cursor.length > 2000 ? 'InvalidRequest' : 'InvalidCursor',
      });
    }
  });
});
