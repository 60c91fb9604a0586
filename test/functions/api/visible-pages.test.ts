import { describe, expect, it } from 'vitest';
import { RequestPage, RequestView, TimelinePage } from '#shared/schema/view.ts';
import { type MemoryDesk, openMemoryDesk } from '#test/support/memory-desk.ts';
import { ADA, BEN, CAROL, CONTRACT, GRACE } from '#test/support/people.ts';
import { FORM } from '#test/support/requests.ts';

/** Of Ada's account, but on another contract. */
const ZOE = { ...ADA, email: 'zoe@customer.example', name: 'Zoe Zuse', customerNumber: '1000000446' };
const OTHER = {
  ...CONTRACT,
  contractId: 'ACME-2',
  members: [{ email: ZOE.email, roles: ['pla' as const] }],
};

/** Files for whoever each letter stands for, a minute apart: a(da), b(en) or z(oe). Resolves with the numbers. */
async function filed(desk: MemoryDesk, whose: string): Promise<string[]> {
  const numbers: string[] = [];
  for (const [minute, letter] of [...whose].entries()) {
    const who = letter === 'z' ? ZOE : letter === 'b' ? BEN : ADA;
    const body = letter === 'z' ? { ...FORM, contractId: 'ACME-2' } : FORM;
    const at = `2026-03-02T09:${String(minute).padStart(2, '0')}:00.000Z`;
    numbers.push(RequestView.parse(await desk.call(who, 'POST /v1/requests', { body, at })).number);
  }
  return numbers;
}

async function pages(desk: MemoryDesk, limit: number, who: typeof ADA = ADA) {
  const found: { numbers: string[]; cursor: string | null }[] = [];
  let cursor: string | null = null;
  do {
    const query: Record<string, string> = { limit: String(limit), ...(cursor !== null && { cursor }) };
    const page = RequestPage.parse(await desk.call(who, 'GET /v1/requests', { query }));
    cursor = page.cursor;
    found.push({ numbers: page.items.map(({ number }) => number), cursor });
  } while (cursor !== null);
  return found;
}

describe('[WRK-5] pages of a customer who may not see every request of the account', () => {
  it('are full while there is more, and end with the last visible request', async () => {
    const desk = await openMemoryDesk({ contacts: [ZOE], contracts: [OTHER] });
    const [oldest, , , second, , third] = await filed(desk, 'azzazbz');
    expect((await pages(desk, 2)).map(({ numbers }) => numbers)).toEqual([[third, second], [oldest]]);
    expect((await pages(desk, 3)).map(({ numbers }) => numbers)).toEqual([[third, second, oldest]]);
    expect(await pages(desk, 1, ZOE)).toHaveLength(4);
  });

  it('tell by no cursor that others have requests', async () => {
    const desk = await openMemoryDesk({ contacts: [ZOE], contracts: [OTHER] });
    const [, own, , hidden] = await filed(desk, 'zazzaz');
    const [first, last, ...more] = await pages(desk, 1);
    expect(more).toEqual([]);
    expect(last).toEqual({ numbers: [own], cursor: null });
    const cursor = Buffer.from(first?.cursor ?? '', 'base64url').toString();
    expect(JSON.parse(cursor)).toEqual({
      pk: `SR#${first?.numbers[0]}`,
      sk: 'HEAD',
      accountKey: 'ACCOUNT#acme',
      filedSort: `2026-03-02T09:04:00.000Z#${first?.numbers[0]}`,
    });
    expect(cursor).not.toContain(hidden);
  });

  it('are empty and the last where nothing may be seen, however much there is', async () => {
    const desk = await openMemoryDesk({ contacts: [ZOE], contracts: [OTHER] });
    await filed(desk, 'z'.repeat(5));
    expect(await pages(desk, 2)).toEqual([{ numbers: [], cursor: null }]);
  });
});

describe('lists of staff', () => {
  it('go on after the last item shown, whatever they are sorted by', async () => {
    const desk = await openMemoryDesk();
    const numbers = await filed(desk, 'aaa');
    for (const number of numbers) {
      const body = { action: 'assign', engineer: GRACE.email };
      await desk.call(CAROL, 'POST /v1/requests/{number}/actions', { number, body });
    }
    for (const scope of ['mine', 'queue']) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query: Record<string, string> = { scope, limit: '2', ...(cursor !== null && { cursor }) };
        const page = RequestPage.parse(await desk.call(GRACE, 'GET /v1/requests', { query }));
        seen.push(...page.items.map(({ number }) => number));
        cursor = page.cursor;
      } while (cursor !== null);
      expect(seen).toEqual(numbers);
    }
  });
});

describe('pages of a timeline', () => {
  it('of a customer are never empty while there is more, and pass over what is internal', async () => {
    const desk = await openMemoryDesk();
    const [number = ''] = await filed(desk, 'a');
    const act = (body: object) => desk.call(GRACE, 'POST /v1/requests/{number}/actions', { number, body });
    const note = { action: 'comment', text: 'Hm.', visibility: 'internal' };
    for (const body of [note, note, { action: 'comment', text: 'Hello.' }, note]) await act(body);
    const seqs: number[][] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { limit: '1', ...(cursor !== null && { cursor }) };
      const page = TimelinePage.parse(
        await desk.call(ADA, 'GET /v1/requests/{number}/timeline', { number, query }),
      );
      seqs.push(page.items.map(({ seq }) => seq));
      cursor = page.cursor;
    } while (cursor !== null);
    // 2, 3 and 6 are notes; 5 is that the first response was given.
    expect(seqs).toEqual([[1], [4], [5]]);
  });
});
