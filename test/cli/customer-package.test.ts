import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCustomerPackage } from '#cli/customer-package/build.ts';
import { startProgram } from '#test/support/casebell-process.ts';
import { startUploadFake, TICKET } from '#test/support/upload-fake.ts';

let folder: string;
let bin: string;

describe('the package of the command line for customers', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'casebell-package-'));
    buildCustomerPackage(join(folder, 'built'));
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--json', './built'], { cwd: folder, encoding: 'utf8' }),
    ) as [{ filename: string }];
    execFileSync('tar', ['-xzf', packed.filename], { cwd: folder });
    bin = join(folder, 'package/cli/casebell.mjs');
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has two small files of program, needs no other package, and knows its version', () => {
    expect(readdirSync(join(folder, 'package/cli')).sort()).toEqual(['casebell.mjs', 'hash-thread.mjs']);
    const size = readFileSync(bin).length;
    expect(size).toBeGreaterThan(50_000);
    expect(size).toBeLessThan(250_000);
    const manifest = JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('dependencies');
    expect(execFileSync(process.execPath, [bin, '--version'], { encoding: 'utf8' })).toBe(
      `${manifest.version}\n`,
    );
  });

  it('offers what customers need, and nothing else', () => {
    const help = execFileSync(process.execPath, [bin, '--help'], {
      encoding: 'utf8',
      env: { NO_COLOR: '1' },
    });
    expect(help).toContain('USAGE casebell upload|verify|ticket\n');
    for (const command of ['upload', 'verify', 'ticket']) {
      const its = execFileSync(process.execPath, [bin, command, '--help'], { encoding: 'utf8' });
      expect(its).toContain(`casebell ${command}`);
    }
  });

  it('uploads a file, from wherever it was unpacked', async () => {
    const file = join(folder, 'bundle.tgz');
    writeFileSync(file, randomBytes(5_000_000));
    const fake = await startUploadFake({ partSize: 1_048_576, keep: true });
    try {
      const env = { CASEBELL_TICKET: `${fake.url}/v1/t/${TICKET}`, XDG_STATE_HOME: folder };
      const uploaded = await startProgram(bin, ['upload', file, '--quiet'], env).ended;
      const { view } = fake.model.only();
      expect(uploaded).toMatchObject({ code: 0, stderr: '' });
      expect(fake.model.contentOf(fake.model.only()).equals(readFileSync(file))).toBe(true);
      expect(uploaded.stdout.endsWith(`digest ${view.digest}\n`)).toBe(true);
    } finally {
      await fake.stop();
    }
  });
});
