import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { UPLOAD_SCRIPT, uploadScriptFor } from '#functions/uploads/upload-script.ts';
import { BUNDLE_OPTIONS } from '#infra/bundle.ts';
import { SCRIPT_FILE } from './run-script.ts';
import { SHELLS, whereIs } from './shells.ts';

const file = readFileSync(SCRIPT_FILE, 'utf8');

describe('the text of the upload script', () => {
  it('is in the bundle, which has no file beside it', () => {
    const entry = "export * from './functions/uploads/upload-script.ts'";
    const { outputFiles } = buildSync({
      ...BUNDLE_OPTIONS,
      stdin: { contents: entry, resolveDir: BUNDLE_OPTIONS.absWorkingDir, loader: 'ts' },
      write: false,
    });
    const bundle = outputFiles[0]?.text ?? '';
    expect(bundle).not.toContain('readFileSync(');
    const program = `${bundle};`.replace(/export\s*\{([^}]*)\};/, (_all, names: string) => {
      const local = /(\S+) as UPLOAD_SCRIPT/.exec(names)?.[1] ?? 'UPLOAD_SCRIPT';
      return `process.stdout.write(${local});`;
    });
    const out = execFileSync(process.execPath, ['--input-type=module'], { input: program, encoding: 'utf8' });
    expect(out).toBe(file);
  });

  it('is the file where there is one', () => {
    expect(UPLOAD_SCRIPT).toBe(file);
    const out = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', `${PRINT}`], {
      encoding: 'utf8',
      cwd: BUNDLE_OPTIONS.absWorkingDir,
    });
    expect(out).toBe(file);
  });

  it('comes after one line that says where and with what', () => {
    expect(uploadScriptFor('https://desk.example/prod', 'abc123')).toBe(
      `CASEBELL_API='https://desk.example/prod'; CASEBELL_TICKET='abc123'\n${file}`,
    );
    expect(() => uploadScriptFor(`https://desk.example/'; rm -rf /'`, 'abc123')).toThrow(RangeError);
    expect(() => uploadScriptFor('https://desk.example', `abc'`)).toThrow(RangeError);
  });

  it('is short, plain ASCII, and runs nothing before its last line', () => {
    expect(Buffer.byteLength(file)).toBeLessThan(18_432);
    expect(file).toMatch(/^#!\/bin\/sh\n[\t\n\x20-\x7e]*\nmain "\$@" <\/dev\/null\n$/);
    const outside = file.replaceAll(/^\w+\(\) \{\n[\s\S]*?\n\}$/gm, '').split('\n');
    expect(outside.filter((line) => line !== '' && !line.startsWith('#'))).toEqual(['main "$@" </dev/null']);
  });

  it('has nothing that only some shells know', () => {
    expect(file).not.toMatch(
      /\blocal\b|\[\[|<\(|<<<|\$'|\bfunction\b|\bdeclare\b|\becho -|=~|\$RANDOM|\bpipefail\b/,
    );
    for (const { command } of SHELLS) {
      const [program, ...args] = command;
      expect(spawnSync(program, [...args, '-n', SCRIPT_FILE], { encoding: 'utf8' })).toMatchObject({
        status: 0,
        stderr: '',
      });
    }
  });

  it.runIf(whereIs('shellcheck') !== null)('has nothing for shellcheck to say', () => {
    expect(spawnSync('shellcheck', [SCRIPT_FILE], { encoding: 'utf8' }).stdout).toBe('');
  });
});

const PRINT = `import { UPLOAD_SCRIPT } from './functions/uploads/upload-script.ts'; process.stdout.write(UPLOAD_SCRIPT);`;
