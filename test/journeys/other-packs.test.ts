import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_DIRECTORY } from '#local/demo/directory.ts';
import { assemblyUnder } from '#test/support/assembly.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, STANDARD_FORM } from '#test/support/journey-forms.ts';

/** Whether the mail function gets nothing: mails wait then, as they would if SES were down. */
let mailsWait = false;

let assembly: string;
let desk: Desk;
beforeAll(async () => {
  assembly = assemblyUnder('vmware-gss');
  desk = await startDesk({
    assembly,
    everySweep: true,
    interpose: {
      async deliver({ functionId }, records, next) {
        return mailsWait && functionId === 'SendMail' ? { batchItemFailures: [] } : next(records);
      },
    },
  });
  const [contract] = DEMO_DIRECTORY.contracts;
  if (!contract) throw new Error('The demo has contracts.');
  await desk.enrol({
    contacts: DEMO_DIRECTORY.contacts,
    contracts: [
      { ...contract, contractId: 'NW-SDK', offering: 'sdk-standard', products: ['Lens SDK'] },
      {
        ...contract,
        contractId: 'NW-BASIC',
        offering: 'basic',
        addOns: ['after-hours'],
        products: ['Lens Archive'],
      },
    ],
  });
});
afterAll(async () => {
  await desk?.stop();
  if (assembly) rmSync(path.dirname(assembly), { recursive: true, force: true });
});

const FORM = { ...STANDARD_FORM, contractId: 'NW-BASIC' };

async function clockOf(number: string, name: string) {
  return (await desk.as('dana').get(number)).clocks.find(({ clock }) => clock === name);
}

describe('[OFF-12] a desk under the pack vmware-gss', () => {
  it('[FIL-5] sends its confirmation within the hour, and knows that it did', async () => {
    const { number } = await desk.as('dana').file(FORM);
    await desk.stack.settle();
    expect(await clockOf(number, 'confirmation-mail')).toMatchObject({
      state: 'met',
      dueAt: '2026-03-02T15:00:00.000Z',
    });
    const noted = (await desk.as('mo').timeline(number)).filter(
      ({ fact }) => fact.type === 'ConfirmationSent',
    );
    expect(noted).toMatchObject([{ at: '2026-03-02T14:00:00.000Z', visibility: 'internal' }]);
    // The customer's own timeline does not speak of it.
    expect((await desk.as('dana').timeline(number)).map(({ fact }) => fact.type)).toEqual(['RequestFiled']);
  });

  it('[FIL-5] notes a confirmation that did not leave within the hour, and sends it when it can', async () => {
    mailsWait = true;
    const start = Date.parse(desk.now());
    const { number } = await desk.as('dana').file(FORM);
    await desk.pass('PT70M');
    expect(await clockOf(number, 'confirmation-mail')).toMatchObject({ state: 'missed' });
    mailsWait = false;
    await desk.pass('PT20M');
    const facts = (await desk.as('mo').timeline(number)).map(({ at, fact }) => [fact.type, at]);
    expect(facts).toContainEqual(['TargetMissed', new Date(start + 3_601_000).toISOString()]);
    expect(facts.filter(([type]) => type === 'ConfirmationSent')).toHaveLength(1);
    expect(await clockOf(number, 'confirmation-mail')).toMatchObject({ state: 'missed' });
    expect(await desk.mails(number, 'request-filed')).toHaveLength(1);
  });

  it('[OFF-11] counts severity 1 around the clock for a contract with the after-hours add-on', async () => {
    await desk.passUntil('2026-03-03T02:00:00.000Z'); // 21:00 in New York
    const filed = await desk
      .as('dana')
      .file({ ...FORM, severity: 1, reachableContact: 'Dana Fox, +1 212 555 0142' });
    expect(filed.clocks.find(({ clock }) => clock === 'first-response')).toMatchObject({
      dueAt: '2026-03-03T06:00:00.000Z',
    });
  });

  it('[OFF-1] answers an SDK request within two service days', async () => {
    await desk.passUntil('2026-03-06T20:00:00.000Z'); // Friday, 15:00 in New York; the desk is open 06:00-18:00
    const { number } = await desk.as('dana').file({ ...FORM, contractId: 'NW-SDK', product: 'Lens SDK' });
    // Two days of twelve hours: three on Friday, twelve on Monday, nine on Tuesday.
    expect(await clockOf(number, 'first-response')).toMatchObject({
      dueAt: '2026-03-10T19:00:00.000Z',
      remainingSeconds: 86_400,
      derivation: { counted: [{}, {}, {}] },
    });
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    await desk.as('ana').act(number, { action: 'comment', text: 'Use the second call.' });
    expect(await clockOf(number, 'first-response')).toMatchObject({ state: 'met' });
  });
});
