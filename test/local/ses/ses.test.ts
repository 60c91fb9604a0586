import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESClient, SendEmailCommand, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AccessDenied } from '#local/iam/access-denied.ts';
import type { SesEvent } from '#local/ses/delivery-events.ts';
import { createMailbox, type Mailbox } from '#local/ses/mailbox.ts';
import { headerOf } from '#local/ses/message.ts';
import { createSes, type Ses } from '#local/ses/ses.ts';

const NOW = '2026-03-12T19:03:58.250Z';
const FROM = 'Casebell <desk@mail.example.com>';

let stateDir: string;
let events: SesEvent[];
let asked: string[];
let mailbox: Mailbox;
let ses: Ses;
let client: SESClient;
let stop: () => void;
let denied: string | undefined;

async function record(event: SesEvent): Promise<void> {
  events.push(event);
}

function openMailbox(publish: (event: SesEvent) => Promise<void> = record): Mailbox {
  return createMailbox({
    stateDir,
    clock: { now: () => Date.parse(NOW) },
    configurationSets: new Map([['desk', new Set(['delivery', 'bounce', 'complaint'] as const)]]),
    publish,
    onError: () => {},
  });
}

beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'casebell-ses-'));
  events = [];
  asked = [];
  denied = undefined;
  mailbox = openMailbox();
  ses = createSes({ mailbox, identities: ['mail.example.com'], configurationSets: new Set(['desk']) });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = await ses.call(Buffer.concat(chunks).toString(), (action, resource) => {
      asked.push(`${action} ${resource}`);
      if (denied !== undefined) {
        throw new AccessDenied({
          principalArn: denied,
          role: 'r',
          action,
          resource,
          outcome: 'implicit-deny',
        });
      }
    });
    response.writeHead(answer.status, { 'content-type': answer.contentType }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  client = new SESClient({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  stop = () => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  };
});
afterEach(() => stop());

async function rawMail(to: string[], subject = '案件 26123456789 を受け付けました'): Promise<Uint8Array> {
  const composed = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    from: FROM,
    to,
    subject,
    text: 'Grüße, 李伟.\n= end =',
    html: '<p>Grüße, 李伟.</p>',
    headers: { References: '<a@mail.example.com>' },
    messageId: '<ours@mail.example.com>',
  });
  if (!Buffer.isBuffer(composed.message)) throw new Error('The transport did not buffer.');
  return composed.message;
}

async function send(to: string[], set: string | null = 'desk', source = FROM) {
  return client.send(
    new SendRawEmailCommand({
      RawMessage: { Data: await rawMail(to) },
      Source: source,
      Destinations: to,
      Tags: [
        { Name: 'request', Value: '26123456789' },
        { Name: 'mail', Value: 'M-1' },
      ],
      ...(set === null ? {} : { ConfigurationSetName: set }),
    }),
  );
}

describe('sending', () => {
  it('stores the message and answers with its id', async () => {
    const { MessageId } = await send(['Dana Fox <dana@northwind.example>']);
    expect(mailbox.mails()).toEqual([
      {
        id: MessageId,
        at: NOW,
        from: FROM,
        to: ['Dana Fox <dana@northwind.example>'],
        subject: '案件 26123456789 を受け付けました',
        tags: { request: '26123456789', mail: 'M-1' },
        configurationSet: 'desk',
        outcome: 'delivered',
      },
    ]);
    const message = mailbox.message(MessageId ?? '');
    expect(message?.text?.trim()).toBe('Grüße, 李伟.\n= end =');
    expect(message?.html).toBe('<p>Grüße, 李伟.</p>');
    expect(headerOf(message?.headers ?? [], 'references')).toBe('<a@mail.example.com>');
  });

  it('puts SES’s own Message-ID and Date on the message', async () => {
    const { MessageId } = await send(['dana@northwind.example']);
    const headers = mailbox.message(MessageId ?? '')?.headers ?? [];
    expect(headers.filter(([name]) => /^(message-id|date)$/i.test(name))).toEqual([
      ['Message-ID', `<${MessageId}@email.amazonses.com>`],
      ['Date', 'Thu, 12 Mar 2026 19:03:58 +0000'],
    ]);
  });

  it('also takes SendEmail', async () => {
    await client.send(
      new SendEmailCommand({
        Source: FROM,
        Destination: { ToAddresses: ['a@x.example'], BccAddresses: ['b@x.example'] },
        Message: {
          Subject: { Data: 'Hello' },
          Body: { Text: { Data: 'Text' }, Html: { Data: '<b>Text</b>' } },
        },
      }),
    );
    const [mail] = mailbox.mails();
    expect(mail).toMatchObject({ to: ['a@x.example', 'b@x.example'], subject: 'Hello' });
    expect(mailbox.message(mail?.id ?? '')).toMatchObject({ text: 'Text', html: '<b>Text</b>' });
  });

  it('asks for permission on the identity and on the configuration set', async () => {
    await send(['dana@northwind.example']);
    expect(asked).toEqual([
      'ses:SendRawEmail arn:aws:ses:us-east-1:000000000000:identity/mail.example.com',
      'ses:SendRawEmail arn:aws:ses:us-east-1:000000000000:configuration-set/desk',
    ]);
  });
});

describe('refusals, as the SDK sees them', () => {
  it('rejects an unverified sender', async () => {
    await expect(send(['a@x.example'], 'desk', 'x@other.example')).rejects.toMatchObject({
      name: 'MessageRejected',
      message:
        'Email address is not verified. The following identities failed the check in region US-EAST-1: x@other.example',
    });
  });

  it('rejects mail to reject@ and to a configuration set that does not exist', async () => {
    await expect(send(['reject@x.example'])).rejects.toMatchObject({ name: 'MessageRejected' });
    await expect(send(['a@x.example'], 'other')).rejects.toMatchObject({
      name: 'ConfigurationSetDoesNotExistException',
      message: 'Configuration set <other> does not exist.',
    });
    expect(mailbox.mails()).toEqual([]);
  });

  it('rejects a tag value SES would reject', async () => {
    const call = new SendRawEmailCommand({
      RawMessage: { Data: await rawMail(['a@x.example']) },
      Source: FROM,
      Tags: [{ Name: 'who', Value: 'a@b' }],
    });
    await expect(client.send(call)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('denies what the role does not allow', async () => {
    denied = 'arn:aws:sts::000000000000:assumed-role/SendMail/x';
    await expect(send(['a@x.example'])).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('is not authorized to perform: ses:SendRawEmail'),
    });
  });
});

describe('delivery events', () => {
  const kinds = () => events.map((event) => event['detail-type']);

  it('say that a mail was delivered, with its tags', async () => {
    const { MessageId } = await send(['Dana Fox <dana@northwind.example>']);
    expect(kinds()).toEqual(['Email Delivered']);
    expect(events[0]).toMatchObject({
      source: 'aws.ses',
      account: '000000000000',
      region: 'us-east-1',
      time: '2026-03-12T19:03:58Z',
      resources: ['arn:aws:ses:us-east-1:000000000000:configuration-set/desk'],
      detail: {
        eventType: 'Delivery',
        mail: {
          messageId: MessageId,
          destination: ['dana@northwind.example'],
          tags: { request: ['26123456789'], mail: ['M-1'], 'ses:configuration-set': ['desk'] },
        },
        delivery: { recipients: ['dana@northwind.example'] },
      },
    });
  });

  it.each(['bounce@x.example', 'bounce+1@x.example', 'anyone@bounce.example'])(
    'say that mail to %s bounced for good',
    async (address) => {
      await send([address]);
      expect(kinds()).toEqual(['Email Bounced']);
      expect(events[0]?.detail).toMatchObject({
        eventType: 'Bounce',
        bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: address }] },
      });
      expect(mailbox.mails()[0]?.outcome).toBe('bounced');
    },
  );

  it('say that a complaint followed the delivery', async () => {
    await send(['complaint@x.example']);
    expect(kinds()).toEqual(['Email Delivered', 'Email Complaint Received']);
  });

  it('are not sent without a configuration set', async () => {
    await send(['a@x.example'], null);
    expect(events).toEqual([]);
  });

  it('count as work until they are delivered', async () => {
    let finish = () => {};
    const delivered = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow = openMailbox(() => delivered);
    slow.accept({
      from: FROM,
      to: ['a@x.example'],
      raw: Buffer.from('Subject: x\r\n\r\ny'),
      tags: {},
      configurationSet: 'desk',
    });
    expect(slow.inFlight()).toBe(1);
    finish();
    await expect.poll(() => slow.inFlight()).toBe(0);
  });
});

describe('a restart', () => {
  it('keeps every mail and forgets a line torn by a kill', async () => {
    await send(['a@x.example']);
    await expect.poll(() => mailbox.inFlight()).toBe(0);
    appendFileSync(join(stateDir, 'mails', 'mails.jsonl'), '{"kind":"stored","mail":{"id":"half');
    const again = openMailbox();
    expect(again.mails()).toEqual(mailbox.mails());
    expect(again.message(again.mails()[0]?.id ?? '')?.html).toContain('Grüße');
    again.accept({
      from: FROM,
      to: ['b@x.example'],
      raw: Buffer.from('Subject: x\n\ny'),
      tags: {},
      configurationSet: null,
    });
    expect(openMailbox().mails()).toHaveLength(2);
    expect(readFileSync(join(stateDir, 'mails', 'mails.jsonl'), 'utf8')).not.toContain('half');
  });

  it('publishes again what was not delivered before the kill, and nothing else', async () => {
    await send(['a@x.example']);
    await expect.poll(() => mailbox.inFlight()).toBe(0);
    const killed = openMailbox(() => new Promise<void>(() => {}));
    killed.accept({
      from: FROM,
      to: ['b@x.example'],
      raw: Buffer.from('To: b@x.example\r\n\r\ny'),
      tags: {},
      configurationSet: 'desk',
    });
    events.length = 0;
    openMailbox().resume();
    await expect.poll(() => events.length).toBe(1);
    expect(events[0]?.detail).toMatchObject({ delivery: { recipients: ['b@x.example'] } });
  });
});
