import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { ALL_COMMANDS } from '#cli/all-commands.ts';
import { main } from '#cli/main.ts';
import { Download, UploadList } from '#shared/schema/upload.ts';
import { startCasebell } from '#test/support/casebell-process.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { STANDARD_FORM } from '#test/support/journey-forms.ts';

const MIB = 1024 ** 2;

let desk: Desk;
let number: string;
let folder: string;
let file: string;
const BYTES = randomBytes(100 * MIB + 4321);

beforeAll(async () => {
  desk = await startDesk();
  ({ number } = await desk.as('dana').file(STANDARD_FORM));
  folder = mkdtempSync(join(tmpdir(), 'casebell-desk-upload-'));
  file = join(folder, 'bundle “ü”.tgz');
  writeFileSync(file, BYTES);
  vi.stubEnv('XDG_STATE_HOME', folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  await desk?.stop();
});

async function casebell(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main([...args, '--desk', desk.url], ALL_COMMANDS, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out, err };
}

async function asked<Schema extends z.ZodMiniType>(schema: Schema, path: string): Promise<z.infer<Schema>> {
  const token = (await casebell('token', 'dana')).out[0];
  const response = await fetch(`${desk.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return schema.parse(await response.json());
}

const files = async () => (await asked(UploadList, `/v1/requests/${number}/uploads`)).items;

describe('[WRK-6] casebell upload at the local desk', () => {
  it('brings a bundle in parts to the bucket; it is verified, comes down as it was, and casebell verify agrees', async () => {
    const { code, out, err } = await casebell('upload', file, '--request', number, '--as', 'dana', '--quiet');
    expect({ code, err }).toEqual({ code: 0, err: [] });
    const [view] = await files();
    expect(view).toMatchObject({ state: 'verified', parts: 7, size: BYTES.length, name: 'bundle “ü”.tgz' });
    expect(out).toEqual([`${file}: verified. 100 MiB at request ${number}, digest ${view?.digest}`]);
    const { url } = await asked(Download, `/v1/uploads/${view?.id}/download`);
    const down = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(down.equals(BYTES)).toBe(true);
    expect(await casebell('verify', file, '--request', number, '--as', 'dana')).toEqual({
      code: 0,
      out: [view?.digest],
      err: [`${file} is the file of request ${number}.`],
    });
  });

  it('an empty file arrives too', async () => {
    const empty = join(folder, 'empty');
    writeFileSync(empty, '');
    expect((await casebell('upload', empty, '--request', number, '--as', 'dana', '--quiet')).code).toBe(0);
  });

  it('[lesson 29] goes on after kill -9, with a ticket', async () => {
    const token = (await casebell('token', 'dana')).out[0];
    const issued = await fetch(`${desk.url}/v1/requests/${number}/upload-tickets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    const { url } = z.object({ url: z.string() }).parse(await issued.json());
    const bundle = join(folder, 'second.tgz');
    writeFileSync(bundle, BYTES);
    const env = { CASEBELL_TICKET: url, XDG_STATE_HOME: folder };
    const first = startCasebell(['upload', bundle, '--json', '--limit-rate', '30M'], env);
    first.child.stdout?.on('data', (text: string) => {
      if (/"partsDone":[2-9]/.test(text)) first.child.kill('SIGKILL');
    });
    expect((await first.ended).code).toBeNull();
    const { code, stderr } = await startCasebell(['upload', bundle], env).ended;
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/second\.tgz: resuming: [2-6] of 7 parts are there\.\n/),
    });
    const second = (await files()).find(({ name }) => name === 'second.tgz');
    expect(second).toMatchObject({ state: 'verified', parts: 7, createdBy: 'Dana Fox' });
    expect(readdirSync(join(folder, 'casebell'))).toEqual([]);
  });

  it('is refused in the desk’s own words', async () => {
    expect(await casebell('upload', file, '--request', number, '--as', 'sam', '--quiet')).toMatchObject({
      code: 3,
      out: [],
      err: [expect.stringContaining('There is no request with this number that you may see.')],
    });
  });
});
