import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { namedActor } from '#functions/api/named-actor.ts';
import { RequestView, TimelinePage } from '#shared/schema/view.ts';
import { type MemoryDesk, openMemoryDesk } from '#test/support/memory-desk.ts';
import { ADA, BEN, CAROL, customer, GRACE, STAFF, staff, WORKFLOW } from '#test/support/people.ts';
import { FORM } from '#test/support/requests.ts';

async function filed(desk: MemoryDesk): Promise<string> {
  return RequestView.parse(await desk.call(ADA, 'POST /v1/requests', { body: FORM })).number;
}

async function authors(desk: MemoryDesk, number: string) {
  const page = TimelinePage.parse(await desk.call(CAROL, 'GET /v1/requests/{number}/timeline', { number }));
  return page.items.map(({ fact, by }) => [fact.type, by.name]);
}

describe('an author whose token has no name', () => {
  it('goes by the name that the directory has: the contact, a colleague of theirs, and staff', async () => {
    const desk = await openMemoryDesk();
    const number = await filed(desk);
    const act = (who: typeof ADA | typeof CAROL, body: object, name?: string) =>
      desk.call(who, 'POST /v1/requests/{number}/actions', { number, body, ...(name && { name }) });
    await act(CAROL, { action: 'assign', engineer: GRACE.email });
    await act(ADA, { action: 'comment', text: 'Since Friday.' });
    await act(BEN, { action: 'comment', text: 'Here too.' });
    // What the identity provider calls somebody does not count.
    await act(GRACE, { action: 'comment', text: 'Look.', visibility: 'internal' }, 'ghopper');
    expect(await authors(desk, number)).toEqual([
      ['RequestFiled', 'Ada Lovelace'],
      ['EngineerAssigned', 'Carol Shaw'],
      ['CustomerReplied', 'Ada Lovelace'],
      ['CustomerReplied', 'Ben Babbage'],
      ['InternalNoteAdded', 'Grace Hopper'],
    ]);
    const mailed = [...desk.table.items()].filter(({ sk }) => String(sk).startsWith('M#'));
    expect(JSON.stringify(mailed)).toContain('"author":"Ben Babbage"');
  });

  it('[FIL-7] is not the customer for whom staff file', async () => {
    const desk = await openMemoryDesk();
    const body = { ...FORM, customerNumber: ADA.customerNumber };
    const { number } = z
      .object({ number: z.string() })
      .parse(await desk.call(CAROL, 'POST /v1/requests', { body }));
    expect(await authors(desk, number)).toEqual([['RequestFiled', 'Carol Shaw']]);
  });

  it('is told their own name by GET /v1/contacts/me', async () => {
    const desk = await openMemoryDesk();
    const me = async (who: typeof ADA | typeof CAROL) =>
      z.object({ name: z.string() }).parse(await desk.call(who, 'GET /v1/contacts/me')).name;
    expect(await me(CAROL)).toBe('Carol Shaw');
    expect(await me(BEN)).toBe('Ben Babbage');
    expect(await me({ ...CAROL, email: 'new@vendor.example' })).toBe('new@vendor.example');
  });
});

describe('namedActor', () => {
  it('keeps the name of the token for whoever the directory does not know', () => {
    const stranger = { ...staff(CAROL), email: 'new@vendor.example', name: 'New Here' };
    expect(namedActor(stranger, STAFF, null)).toEqual(stranger);
    expect(namedActor(customer(ADA), STAFF, null)).toEqual(customer(ADA));
    expect(namedActor(WORKFLOW, STAFF, ADA)).toEqual(WORKFLOW);
  });

  it('makes no staff of a customer with the address of one', () => {
    const actor = customer({ ...ADA, email: CAROL.email });
    expect(namedActor(actor, STAFF, null)).toEqual(actor);
  });
});
