import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { makeCustomerNumber } from '#shared/schema/customer-number.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, RITA, STANDARD_FORM } from '#test/support/journey-forms.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk?.stop());

/** Files for a new contact with that address, and gives the SR to Ana. */
async function filedFor(email: string, random: number): Promise<string> {
  const accountId = `account-${random}`;
  const customerNumber = makeCustomerNumber(random);
  await desk.enrol({
    contacts: [{ email, name: 'Pat Poe', customerNumber, accountId, language: 'en', zone: 'Europe/Paris' }],
    contracts: [
      {
        contractId: 'PP-1',
        accountId,
        accountName: 'Poe',
        offering: 'standard',
        region: 'EMEA',
        startsOn: '2024-01-01',
        endsOn: '2037-06-30',
        products: ['Lens Archive'],
        members: [{ email, roles: ['pla'] }],
      },
    ],
  });
  const { number } = await desk.as('rita').file({ ...STANDARD_FORM, contractId: 'PP-1', customerNumber });
  await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
  return number;
}

describe('mails', () => {
  it('[FIL-11] are written in the language of their reader', async () => {
    const subjects: Record<string, string> = {};
    for (const person of ['dana', 'li', 'mori']) {
      const { number } = await desk.as(person).file(STANDARD_FORM);
      const [mail] = await desk.mails(number, 'request-filed');
      subjects[person] = (mail?.subject ?? '').replace(number, 'NUMBER');
    }
    expect(subjects).toEqual({
      dana: '[SR NUMBER] We have received your request: Lens Archive stops at night',
      li: '[SR NUMBER] 我们已收到您的请求：Lens Archive stops at night',
      mori: '[SR NUMBER] リクエストを受け付けました：Lens Archive stops at night',
    });
  });

  it('[CLO-2] that SES refuses are noted on the SR, and its owner told; the next mail goes its way', async () => {
    const number = await filedFor('reject@poe.example', 700_000_001);
    await desk.as('ana').act(number, { action: 'comment', text: 'We are looking into it.' });
    const mails = await desk.mails(number);
    expect(mails.filter(({ kind }) => kind === 'assigned-to-you')).toMatchObject([{ to: ANA }]);
    // Of the answer at least: what was refused before she had the SR, she need not have been told.
    const told = mails.filter(({ kind }) => kind === 'contact-bounced');
    expect(told.length).toBeGreaterThanOrEqual(1);
    // What came back before she had it, those who take requests were told of.
    expect([RITA, ANA]).toEqual(expect.arrayContaining(mails.map(({ to }) => to)));
    const bounced = (await desk.as('ana').timeline(number)).filter(({ fact }) => fact.type === 'MailBounced');
    // The confirmation, the name of the engineer, and the answer.
    expect(bounced).toHaveLength(3);
    expect(bounced[0]).toMatchObject({ visibility: 'internal', fact: { recipient: 'reject@poe.example' } });
  });

  it('about which somebody complains leave the SR as it is', async () => {
    const number = await filedFor('complaint@poe.example', 700_000_002);
    expect((await desk.mails(number)).map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'request-filed complained',
      'engineer-assigned complained',
      'assigned-to-you delivered',
    ]);
    const facts = (await desk.as('ana').timeline(number)).map(({ fact }) => fact.type);
    expect(facts).toEqual(['RequestFiled', 'EngineerAssigned']);
  });
});

describe('the policy pack', () => {
  it('is published once per version: the same again is a success, another under its version is refused', async () => {
    const answers: unknown[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        answers.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = z.object({ port: z.number() }).parse(server.address());
    const publish = (pack: object) =>
      desk.stack.invoke('PublishPolicy', {
        RequestType: 'Update',
        ResponseURL: `http://127.0.0.1:${address.port}/`,
        StackId: 'stack',
        RequestId: 'request',
        LogicalResourceId: 'Pack',
        PhysicalResourceId: 'house@2',
        ResourceProperties: { pack: JSON.stringify(pack) },
      });
    const { body } = await desk.as('rita').call('GET', '/v1/policy');
    const house = z.looseObject({ pack: z.string(), version: z.number() }).parse(body);
    try {
      await publish(house);
      await publish({ ...house, onSeverityChange: 'restart' });
      await publish({ ...house, onSeverityChange: 'restart', version: 3 });
    } finally {
      server.close();
    }
    expect(answers).toMatchObject([
      { Status: 'SUCCESS', Reason: 'unchanged', PhysicalResourceId: 'house@2' },
      {
        Status: 'FAILED',
        Reason: expect.stringContaining('raise its version'),
        PhysicalResourceId: 'house@2',
      },
      { Status: 'SUCCESS', Reason: 'published', PhysicalResourceId: 'house@3' },
    ]);
  });
});
