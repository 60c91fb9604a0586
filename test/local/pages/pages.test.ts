import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPages } from './sample.ts';

let desk: Awaited<ReturnType<typeof startPages>>;
let empty: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  desk = await startPages();
  empty = await startPages({ empty: true });
});
afterAll(() => {
  desk.stop();
  empty.stop();
});

const text = async (path: string, from = desk) => (await fetch(`${from.url}/__local/${path}`)).text();
const post = (body: unknown, headers: Record<string, string> = {}, from = desk) =>
  fetch(`${from.url}/__local/time`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('the control room', () => {
  it('lists every request with owner, promise, next step and the state of its workflow, safely escaped', async () => {
    const page = await text('');
    expect(page).toContain('href="/__local/requests/26100000004"');
    expect(page).toContain('Backup of &lt;vcenter&gt; fails with &quot;snapshot not found&quot;');
    expect(page).toContain('WaitForCustomer');
    expect(page).toContain('Kenji Sato');
    expect(page).toContain('1 h 4 min late</b>');
    expect(page).toContain(
      '<td class="when" data-label="Promise due"><span><span class="soft">none</span></span></td>',
    );
  });

  it('names the next step and what it is about', async () => {
    expect(await text('')).toMatch(
      /Next step Thu 12 Mar 2026, 21:00 UTC, in 1 h 56 min: request <a [^>]*>26100000012<\/a> \(WaitForCustomer\)\./,
    );
  });

  it('gives staff examples that name an open request, or say where its number goes', async () => {
    const page = await text('');
    expect(page).toContain('/v1/requests/26100000012/actions');
    expect(page).toContain('/v1/requests?scope=queue');
    expect(await text('', empty)).toContain('/v1/requests/NUMBER/actions');
  });

  it('says in words that nothing has happened yet', async () => {
    const page = await text('', empty);
    expect(page).toContain('Nobody has filed a request yet.');
    expect(page).toContain('No mail has left the desk yet.');
    expect(page).toContain('No next step is planned.');
  });

  it('forbids everything but its own script and style', async () => {
    const { headers } = await fetch(`${desk.url}/__local/`);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'sha256-[\w+/=]{44}'; /,
    );
  });
});

describe('the page of a request', () => {
  it('shows its timeline, the way of its workflow and its mails', async () => {
    const page = await text('requests/26100000004');
    expect(page).toContain(
      'Warned at 50% of the first-response target, due Thu 12 Mar 2026, 15:00 UTC; told Kenji Sato',
    );
    expect(page).toContain('Looks like a stale &lt;snapshot&gt; lock.');
    expect(page).toContain('stayed 45 min');
    expect(page).toContain('We received your request');
  });

  it('is 404 for a request that is not there', async () => {
    expect((await fetch(`${desk.url}/__local/requests/26100000020`)).status).toBe(404);
  });
});

describe('the mailbox', () => {
  it('shows a mail as text and, in a frame without rights, as HTML', async () => {
    const [mail] = desk.mailbox.mails();
    const page = await text(`mailbox/${mail?.id}`);
    expect(page).toContain('Kenji Sato works on your request.');
    expect(page).toContain('<iframe title="The mail as HTML" sandbox srcdoc="&lt;h1&gt;Dear Dana');
    expect(page).not.toContain('<script>document.title');
  });

  it('hands out the message as it was sent', async () => {
    const [mail] = desk.mailbox.mails();
    const response = await fetch(`${desk.url}/__local/mailbox/${mail?.id}.eml`);
    expect(response.headers.get('content-type')).toBe('message/rfc822');
    expect(await response.text()).toContain(`Message-ID: <${mail?.id}@email.amazonses.com>`);
  });

  it('gives nothing for a name that leads out of the mailbox', async () => {
    expect((await fetch(`${desk.url}/__local/mailbox/..%2F..%2Fetc%2Fpasswd`)).status).toBe(404);
  });
});

describe('the JSON', () => {
  it('lists mails and executions, and the events of one execution', async () => {
    expect(JSON.parse(await text('mails'))).toHaveLength(2);
    expect(JSON.parse(await text('executions'))[0]).toMatchObject({
      name: 'sr-26100000004-g1',
      status: 'RUNNING',
    });
    expect(JSON.parse(await text('executions/sr-26100000004-g1'))).toHaveLength(7);
    expect((await fetch(`${desk.url}/__local/executions/none`)).status).toBe(404);
  });
});

describe('time', () => {
  it('goes forward by a duration, to an instant and to the next deadline', async () => {
    expect(JSON.parse(await text('time'))).toEqual({
      now: '2026-03-12T19:03:58.000Z',
      next: '2026-03-12T21:00:00.000Z',
    });
    const moved = async (body: unknown) => (await post(body)).json();
    expect(await moved({ advance: 'PT1H' })).toMatchObject({ now: '2026-03-12T20:03:58.000Z' });
    expect(await moved({ next: true })).toEqual({
      now: '2026-03-12T21:00:00.000Z',
      next: '2026-03-13T15:30:00.000Z',
    });
    expect(await moved({ to: '2026-03-14T00:00:00Z' })).toEqual({
      now: '2026-03-14T00:00:00.000Z',
      next: null,
    });
  });

  it.each([
    [{ advance: '1 hour' }, '"1 hour" is not a duration such as PT1H, P1D or P10DT12H.'],
    [{ advance: 'P' }, '"P" is not a duration such as PT1H, P1D or P10DT12H.'],
    [{ advance: 'P9999D' }, 'One move goes at most ten years.'],
    [{ to: '2020-01-01T00:00:00Z' }, 'Time only moves forward; it is 2026-03-12T19:03:58.000Z now.'],
    [{ next: true }, 'Nothing waits for a deadline.'],
    [{ back: 1 }, 'Send {"advance":"PT1H"}, {"to":"2026-03-12T19:00:00Z"} or {"next":true}.'],
  ])('refuses %j', async (body, message) => {
    const response = await post(body, {}, empty);
    expect([response.status, await response.json()]).toEqual([400, { message }]);
  });

  it('moves for a form without scripts, and never for another site', async () => {
    const body = new URLSearchParams({ advance: 'P1D' });
    const response = await fetch(`${empty.url}/__local/time`, { method: 'POST', body, redirect: 'manual' });
    expect(response.headers.get('location')).toBe('/__local/');
    expect(new Date(empty.clock.now()).toISOString()).toBe('2026-03-13T19:03:58.000Z');
    expect((await post({ advance: 'P1D' }, { 'sec-fetch-site': 'cross-site' }, empty)).status).toBe(403);
  });
});
