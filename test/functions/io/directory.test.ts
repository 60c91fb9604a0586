import { describe, expect, it } from 'vitest';
import {
  findContact,
  findContactByNumber,
  findContract,
  listContracts,
  listStaff,
} from '#functions/io/directory.ts';
import { enrol } from '#functions/io/enrol.ts';
import { openPolicies, publishPack } from '#functions/io/policy-store.ts';
import { openMemoryTable } from '#test/support/memory-table.ts';
import { ADA, BEN, CONTRACT, GRACE, MONA } from '#test/support/people.ts';
import { HOUSE } from '#test/support/policies.ts';

const ben = { ...BEN, customerNumber: '1000000438' };
const table = () => openMemoryTable(() => undefined);
const people = { staff: [GRACE, MONA], contacts: [ADA, ben], contracts: [CONTRACT] };

describe('people who were brought in', () => {
  it('[ACC-1] [ACC-2] are found by address and by customer number, their contracts by account', async () => {
    const desk = table();
    await enrol(desk, people);
    expect(await findContact(desk, 'ada@customer.example')).toEqual(ADA);
    expect(await findContactByNumber(desk, '1000000438')).toEqual(ben);
    expect(await findContactByNumber(desk, '1000000446')).toBeNull();
    expect(await findContract(desk, 'acme', 'ACME-1')).toEqual(CONTRACT);
    expect(await findContract(desk, 'other', 'ACME-1')).toBeNull();
    expect(await listContracts(desk, 'acme')).toEqual([CONTRACT]);
    expect(await listStaff(desk)).toEqual([GRACE, MONA]);
  });

  it('brought in again change only what changed', async () => {
    const desk = table();
    await enrol(desk, people);
    await enrol(desk, { ...people, contacts: [{ ...ADA, name: 'Ada King' }, ben] });
    expect(await findContactByNumber(desk, ADA.customerNumber)).toEqual({ ...ADA, name: 'Ada King' });
  });

  it('[ACC-2] do not get the customer number of somebody else', async () => {
    const desk = table();
    await enrol(desk, people);
    const thief = { ...ADA, email: 'eve@customer.example' };
    await expect(enrol(desk, { staff: [], contacts: [thief], contracts: [] })).rejects.toThrow(
      'Customer number 1000000420 of eve@customer.example belongs to somebody else.',
    );
    expect(await findContact(desk, 'eve@customer.example')).toBeNull();
  });

  it('are refused, all of them, when one lives in a zone that does not exist', async () => {
    const desk = table();
    const lost = { ...people, contacts: [ADA, { ...ben, zone: 'Europe/Atlantis' }] };
    await expect(enrol(desk, lost)).rejects.toThrow(/^"Europe\/Atlantis" is not a time zone/);
    expect([...desk.items()]).toEqual([]);
  });
});

describe('a policy pack', () => {
  it('is published once, and never changes under its version', async () => {
    const desk = table();
    expect(await publishPack(desk, HOUSE.pack)).toBe('published');
    expect(await publishPack(desk, HOUSE.pack)).toBe('unchanged');
    expect(await publishPack(desk, { ...HOUSE.pack, onSeverityChange: 'restart' })).toBe('changed');
    expect((await openPolicies(desk).load('house', 2)).pack).toEqual(HOUSE.pack);
  });

  it('is read once, and one that is missing is asked for again', async () => {
    const desk = table();
    const policies = openPolicies(desk);
    await expect(policies.load('house', 2)).rejects.toThrow(
      'Policy pack house@2 is not published in this table.',
    );
    await publishPack(desk, HOUSE.pack);
    expect(await policies.load('house', 2)).toBe(await policies.load('house', 2));
  });
});
