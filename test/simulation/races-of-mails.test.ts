import { describe, expect, it } from 'vitest';
import { SimulatedDesk } from '#test/support/simulated-desk.ts';
import { expectAtRest } from './desk-at-rest.ts';
import { Interleaving } from './interleaving.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const ASSIGN = { action: 'assign', engineer: 'kenji.sato@vendor.example' };
const AWAIT = { action: 'await-customer', text: 'Please send the logs.' };
const CLOSE = { action: 'close', reason: 'solved', description: 'It works.' };

function openDesk() {
  const race = new Interleaving();
  return { race, desk: new SimulatedDesk({ interpose: race.interpose }) };
}

async function silent(desk: SimulatedDesk): Promise<string> {
  const number = await desk.file();
  await desk.act('csr', number, ASSIGN);
  await desk.act('tse', number, AWAIT);
  await desk.settle();
  return number;
}

const factsOf = (desk: SimulatedDesk, number: string) => desk.events(number).map(({ fact }) => fact.type);
const sentOf = (desk: SimulatedDesk, kind: string) =>
  desk.postOffice.sent.filter(({ mail }) => mail.includes(kind)).length;
const stateOf = (desk: SimulatedDesk, number: string, kind: string) =>
  desk.itemsOf(number, 'M#').find(({ sk }) => String(sk).includes(kind))?.state;

describe('races of mails', () => {
  it('a function killed before SES took the mail sends it once', async () => {
    const { race, desk } = openDesk();
    race.fate({ who: 'mail', does: 'SendRawEmail' }, 'die before', 3);
    await desk.file();
    await desk.settle();
    expect(sentOf(desk, 'request-filed')).toBe(1);
    await expectAtRest(desk);
  });

  it('a function killed between SES and its record sends again: the only way to a second mail', async () => {
    const { race, desk } = openDesk();
    race.fate({ who: 'mail', does: 'SendRawEmail' }, 'die after');
    const number = await desk.file();
    await desk.settle();
    expect(sentOf(desk, 'request-filed')).toBe(2);
    expect([...desk.sentUnrecorded]).toEqual([`${number} 00000001-request-filed-0`]);
    await expectAtRest(desk);
  });

  it('a function killed after its record, and a record of the stream delivered again, send nothing more', async () => {
    const { race, desk } = openDesk();
    race.fate({ who: 'mail', does: 'Update M' }, 'die after');
    const number = await desk.file();
    await desk.settle();
    for (const index of desk.records.keys()) desk.replay(index);
    await desk.settle();
    expect(sentOf(desk, 'request-filed')).toBe(1);
    expect(stateOf(desk, number, 'request-filed')).toBe('sent');
    await expectAtRest(desk);
  });

  it('the sweeper and a late record of the same mail send it once', async () => {
    const { race, desk } = openDesk();
    let goOn = (): void => undefined;
    race.before({ who: 'mail', does: 'Get M' }, () => new Promise<void>((go) => (goOn = go)));
    await desk.file();
    await desk.live(15 * MINUTE);
    expect(sentOf(desk, 'request-filed')).toBe(0);
    goOn();
    await desk.live(15 * MINUTE);
    expect(sentOf(desk, 'request-filed')).toBe(1);
    await expectAtRest(desk);
  });

  it('the delivery is reported before the sender has recorded its mail as sent', async () => {
    const { race, desk } = openDesk();
    race.before({ who: 'mail', does: 'Update M' }, async () => {
      const [sent] = desk.postOffice.sent;
      if (sent) desk.report(sent.request, sent.mail, 'Delivery');
      for (const delivery of desk.lanes.ready()) desk.lanes.deliver(delivery);
      await desk.quiet();
    });
    const number = await desk.file();
    await desk.settle();
    expect(race.done).toBe(true);
    expect(stateOf(desk, number, 'request-filed')).toBe('delivered');
    await expectAtRest(desk);
  });

  it('[CLO-2] a contact mail that bounces is no attempt, however often the bounce is reported', async () => {
    const { race, desk } = openDesk();
    const number = await silent(desk);
    desk.postOffice.onSent = ({ request, mail }) => {
      if (!mail.includes('contact-attempt') || sentOf(desk, 'contact-attempt') > 1) return;
      desk.report(request, mail, 'Bounce');
      desk.report(request, mail, 'Bounce');
      desk.report(request, mail, 'Delivery');
    };
    race.fate({ who: 'report', does: 'Transact' }, 'die after');
    await desk.live(16 * DAY);
    expect(factsOf(desk, number).filter((type) => type === 'MailBounced')).toHaveLength(1);
    expect(factsOf(desk, number).filter((type) => type === 'CustomerContacted')).toHaveLength(4);
    expect(sentOf(desk, 'contact-bounced')).toBe(1);
    expect(desk.head(number)).toMatchObject({ status: 'closed', closing: { reason: 'no-answer' } });
    await expectAtRest(desk);
  });

  it('[CLO-2] a contact mail that SES refuses is no attempt; the refusal repeated by a crash is noted once', async () => {
    const { race, desk } = openDesk();
    const number = await silent(desk);
    desk.postOffice.refuses = (mail) => mail.includes('contact-attempt') && desk.now < '2026-03-04';
    race.fate({ who: 'mail', does: 'Transact' }, 'die after');
    await desk.live(16 * DAY);
    expect(race.done).toBe(true);
    expect(factsOf(desk, number).filter((type) => type === 'MailBounced')).toHaveLength(1);
    expect(factsOf(desk, number).filter((type) => type === 'CustomerContacted')).toHaveLength(4);
    expect(stateOf(desk, number, 'contact-attempt')).toBe('failed');
    await expectAtRest(desk);
  });

  it('[CLO-2] the third contact mail bounces while the closing is decided: nothing is closed', async () => {
    const { race, desk } = openDesk();
    const number = await silent(desk);
    race.before({ who: 'CloseUnanswered', does: 'Transact' }, async () => {
      const last = desk.postOffice.sent.findLast(({ mail }) => mail.includes('contact-attempt'));
      if (last) desk.report(last.request, last.mail, 'Bounce');
      for (const delivery of desk.lanes.ready()) desk.lanes.deliver(delivery);
      await desk.quiet();
    });
    await desk.live(10.5 * DAY);
    expect(race.done).toBe(true);
    expect(desk.head(number).status).toBe('awaiting-customer');
    await desk.live(5 * DAY);
    expect(desk.head(number).status).toBe('closed');
    await expectAtRest(desk);
  });

  it('a mail that SES takes and then rejects is recorded as failed', async () => {
    const { desk } = openDesk();
    const number = await silent(desk);
    desk.report(number, '00000001-request-filed-0', 'Reject');
    await desk.settle();
    expect(stateOf(desk, number, 'request-filed')).toBe('failed');
    expect(factsOf(desk, number).at(-1)).toBe('MailBounced');
  });

  it('a bounce reported after the SR is finished is noted and wakes nothing', async () => {
    const { desk } = openDesk();
    const number = await silent(desk);
    await desk.act('customer', number, CLOSE);
    await desk.live(3 * DAY);
    const invitation = desk.postOffice.sent.find(({ mail }) => mail.includes('survey-invitation'));
    desk.report(number, invitation?.mail ?? '', 'Bounce');
    await desk.settle();
    expect(factsOf(desk, number).at(-1)).toBe('MailBounced');
    expect(desk.workflow(number)).toMatchObject({ signal: 'finished', gen: 1 });
    await expectAtRest(desk);
  });

  it('a mail that cannot be sent for now holds up no other, and is sent when it can be', async () => {
    const { race, desk } = openDesk();
    const throttled = { fail: Object.assign(new Error('Slow down'), { name: 'ThrottlingException' }) };
    race.fate({ who: 'mail', does: 'SendRawEmail' }, throttled, 12);
    const first = await desk.file();
    await desk.settle();
    expect(desk.lanes.lost.map(({ to }) => to)).toEqual(['mail']);
    race.fate({ who: 'mail', does: 'SendRawEmail', about: first }, throttled, 4);
    await desk.live(60 * MINUTE);
    await desk.file();
    await desk.settle();
    expect(race.done).toBe(true);
    expect(sentOf(desk, 'request-filed')).toBe(2);
    await expectAtRest(desk);
  });
});
