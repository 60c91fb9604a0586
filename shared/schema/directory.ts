import * as z from 'zod/mini';
import { Contact, Contract, Staff } from './person.ts';

/**
 * Who there is, as an operator brings it in: staff, contacts, and contracts with their members (ACC-1 to ACC-3).
 * Refused when a contact is listed twice or has another's customer number, and when a contract has not exactly one
 * PLA or names a member who is no contact of its account.
 */
export const Directory = z
  .strictObject({
    staff: z._default(z.array(z.strictObject(Staff.shape)), []),
    contacts: z._default(z.array(z.strictObject(Contact.shape)), []),
    contracts: z._default(z.array(z.strictObject(Contract.shape)), []),
  })
  .check((context) => {
    const { contacts, contracts } = context.value;
    const refuse = (message: string, path: (string | number)[]) =>
      context.issues.push({ code: 'custom', message, path, input: context.value });
    const numbers = contacts.map(({ customerNumber }) => customerNumber);
    contacts.forEach(({ customerNumber, email }, index) => {
      if (contacts.findIndex((other) => other.email === email) !== index)
        refuse(`${email} is listed twice`, ['contacts', index, 'email']);
      else if (numbers.indexOf(customerNumber) !== index)
        refuse(`${email} has the customer number of somebody else`, ['contacts', index, 'customerNumber']);
    });
    contracts.forEach(({ accountId, members }, index) => {
      const leaders = members.filter(({ roles }) => roles.includes('pla')).length;
      if (leaders !== 1)
        refuse(`a contract has exactly one primary licence administrator (pla), not ${leaders}`, [
          'contracts',
          index,
          'members',
        ]);
      for (const { email } of members) {
        if (!contacts.some((contact) => contact.email === email && contact.accountId === accountId))
          refuse(`${email} is no contact of account ${accountId} in this file`, [
            'contracts',
            index,
            'members',
          ]);
      }
    });
  });
export type Directory = z.infer<typeof Directory>;
