import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPages } from './sample.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let desk: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  desk = await startPages();
});
afterAll(() => desk.stop());

const get = (path: string) => fetch(`${desk.url}/__local/${path}`);
const text = async (path: string) => (await get(path)).text();

describe('the page of uploads', () => {
  it('is for one request and one person, safely escaped', async () => {
    const page = await text('uploads/26100000004?as=ana');
    expect(page).toContain('data-number="26100000004" data-person="ana"></div>');
    expect(page).toContain('Files of “Backup of &lt;vcenter&gt; fails');
    expect(page).toContain('href="/__local/uploads/26100000004?as=dana"');
  });

  it('is for Dana where nobody is named', async () => {
    expect(await text('uploads/26100000004')).toContain('data-person="dana"');
  });

  it('is led to from the page of the request, for its contact', async () => {
    expect(await text('requests/26100000004')).toContain('href="/__local/uploads/26100000004?as=dana"');
  });

  it.each([
    ['uploads/26100000020?as=dana', 'There is no request 26100000020.'],
    ['uploads/26100000004?as=nobody', 'Nobody here is called &quot;nobody&quot;.'],
  ])('is not found: %s', async (path, sentence) => {
    const answer = await get(path);
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining(sentence)]);
  });

  it('runs its own scripts only, and talks to this desk and its S3 only', async () => {
    const policy = (await get('uploads/26100000004')).headers.get('content-security-policy');
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "worker-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      'img-src data:',
      "connect-src 'self' http://127.0.0.1:41235",
      'frame-src http://127.0.0.1:41235',
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it.each([
    ['page.js', 'text/javascript; charset=utf-8', 'casebell-uploads'],
    ['hash-worker.js', 'text/javascript; charset=utf-8', 'SHA-256'],
    ['page.css', 'text/css; charset=utf-8', '.drop-zone'],
  ])('loads %s, made for browsers', async (name, type, part) => {
    const answer = await get(`uploads/${name}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    const body = await answer.text();
    expect(body).toContain(part);
    expect(body).not.toContain('node:');
  });

  it('has no type errors: what runs in a browser is checked against its own library', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['node_modules/typescript/bin/tsc', '--noEmit', '--project', 'clients/upload-page'],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});
