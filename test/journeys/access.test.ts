import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, startDesk } from '#test/support/desk.ts';
import type { ActionBody } from '#test/support/desk-caller.ts';
import { ANA, FOUR_ANSWERS, KENJI, STANDARD_FORM } from '#test/support/journey-forms.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk?.stop());

async function assigned(): Promise<string> {
  const { number } = await desk.as('dana').file(STANDARD_FORM);
  await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
  return number;
}

describe('who sees what', () => {
  it('shows customers the public part of the timeline, and staff all of it', async () => {
    const number = await assigned();
    await desk
      .as('ana')
      .act(number, { action: 'comment', text: 'Smells like the locale bug.', visibility: 'internal' });
    await desk.as('ana').act(number, { action: 'comment', text: 'We are looking into it.' });
    const facts = async (person: string) =>
      (await desk.as(person).timeline(number)).map(({ fact }) => fact.type);
    expect(await facts('dana')).toEqual([
      'RequestFiled',
      'EngineerAssigned',
      'PublicReplySent',
      'FirstResponseGiven',
    ]);
    expect(await facts('kenji')).toEqual([
      'RequestFiled',
      'EngineerAssigned',
      'InternalNoteAdded',
      'PublicReplySent',
      'FirstResponseGiven',
    ]);
    const { body } = await desk.as('dana').call('GET', `/v1/requests/${number}/timeline`);
    expect(JSON.stringify(body)).not.toContain('locale bug');
    await expect(
      desk.as('dana').act(number, { action: 'comment', text: 'Psst.', visibility: 'internal' }),
    ).rejects.toMatchObject({ status: 403, code: 'NotAllowed' });
  });

  it('tells customers the names of staff, never their addresses, and not what they note of a call', async () => {
    const number = await assigned();
    await desk.as('ana').act(number, { action: 'reassign', engineer: KENJI, reason: 'Night shift.' });
    await desk.as('kenji').act(number, {
      action: 'log-phone-contact',
      reached: true,
      note: 'Sounded annoyed.',
    });
    const told = async (person: string) => {
      const parts = [`/${number}`, `/${number}/timeline`, ''];
      const answers = parts.map((part) => desk.as(person).call('GET', `/v1/requests${part}`));
      return JSON.stringify((await Promise.all(answers)).map(({ body }) => body));
    };
    const customers = await told('dana');
    expect(customers).toContain('Kenji Sato');
    expect(customers).not.toContain('@vendor.example');
    expect(customers).not.toContain('annoyed');
    const staff = await told('kenji');
    expect(staff).toContain(KENJI);
    expect(staff).toContain('annoyed');
  });

  it('[WRK-5] lets members of the contract in, and is silent about the SR to everybody else', async () => {
    const number = await assigned();
    const { body } = await desk.as('li').call('GET', `/v1/requests/${number}`);
    expect(body).toMatchObject({ number });
    await desk.as('mori').act(number, { action: 'comment', text: 'Here in Tokyo too.' });

    const email = 'sam.stone@outsider.example';
    await desk.enrol({
      contacts: [
        {
          email,
          name: 'Sam Stone',
          customerNumber: '5550000003',
          accountId: 'outsiders',
          language: 'en',
          zone: 'Europe/London',
        },
      ],
      contracts: [
        {
          contractId: 'NW-STANDARD',
          accountId: 'outsiders',
          accountName: 'Outsiders',
          offering: 'standard',
          region: 'EMEA',
          startsOn: '2024-01-01',
          endsOn: '2037-06-30',
          products: ['Lens Archive'],
          members: [{ email, roles: ['pla'] }],
        },
      ],
    });
    // A customer of another account, with a contract of the same name: nothing tells that the SR exists.
    const nothing = { status: 404, code: 'RequestNotFound' };
    const sam = desk.as('sam');
    await expect(sam.get(number)).rejects.toMatchObject(nothing);
    await expect(sam.timeline(number)).rejects.toMatchObject(nothing);
    await expect(sam.act(number, { action: 'comment', text: 'Hello?' })).rejects.toMatchObject(nothing);
    await expect(sam.get('26000000005')).rejects.toMatchObject(nothing);
    expect((await sam.list()).items).toEqual([]);
    // His own he files and sees.
    const own = await sam.file(STANDARD_FORM);
    expect((await sam.list()).items.map((it) => it.number)).toEqual([own.number]);
    await expect(desk.as('dana').get(own.number)).rejects.toMatchObject(nothing);
  });

  it('asks for a token, and for a good one', async () => {
    const anonymous = await fetch(`${desk.url}/v1/requests`);
    expect(anonymous.status).toBe(401);
    const forged = await fetch(`${desk.url}/v1/requests`, {
      headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJkYW5hIn0.' },
    });
    expect(forged.status).toBe(401);
    expect((await fetch(`${desk.url}/v1/openapi.json`)).status).toBe(200);
  });
});

describe('who may do what', () => {
  const EVERYBODY = ['rita', 'ana', 'mo', 'ingrid', 'dana'] as const;
  const ESCALATE: ActionBody = { action: 'escalate', reason: 'dissatisfied', answers: FOUR_ANSWERS };
  const LEAD: ActionBody = {
    action: 'name-escalation-engineer',
    engineer: KENJI,
    plan: 'Daily conference.',
    nextUpdateAt: '2026-03-03T14:00:00Z',
  };
  const NEW: ActionBody[] = [];
  const ASSIGNED: ActionBody[] = [{ action: 'assign', engineer: ANA }];
  const PROPOSED: ActionBody[] = [...ASSIGNED, { action: 'propose-solution', text: 'Update to 4.2.1.' }];
  const CLOSED: ActionBody[] = [{ action: 'close', reason: 'duplicate', description: 'Filed twice.' }];

  it.each<[string, ActionBody[], ActionBody, readonly string[]]>([
    ['assign', NEW, { action: 'assign', engineer: ANA }, ['rita', 'ana', 'mo', 'ingrid']],
    [
      'reassign',
      ASSIGNED,
      { action: 'reassign', engineer: KENJI, reason: 'Night shift.' },
      ['rita', 'ana', 'mo', 'ingrid'],
    ],
    ['comment', NEW, { action: 'comment', text: 'Hello.' }, EVERYBODY],
    ['await-customer', ASSIGNED, { action: 'await-customer', text: 'Logs?' }, ['rita', 'ana', 'mo']],
    [
      'log-phone-contact',
      NEW,
      { action: 'log-phone-contact', reached: true, note: 'Talked.' },
      ['rita', 'ana', 'mo', 'ingrid'],
    ],
    [
      'change-severity',
      NEW,
      { action: 'change-severity', severity: 3, reason: 'Calmer.', agreedWith: 'Dana' },
      ['rita', 'ana', 'mo', 'dana'],
    ],
    ['propose-solution', ASSIGNED, { action: 'propose-solution', text: 'Update.' }, ['rita', 'ana', 'mo']],
    ['confirm', PROPOSED, { action: 'confirm' }, ['dana']],
    [
      'close',
      NEW,
      { action: 'close', reason: 'duplicate', description: 'Filed twice.' },
      ['rita', 'ana', 'mo', 'dana'],
    ],
    ['reopen', CLOSED, { action: 'reopen', reason: 'It is another.' }, ['rita', 'mo', 'dana']],
    ['escalate', NEW, ESCALATE, EVERYBODY],
    ['name-escalation-engineer', [ESCALATE], LEAD, ['mo', 'ingrid']],
  ])('%s: by the table, and allowedActions says so before', async (name, before, action, may) => {
    for (const person of EVERYBODY) {
      const { number } = await desk.as('dana').file(STANDARD_FORM);
      for (const step of before) await desk.as('mo').act(number, step);
      const offered = (await desk.as(person).get(number)).allowedActions;
      expect(offered.includes(action.action), `${name} is offered to ${person}`).toBe(may.includes(person));
      const { status, body } = await desk
        .as(person)
        .call('POST', `/v1/requests/${number}/actions`, { body: action });
      if (may.includes(person)) expect(status, JSON.stringify(body)).toBe(200);
      else expect(body).toMatchObject({ status: 403, code: 'NotAllowed' });
    }
  });

  it('shows the staff list to staff only', async () => {
    expect(await desk.as('ana').staff()).toHaveLength(5);
    await expect(desk.as('dana').staff()).rejects.toMatchObject({ status: 403, code: 'NotAllowed' });
  });

  it('[ACC-2] shows everybody who they are, and their customer number', async () => {
    expect((await desk.as('dana').call('GET', '/v1/contacts/me')).body).toEqual({
      email: 'dana.fox@northwind-optics.example',
      name: 'Dana Fox',
      staffRoles: [],
      contact: {
        customerNumber: '4100000001',
        accountId: 'northwind-optics',
        language: 'en',
        zone: 'America/New_York',
        country: 'US',
      },
    });
    expect((await desk.as('ana').call('GET', '/v1/contacts/me')).body).toMatchObject({
      staffRoles: ['tse'],
      contact: null,
    });
    expect((await desk.as('chen').call('GET', '/v1/contracts')).body).toMatchObject({
      items: [
        { contractId: 'NW-PREMIUM', roles: ['sla-admin'] },
        { contractId: 'NW-STANDARD', roles: ['sla-admin'] },
      ],
      cursor: null,
    });
    expect((await desk.as('dana').call('GET', '/v1/policy')).body).toMatchObject({ pack: 'house' });
  });
});
