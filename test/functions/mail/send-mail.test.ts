import { MessageRejected, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { commit } from '#functions/io/commit.ts';
import { loadRequest } from '#functions/io/load-request.ts';
import type { PolicyStore } from '#functions/io/policy-store.ts';
import { recordDelivery } from '#functions/mail/record-delivery.ts';
import { type MailDeps, sendMail } from '#functions/mail/send-mail.ts';
import { eachRecord, type StreamRecord } from '#functions/stream/stream-event.ts';
import type { Applied } from '#shared/domain/apply-facts.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { openMemoryTable } from '#test/support/memory-table.ts';
import { HOUSE } from '#test/support/policies.ts';
import { file, given, workflowStep } from '#test/support/requests.ts';

process.env.POWERTOOLS_METRICS_DISABLED = 'true';

const NUMBER = '26123456787';
const CONTACT_MAIL = '00000005-contact-attempt-0';
const CONTACTED_AT = '2026-03-03T07:00:00.000Z';
const ses = mockClient(SESClient);
beforeEach(() => ses.reset());

/** A desk whose table has one SR, the customer just contacted, and the queued mail about it. */
async function desk() {
  const table = openMemoryTable(() => undefined);
  const policies: PolicyStore = { load: async () => HOUSE };
  const deps: MailDeps = {
    table,
    policies,
    postOffice: {
      client: new SESClient({ region: 'us-east-1' }),
      from: 'desk@vendor.example',
      configurationSet: 'desk',
    },
    log: { error: () => undefined },
    config: {
      TABLE_NAME: 'desk',
      MAIL_FROM: 'desk@vendor.example',
      REPLY_TO: 'support@vendor.example',
      LANGUAGES: ['en', 'zh-Hans', 'zh-Hant', 'ja'],
      REPLY_DOMAIN: 'reply.vendor.example',
      CONFIGURATION_SET: 'desk',
      VENDOR_NAME: 'Vendor',
    },
  };
  const store = (applied: Applied, before: SupportRequest | null, now: string) =>
    commit(table, {
      ...applied,
      before,
      workflow: before && { gen: 1, wfVersion: 1, signal: 'bumped' },
      policy: HOUSE,
      now,
    });
  await store(file(), null, '2026-03-02T09:00:00.000Z');
  // The head is replaced by the one that waits for the customer: what led there does not matter here.
  const asked = given.awaitingCustomer();
  await store({ after: asked, events: [], mails: [] }, file().after, '2026-03-02T10:00:00.000Z');
  const mail = () => table.find(`SR#${NUMBER}`, `M#${CONTACT_MAIL}`);
  const state = () => table.find(`SR#${NUMBER}`, 'HEAD')?.state as SupportRequest;
  /** Commits what the workflow does at `now`. */
  const step = async (now: string) => {
    const loaded = await loadRequest(table, NUMBER);
    if (!loaded) throw new Error('The desk has its request.');
    const { request, workflow } = loaded;
    await commit(table, { ...workflowStep(request, now), before: request, workflow, policy: HOUSE, now });
  };
  await step(CONTACTED_AT);
  return { deps, mail, state, table, step };
}

const RECORD: StreamRecord = {
  eventID: '1',
  dynamodb: { SequenceNumber: '1', NewImage: { pk: { S: `SR#${NUMBER}` }, sk: { S: `M#${CONTACT_MAIL}` } } },
};

function attempts(request: SupportRequest) {
  return 'silence' in request ? request.silence.attempts.map(({ effective }) => effective) : [];
}

describe('a queued mail', () => {
  it('is sent raw, under its tags and the configuration set, and marked with its MessageId', async () => {
    const { deps, mail } = await desk();
    ses.on(SendRawEmailCommand).resolves({ MessageId: 'ses-1' });
    await sendMail(RECORD, deps);
    const [call] = ses.commandCalls(SendRawEmailCommand);
    const { RawMessage, ...input } = call?.args[0].input ?? {};
    expect(input).toEqual({
      Source: 'desk@vendor.example',
      Destinations: ['ada@customer.example'],
      ConfigurationSetName: 'desk',
      Tags: [
        { Name: 'request', Value: NUMBER },
        { Name: 'mail', Value: CONTACT_MAIL },
      ],
    });
    const raw = Buffer.from(RawMessage?.Data ?? []).toString();
    expect(raw).toContain(`Message-ID: <${NUMBER}-${CONTACT_MAIL}@reply.vendor.example>`);
    expect(raw).toContain('Auto-Submitted: auto-generated');
    expect(mail()).toMatchObject({ state: 'sent', messageId: 'ses-1' });
    expect(mail()).not.toHaveProperty('attendAt');
  });

  it('that was sent already is not sent again, however often its record comes', async () => {
    const { deps } = await desk();
    ses.on(SendRawEmailCommand).resolves({ MessageId: 'ses-1' });
    await sendMail(RECORD, deps);
    await sendMail(RECORD, deps);
    expect(ses.commandCalls(SendRawEmailCommand)).toHaveLength(1);
  });

  it('that does not exist is nothing to do', async () => {
    const { deps } = await desk();
    await sendMail({ eventID: '1', dynamodb: { SequenceNumber: '1' } }, deps);
    expect(ses.calls()).toHaveLength(0);
  });

  it('[CLO-2] that SES refuses is failed, is no contact attempt, and holds up nothing', async () => {
    const { deps, mail, state, table } = await desk();
    ses
      .on(SendRawEmailCommand)
      .rejects(new MessageRejected({ $metadata: {}, message: 'Address blacklisted' }));
    const answer = await eachRecord(
      { Records: [RECORD] },
      (record) => sendMail(record, deps),
      () => undefined,
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(mail()).toMatchObject({ state: 'failed' });
    expect(attempts(state())).toEqual([false]);
    expect(table.find(`SR#${NUMBER}`, 'E#00000006')?.event).toMatchObject({
      visibility: 'internal',
      fact: { type: 'MailBounced', mailId: CONTACT_MAIL, recipient: 'ada@customer.example', attempt: 1 },
    });
    expect(table.find(`SR#${NUMBER}`, 'M#00000006-contact-bounced-0')).toMatchObject({
      state: 'queued',
      to: { email: 'grace@vendor.example' },
    });
  });

  it('that SES cannot take just now stays queued, and the batch stops there', async () => {
    const { deps, mail, state } = await desk();
    ses
      .on(SendRawEmailCommand)
      .rejects(Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' }));
    const told: unknown[] = [];
    const answer = await eachRecord(
      { Records: [RECORD] },
      (record) => sendMail(record, deps),
      (error) => told.push(error),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(told).toHaveLength(1);
    expect(mail()).toMatchObject({ state: 'queued', attendAt: CONTACTED_AT });
    expect(attempts(state())).toEqual([true]);
  });
});

describe('a report of SES', () => {
  const report = (
    eventType: 'Delivery' | 'Bounce' | 'Complaint' | 'Reject',
    tags: object = { request: [NUMBER], mail: [CONTACT_MAIL] },
  ) => ({
    time: '2026-03-03T07:01:00.000Z',
    detail: { eventType, mail: { messageId: 'ses-1', tags } },
  });

  it('[CLO-2] of a bounce takes the attempt back, once, however often it comes', async () => {
    const { deps, mail, state } = await desk();
    expect(await recordDelivery(report('Bounce'), deps)).toBe('recorded');
    expect(await recordDelivery(report('Bounce'), deps)).toBe('known');
    expect(mail()).toMatchObject({ state: 'bounced' });
    expect(attempts(state())).toEqual([false]);
    expect(state().version).toBe(6);
  });

  it('[CLO-2] of another bounce gives the attempt the number that its mail had', async () => {
    const { deps, state, table, step } = await desk();
    await recordDelivery(report('Bounce'), deps);
    await step('2026-03-04T07:00:00.000Z');
    const again = { request: [NUMBER], mail: ['00000007-contact-attempt-0'] };
    expect(await recordDelivery(report('Bounce', again), deps)).toBe('recorded');
    expect(attempts(state())).toEqual([false, false]);
    expect(table.find(`SR#${NUMBER}`, 'E#00000008')?.event).toMatchObject({
      fact: { type: 'MailBounced', mailId: '00000007-contact-attempt-0', attempt: 1 },
    });
  });

  it('of a delivery changes nothing but the mail, and does not take a bounce back', async () => {
    const { deps, mail, state } = await desk();
    expect(await recordDelivery(report('Delivery'), deps)).toBe('recorded');
    expect(mail()).toMatchObject({ state: 'delivered' });
    expect(attempts(state())).toEqual([true]);
    expect(await recordDelivery(report('Bounce'), deps)).toBe('recorded');
    expect(await recordDelivery(report('Delivery'), deps)).toBe('known');
    expect(mail()).toMatchObject({ state: 'bounced' });
  });

  it('of a complaint is kept, and the mail did arrive', async () => {
    const { deps, mail, state } = await desk();
    expect(await recordDelivery(report('Complaint'), deps)).toBe('recorded');
    expect(mail()).toMatchObject({ state: 'complained' });
    expect(attempts(state())).toEqual([true]);
  });

  it('of a mail that is not ours is left alone', async () => {
    const { deps } = await desk();
    expect(await recordDelivery(report('Bounce', {}), deps)).toBe('not ours');
    expect(await recordDelivery(report('Bounce', { request: [NUMBER], mail: ['other'] }), deps)).toBe(
      'not ours',
    );
  });
});
