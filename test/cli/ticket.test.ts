import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ALL_COMMANDS } from '#cli/all-commands.ts';
import { main } from '#cli/main.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { STANDARD_FORM } from '#test/support/journey-forms.ts';

let desk: Desk;
let number: string;
let folder: string;

beforeAll(async () => {
  desk = await startDesk();
  ({ number } = await desk.as('dana').file(STANDARD_FORM));
  folder = mkdtempSync(join(tmpdir(), 'casebell-ticket-'));
  vi.stubEnv('CASEBELL_TICKET', 'of another desk, and not taken for who asks');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  await desk?.stop();
});

async function ticket(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(['ticket', ...args, '--desk', desk.url], ALL_COMMANDS, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out, err: err.join('\n') };
}

/** Runs a line in a shell of a host that has no setting of ours. */
function onHost(line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: folder };
    execFile('sh', ['-c', line], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

describe('casebell ticket', () => {
  it('[CARD-4] prints the line that uploads from a host with sh and curl; revoked, that line does no more', async () => {
    expect(await ticket('--request', number, '--list', '--as', 'dana')).toEqual({
      code: 0,
      out: [],
      err: 'No ticket was issued for this request.',
    });

    const { code, out, err } = await ticket('--request', number, '--as', 'dana');
    expect(code).toBe(0);
    expect(out).toHaveLength(1);
    expect(err).toMatch(
      /^Put the names of the files after it\. Whoever has this line can upload .* 2026-03-09T14:00:00/,
    );
    writeFileSync(join(folder, 'core.tgz'), randomBytes(70_000));
    const sent = await onHost(`${out[0]} core.tgz`);
    expect(sent).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^verified [0-9a-f]{64}-1 core\.tgz\n$/),
    });

    const [listed = ''] = (await ticket('--request', number, '--list', '--as', 'dana')).out;
    expect(listed).toMatch(
      / {2}issued 2026-03-02T14:00:\S+ by Dana Fox, last used 2026-03-02T14:00:\S+, expires /,
    );
    const id = listed.slice(0, 26);
    expect(await ticket('--revoke', id, '--as', 'dana')).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^Revoked at 2026-03-02T14:00/),
    });
    expect((await ticket('--request', number, '--list', '--as', 'dana')).out[0]).toContain(
      ', revoked 2026-03-02',
    );
    writeFileSync(join(folder, 'second.tgz'), 'x');
    expect((await onHost(`${out[0]} second.tgz`)).stdout).toBe('');
  });

  it('says what is missing, and what is refused', async () => {
    const refusals: [string[], number, RegExp][] = [
      [[], 2, /^Say which request the ticket is for: --request NUMBER\.$/],
      [[number], 2, /^Name the request with --request NUMBER\.$/],
      [['--request', number, '--revoke', 'x'], 2, /^--revoke goes with neither/],
      [['--revoke', 'https://desk.example/v1/t/x'], 2, /is no id of a ticket/],
      [['--request', '123', '--as', 'dana'], 2, /123/],
      [['--request', number, '--as', 'sam'], 1, /./],
      [['--revoke', '01JD3V6T0W8Y2N4R6Q9K1M3P5S', '--as', 'dana'], 1, /./],
    ];
    for (const [args, code, words] of refusals) {
      const refused = await ticket(...args);
      expect(refused, args.join(' ')).toMatchObject({ code, out: [] });
      expect(refused.err, args.join(' ')).toMatch(words);
    }
  });
});
