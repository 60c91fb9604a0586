import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { SynthFailed, synthesise } from '#local/synth.ts';
import { temporaryFolder } from './assembly.ts';

const APP = `
  import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
  const text = readFileSync('input/text', 'utf8');
  if (text === 'broken') throw new Error('the input is broken');
  mkdirSync(process.env.CDK_OUTDIR, { recursive: true });
  writeFileSync(process.env.CDK_OUTDIR + '/out', text);
  writeFileSync('runs', readFileSync('runs', 'utf8') + 'x');`;

function project(text: string) {
  const projectRoot = temporaryFolder();
  mkdirSync(path.join(projectRoot, 'input'));
  writeFileSync(path.join(projectRoot, 'app.mjs'), APP);
  writeFileSync(path.join(projectRoot, 'runs'), '');
  writeFileSync(path.join(projectRoot, 'input', 'text'), text);
  const lines: string[] = [];
  const options = {
    projectRoot,
    app: ['app.mjs'],
    inputs: ['input'],
    log: (line: string) => lines.push(line),
  };
  return { projectRoot, options, lines };
}

it('synthesises once for the same inputs, and again when they change', async () => {
  const { projectRoot, options, lines } = project('one');
  const first = await synthesise(options);
  expect(path.relative(projectRoot, first)).toMatch(/^\.cache\/synth\/[0-9a-f]{24}$/);
  expect(await synthesise(options)).toBe(first);
  writeFileSync(path.join(projectRoot, 'input', 'text'), 'two');
  expect(await synthesise(options)).not.toBe(first);
  expect(lines).toEqual(['Synthesising the stack ...', 'Synthesising the stack ...']);
});

it('says what the app printed when it fails', async () => {
  const { options } = project('broken');
  const failure = await synthesise(options).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SynthFailed);
  expect(String(failure)).toContain('The CDK app did not synthesise (status 1)');
  expect(String(failure)).toContain('Error: the input is broken');
});
