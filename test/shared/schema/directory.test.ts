import { describe, expect, it } from 'vitest';
import { Directory } from '#shared/schema/directory.ts';
import { read } from '#shared/schema/read.ts';
import { ADA, BEN, CONTRACT, GRACE } from '#test/support/people.ts';

const ben = { ...BEN, customerNumber: '1000000438' };

function problems(directory: object): readonly string[] {
  const reading = read(Directory, directory, 'directory');
  return reading.ok ? [] : reading.problems;
}

const members = (...roles: (readonly string[])[]) => ({
  contacts: [ADA, ben],
  contracts: [
    { ...CONTRACT, members: roles.map((held, index) => ({ email: [ADA, ben][index]?.email, roles: held })) },
  ],
});

describe('a directory', () => {
  it('is taken as it is written', () => {
    expect(problems({ staff: [GRACE], contacts: [ADA, ben], contracts: [CONTRACT] })).toEqual([]);
    expect(Directory.parse({})).toEqual({ staff: [], contacts: [], contracts: [] });
  });

  it('[ACC-3] is refused unless each contract has exactly one PLA', () => {
    const refusal = (count: number) =>
      `directory.contracts.0.members: a contract has exactly one primary licence administrator (pla), not ${count}`;
    expect(problems(members(['sa'], ['sla-admin']))).toEqual([refusal(0)]);
    expect(problems(members(['pla'], ['pla', 'sa']))).toEqual([refusal(2)]);
    expect(problems(members(['pla', 'sa'], ['sa']))).toEqual([]);
  });

  it('[ACC-2] is refused when two people have one customer number, or one is listed twice', () => {
    expect(problems({ contacts: [ADA, BEN] })).toEqual([
      'directory.contacts.1.customerNumber: ben@customer.example has the customer number of somebody else',
    ]);
    expect(problems({ contacts: [ADA, { ...ben, email: 'ADA@customer.example' }] })).toEqual([
      'directory.contacts.1.email: ada@customer.example is listed twice',
    ]);
  });

  it('[ACC-3] is refused when a member is no contact of the account', () => {
    expect(problems({ contacts: [ADA, { ...ben, accountId: 'other' }], contracts: [CONTRACT] })).toEqual([
      'directory.contracts.0.members: ben@customer.example is no contact of account acme in this file',
    ]);
  });

  it('is refused with roles, numbers and dates that do not exist', () => {
    expect(problems({ staff: [{ ...GRACE, roles: ['boss'] }] })).toEqual([
      'directory.staff.0.roles.0: Invalid option: expected one of "csr"|"tse"|"manager"|"rem"',
    ]);
    expect(problems({ contacts: [{ ...ADA, customerNumber: '1000000421' }] })).toEqual([
      'directory.contacts.0.customerNumber: the check digit of this customer number does not fit: a digit is mistyped',
    ]);
    expect(problems({ contacts: [ADA, ben], contracts: [{ ...CONTRACT, startsOn: '2026-02-30' }] })).toEqual([
      'directory.contracts.0.startsOn: Invalid ISO date',
    ]);
    expect(problems({ people: [] })).toEqual(['directory: Unrecognized key: "people"']);
    expect(problems({ contacts: [{ ...ADA, phon: '1' }] })).toEqual([
      'directory.contacts.0: Unrecognized key: "phon"',
    ]);
  });
});
