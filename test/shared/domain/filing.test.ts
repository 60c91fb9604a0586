import { describe, expect, it, test } from 'vitest';
import { decideFile, type FilingSituation } from '#shared/domain/decide-file.ts';
import type { FileRequest } from '#shared/schema/action.ts';
import type { ContractRole } from '#shared/schema/person.ts';
import { ADA, CAROL, CONTRACT, customer, MONA, REMY, staff } from '#test/support/people.ts';
import { HOUSE } from '#test/support/policies.ts';
import { FORM, MONDAY_10, NUMBER } from '#test/support/requests.ts';

const SITUATION: FilingSituation = {
  now: MONDAY_10,
  actor: customer(ADA),
  policy: HOUSE,
  contact: ADA,
  contract: CONTRACT,
  number: NUMBER,
};

function refusal(form: Partial<FileRequest>, situation: Partial<FilingSituation> = {}): string | null {
  const decision = decideFile({ ...FORM, ...form }, { ...SITUATION, ...situation });
  return decision.ok ? null : decision.refusal;
}

function withRoles(roles: ContractRole[] | null) {
  return { contract: { ...CONTRACT, members: roles ? [{ email: ADA.email, roles }] : [] } };
}

it('[FIL-5] [FIL-6] filing keeps everything that was said, and under which promise', () => {
  const form: FileRequest = {
    ...FORM,
    severity: 1,
    businessImpact: 'No restores.',
    environment: 'Two nodes.',
    reachableContact: 'Ada, +49 30 1234',
  };
  expect(decideFile(form, SITUATION)).toEqual({
    ok: true,
    facts: [
      {
        type: 'RequestFiled',
        number: '26123456787',
        pack: { name: 'house', version: 2 },
        offering: 'standard',
        accountId: 'acme',
        contractId: 'ACME-1',
        region: 'EMEA',
        requestType: 'technical',
        subject: 'Restore stops at 80%',
        product: 'Vault 9',
        severity: 1,
        contact: ADA,
        description: 'It stops and says nothing.',
        businessImpact: 'No restores.',
        environment: 'Two nodes.',
        reachableContact: 'Ada, +49 30 1234',
        addOns: [],
        callBack: null,
      },
    ],
  });
});

describe('[FIL-2] [ACC-5] who may file what under a contract', () => {
  test.each([
    ['technical', ['pla'], null],
    ['technical', ['sa'], null],
    ['technical', ['partner'], null],
    ['technical', ['sla-admin'], 'NotEntitled'],
    ['technical', ['sla-admin', 'sa'], null],
    ['technical', null, 'NotEntitled'],
    ['licensing', ['sla-admin'], null],
    ['licensing', null, 'NotOnContract'],
    ['customer-service', null, null],
  ] as const)('%s by %j: %s', (type, roles, refused) => {
    expect(refusal({ type }, withRoles(roles ? [...roles] : null))).toBe(refused);
  });

  it('refuses a contract that is not theirs, and a product that it does not cover', () => {
    expect(refusal({}, { contract: null })).toBe('NoSuchContract');
    expect(refusal({ product: 'Vault 8' })).toBe('ProductNotCovered');
  });

  it("refuses a contract that is not in force on the customer's own date", () => {
    const at = (now: string, zone: string) => refusal({}, { now, contact: { ...ADA, zone } });
    expect(at('2025-12-31T22:59:59.999Z', 'Europe/Berlin')).toBe('ContractNotLive');
    expect(at('2025-12-31T23:00:00.000Z', 'Europe/Berlin')).toBeNull();
    expect(at('2026-12-31T22:59:59.999Z', 'Europe/Berlin')).toBeNull();
    expect(at('2026-12-31T23:00:00.000Z', 'Europe/Berlin')).toBe('ContractNotLive');
    expect(at('2026-12-31T23:00:00.000Z', 'America/New_York')).toBeNull();
  });

  it('goes by that date around the clock too', () => {
    const contract = { ...CONTRACT, offering: 'premium' };
    expect(refusal({}, { contract, now: '2026-12-31T23:00:00.000Z' })).toBe('ContractNotLive');
    expect(refusal({}, { contract: { ...CONTRACT, offering: 'gold' } })).toBe('OfferingNotInPolicy');
  });
});

it('[OFF-5] severity 1 needs somebody who can be reached', () => {
  expect(refusal({ severity: 1 })).toBe('ReachableContactNeeded');
  expect(refusal({ severity: 1, reachableContact: 'Ada' })).toBeNull();
  expect(refusal({ severity: 2 })).toBeNull();
});

describe('[FIL-7] who files for whom', () => {
  it('staff file for the holder of a customer number', () => {
    const form = { customerNumber: ADA.customerNumber };
    expect(refusal(form, { actor: staff(CAROL) })).toBeNull();
    expect(refusal(form, { actor: staff(MONA) })).toBeNull();
    expect(refusal(form, { actor: staff(REMY) })).toBe('NotAllowed');
    expect(refusal(form, { actor: staff(CAROL), contact: null })).toBe('NoSuchCustomer');
    expect(refusal({}, { actor: staff(CAROL), contact: null })).toBe('CustomerNumberNeeded');
  });

  it('[ACC-1] somebody who is signed in but no contact is told so', () => {
    expect(refusal({}, { contact: null })).toBe('UnknownContact');
    expect(refusal({ customerNumber: ADA.customerNumber }, { contact: null })).toBe('UnknownContact');
  });

  it('the workflow files nothing', () => {
    expect(refusal({}, { actor: { kind: 'workflow' } })).toBe('NotAllowed');
  });
});
