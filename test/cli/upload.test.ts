import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CasebellProcess, startCasebell } from '#test/support/casebell-process.ts';
import { startUploadFake, TICKET, TOKEN, type UploadFake } from '#test/support/upload-fake.ts';
import { NUMBER } from '#test/support/upload-model.ts';

const MIB = 1024 ** 2;

let fake: UploadFake;
let folder: string;
let file: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'casebell-upload-'));
  file = join(folder, 'bundle.tgz');
  writeFileSync(file, randomBytes(20 * MIB - 5));
  fake = await startUploadFake({ partSize: MIB, keep: true });
});
afterEach(() => fake.stop());

const environment = () => ({ CASEBELL_TOKEN: TOKEN, XDG_STATE_HOME: folder });

function upload(args: readonly string[] = [], env: Record<string, string> = environment()): CasebellProcess {
  return startCasebell(['upload', file, '--request', NUMBER, '--desk', fake.url, ...args], env);
}

/** Kills the process once so many parts have arrived. */
async function killedAfter(parts: number, args: readonly string[] = []): Promise<number> {
  let arrived = 0;
  const { child, ended } = upload(args);
  fake.onPart = () => {
    arrived += 1;
    if (arrived === parts) child.kill('SIGKILL');
  };
  expect((await ended).code).toBeNull();
  fake.onPart = () => {};
  // What was on its way still arrives.
  await new Promise((resolve) => setTimeout(resolve, 200));
  return fake.model.only().parts.size;
}

const intact = () => fake.model.contentOf(fake.model.only()).equals(readFileSync(file));
const digestOf = () => fake.model.only().view.digest;
const stateFiles = () => readdirSync(join(folder, 'casebell'));

describe('casebell upload', () => {
  it('prints the digest once the desk has verified the file, and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await upload().ended;
    expect(code).toBe(0);
    expect(stdout).toBe(`${file}: verified. 20.0 MiB at request ${NUMBER}, digest ${digestOf()}\n`);
    expect(stderr).toContain(`${file}: request ${NUMBER}, 20 parts of 1.0 MiB at most.\n`);
    expect(stderr).toContain('99 %  20.0 MiB of 20.0 MiB  verifying');
    expect(stderr).not.toContain('100 %');
    expect(intact()).toBe(true);
    expect(stateFiles()).toEqual([]);
  });

  it('--json prints one event a line, in the shapes of --help', async () => {
    const { code, stdout, stderr } = await upload(['--json']).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { id } = fake.model.only().view;
    expect(events.filter(({ event }) => event !== 'progress')).toEqual([
      { event: 'begun', file, id, number: NUMBER, parts: 20, partSize: MIB },
      { event: 'verified', file, id, number: NUMBER, size: 20 * MIB - 5, digest: digestOf() },
    ]);
    const progress = events.filter(({ event }) => event === 'progress');
    expect(progress.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['preparing', 'sending', 'completing', 'verifying', 'verified']),
    );
    expect(progress.at(-1)).toEqual({
      event: 'progress',
      file,
      state: 'verified',
      bytesSent: 20 * MIB - 5,
      bytesVerified: 20 * MIB - 5,
      bytesTotal: 20 * MIB - 5,
      partsDone: 20,
      parts: 20,
      rate: expect.any(Number),
      eta: null,
      retries: 0,
    });
  });

  it('does not send again what the request has already', async () => {
    expect(await upload(['--quiet']).ended).toMatchObject({ code: 0 });
    const again = await upload().ended;
    expect(again).toMatchObject({
      code: 0,
      stdout: `${file}: verified. 20.0 MiB at request ${NUMBER}, digest ${digestOf()}\n`,
      stderr: expect.stringContaining(`${file}: the request has such a file of yours; comparing it.\n`),
    });
    expect(fake.model.only().puts).toHaveLength(20);
  });

  it('uploads by ticket, which knows the request, from the environment or a file', async () => {
    const ticketFile = join(folder, 'ticket');
    writeFileSync(ticketFile, `curl -fsSL ${fake.url}/v1/t/${TICKET} | sh -s -- bundle.tgz\n`);
    const byFile = startCasebell(['upload', file, '--ticket-file', ticketFile, '--quiet'], { HOME: folder });
    expect(await byFile.ended).toMatchObject({ code: 0, stderr: '' });
    const byEnvironment = startCasebell(['upload', file, '--desk', fake.url, '--quiet'], {
      CASEBELL_TICKET: TICKET,
      HOME: folder,
    });
    expect(await byEnvironment.ended).toEqual(await byFile.ended);
    expect(fake.model.only().puts).toHaveLength(20);
    expect(readdirSync(join(folder, '.local/state/casebell'))).toEqual([]);
  });

  it('gets itself a new token of a demo person when the old one has run out', async () => {
    fake.slowMs = 100;
    fake.onPart = (n) => {
      if (n !== 3) return;
      fake.accepted.clear();
      setTimeout(() => fake.accepted.add(`Bearer ${TOKEN}`), 0);
    };
    const { ended } = startCasebell(
      ['upload', file, '--request', NUMBER, '--desk', fake.url, '--as', 'dana', '--quiet'],
      { XDG_STATE_HOME: folder },
    );
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('uploads several files; what is wrong with one does not keep the next from arriving', async () => {
    const second = join(folder, 'second.log');
    writeFileSync(second, 'second');
    fake.onPart = (n) => {
      if (n === 2) appendFileSync(file, 'more');
    };
    const { code, stdout, stderr } = await upload([second]).ended;
    expect(code).toBe(4);
    expect(stdout).toMatch(/^\S+second\.log: verified\. 6 B at request/);
    expect(stderr).toContain(`${file}: The file was written to while it was read. Nothing was completed;`);
    expect(stderr).toMatch(/\n1 of 2 files could not be uploaded\.\n$/);
  });

  it('limits the rate', async () => {
    writeFileSync(file, randomBytes(2 * MIB));
    const begun = Date.now();
    expect(await upload(['--limit-rate', '1M', '--quiet']).ended).toMatchObject({ code: 0 });
    expect(Date.now() - begun).toBeGreaterThan(1900);
    expect(Date.now() - begun).toBeLessThan(6000);
  });

  it('survives what goes wrong on the way', async () => {
    fake.faults = { busy: 0.1, cut: 0.1, flip: 0.1, stale: 0.05 };
    const { code, stderr } = await upload().ended;
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('sent again') });
    expect(intact()).toBe(true);
  });
});

describe('two runs of the same file at once', () => {
  it.each([
    ['signed in', environment],
    ['with a ticket', () => ({ CASEBELL_TICKET: TICKET, XDG_STATE_HOME: folder })],
  ])('both report it verified, %s', async (_who, env) => {
    fake.slowMs = 100;
    const slower = upload(['--concurrency', '1', '--state-dir', join(folder, 'slower')], env());
    while (fake.model.uploads.size === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const faster = upload([], env());
    const verified = `${file}: verified. 20.0 MiB at request ${NUMBER}, digest `;
    for (const { code, stdout } of [await faster.ended, await slower.ended])
      expect({ code, stdout }).toEqual({ code: 0, stdout: `${verified}${digestOf()}\n` });
    expect(intact()).toBe(true);
  });
});

describe('[lesson 29] going on after kill -9', () => {
  it.each([1, 5, 12, 19])('after part %i: nothing that arrived is sent again', async (parts) => {
    fake.slowMs = 20;
    const there = await killedAfter(parts);
    expect(there).toBeGreaterThanOrEqual(parts);
    const { code, stderr } = await upload().ended;
    expect(code).toBe(0);
    expect(stderr).toContain(`${file}: resuming: ${there} of 20 parts are there.\n`);
    expect(intact()).toBe(true);
    expect(fake.model.only().puts.length).toBe(20);
    // What is lost is at most what was on its way: eight parts, the desk's concurrency.
    expect(fake.received - 20 * MIB).toBeLessThanOrEqual(8 * MIB);
    expect(stateFiles()).toEqual([]);
  });

  it('with the state lost, and with --rehash, it reads the file again and sends no part twice', async () => {
    fake.slowMs = 20;
    const there = await killedAfter(8);
    const { code, stderr } = await upload(['--rehash', '--state-dir', join(folder, 'elsewhere')]).ended;
    expect(code).toBe(0);
    expect(stderr).toContain(`resuming: ${there} of 20 parts are there.`);
    expect(fake.model.only().puts.length).toBe(20);
  });

  it('a state file that was torn by the crash does no harm', async () => {
    fake.slowMs = 20;
    await killedAfter(8);
    const [state = ''] = stateFiles();
    const path = join(folder, 'casebell', state);
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -20));
    expect(await upload().ended).toMatchObject({ code: 0 });
    expect(intact()).toBe(true);
  });

  it('the state is nobody else’s to read, and has no address and no secret in it', async () => {
    fake.slowMs = 20;
    await killedAfter(3);
    const [state = ''] = stateFiles();
    const path = join(folder, 'casebell', state);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'casebell')).mode & 0o777).toBe(0o700);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('"path":');
    expect(text).not.toContain(TOKEN);
    expect(text).not.toMatch(/https?:/);
  });

  it('the state of uploads that have ended for lack of anybody who came back is removed', async () => {
    fake.slowMs = 20;
    await killedAfter(3);
    const [state = ''] = stateFiles();
    const nineDaysAgo = new Date(Date.now() - 9 * 86_400_000);
    utimesSync(join(folder, 'casebell', state), nineDaysAgo, nineDaysAgo);
    const other = join(folder, 'other.log');
    writeFileSync(other, 'other');
    const args = ['upload', other, '--request', NUMBER, '--desk', fake.url, '--quiet'];
    expect(await startCasebell(args, environment()).ended).toMatchObject({ code: 0, stderr: '' });
    expect(stateFiles()).toEqual([]);
  });

  it('Ctrl-C exits with 130, says how to go on, and keeps what has arrived', async () => {
    fake.slowMs = 50;
    let arrived = 0;
    const { child, ended } = upload();
    fake.onPart = () => {
      arrived += 1;
      if (arrived === 5) child.kill('SIGINT');
    };
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(
      /\n\S+bundle\.tgz: Interrupted; \d+ of 20 parts arrived, and are kept until 2026-11-29 09:00 UTC\. Run the same command again to go on: what is needed for it is in \S+casebell\.\n$/,
    );
    expect(await upload(['--quiet']).ended).toMatchObject({ code: 0, stderr: '' });
    expect(intact()).toBe(true);
  });
});

describe('exit codes', () => {
  it('1: nothing answers', async () => {
    await fake.stop();
    const { code, stderr } = await upload(['--quiet']).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `${file}: No desk answers at ${fake.url}. Start one with "npm start", or name its address with --desk.\n`,
    });
    fake = await startUploadFake();
  });

  it('3: the desk refuses', async () => {
    const { code, stderr } = await upload(['--json'], { ...environment(), CASEBELL_TOKEN: 'other' }).ended;
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: `${file}: The desk does not accept who you say you are, or not any more. Get a new token, or a new ticket, and upload the file again to go on.\n`,
    });
  });

  it('3: the ticket is for another request', async () => {
    const args = ['upload', file, '--request', '26123456795', '--desk', fake.url, '--quiet'];
    const { code, stderr } = await startCasebell(args, { CASEBELL_TICKET: TICKET, HOME: folder }).ended;
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: `${file}: The ticket is for request ${NUMBER}, not for 26123456795. Take the ticket of that request, or do not name one.\n`,
    });
  });

  it('4: the file changes meanwhile', async () => {
    fake.onPart = (n) => {
      if (n === 4) appendFileSync(file, 'more');
    };
    const { code, stdout, stderr } = await upload(['--json']).ended;
    const message =
      'The file was written to while it was read. Nothing was completed; upload it again once nothing writes to it.';
    expect({ code, stderr }).toEqual({ code: 4, stderr: `${file}: ${message}\n` });
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toEqual({
      event: 'failed',
      file,
      kind: 'changed',
      code: null,
      message,
      exitCode: 4,
    });
    expect(fake.model.only().view.state).toBe('aborted');
    expect(stateFiles()).toEqual([]);
  });

  it('[lesson 23] 5: what the desk verified is not what was sent', async () => {
    await fake.stop();
    fake = await startUploadFake({ partSize: MIB, findDigest: () => `${'0'.repeat(64)}-20` });
    const { code, stdout, stderr } = await upload().ended;
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toMatch(
      /The desk verified the digest 0{64}-20, but that of the file is [0-9a-f]{64}-20\./,
    );
    expect(stderr).not.toContain('100 %');
  });
});

describe('nothing secret is seen by others on the host', () => {
  it('the list of processes shows neither ticket nor token', async () => {
    fake.slowMs = 100;
    const seen: string[] = [];
    fake.onPart = () => void seen.push(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }));
    const { ended } = startCasebell(['upload', file, '--quiet', '--desk', fake.url], {
      CASEBELL_TICKET: TICKET,
      HOME: folder,
    });
    expect(await ended).toMatchObject({ code: 0 });
    // Otherwise there would be nothing to send.
    fake.model.uploads.clear();
    expect(await upload(['--quiet']).ended).toMatchObject({ code: 0 });
    fake.model.uploads.clear();
    expect(await upload(['--quiet', '--token', TOKEN], { HOME: folder }).ended).toMatchObject({ code: 0 });
    expect(seen.length).toBe(60);
    expect(seen.filter((list) => list.includes(file)).length).toBeGreaterThan(20);
    expect(seen.filter((list) => list.includes(TICKET) || list.includes(TOKEN))).toEqual([]);
  });

  it('a ticket on the command line is refused, and not repeated', async () => {
    for (const args of [['--ticket', TICKET], [`--ticket=${TICKET}`]])
      expect(await startCasebell(['upload', file, ...args]).ended).toEqual({
        code: 2,
        stdout: '',
        stderr:
          'A ticket on the command line is seen by everybody on this host. Put it into CASEBELL_TICKET, or into a file for --ticket-file.\n',
      });
  });
});
