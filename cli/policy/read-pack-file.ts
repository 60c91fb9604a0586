import { readPack } from '#infra/read-pack.ts';
import { InvalidPack } from '#shared/policy/load-pack.ts';
import type { Pack } from '#shared/policy/pack.ts';
import type { Reading } from '#shared/schema/read.ts';

/** Reads a pack with the holidays beside it; every problem is one line, led by the file. */
export function readPackFile(path: string): Reading<Pack> {
  try {
    return { ok: true, value: readPack(path) };
  } catch (error) {
    const problems = problemsOf(error);
    if (!problems) throw error;
    return { ok: false, problems: problems.map((problem) => `${path}: ${problem}`) };
  }
}

/** What a person wrote wrongly; undefined for what is nobody's fault but the program's. */
function problemsOf(error: unknown): readonly string[] | undefined {
  if (error instanceof InvalidPack) return error.problems;
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && error.code === 'ENOENT') return ['there is no such file'];
  // A holiday file beside the pack: packs themselves are read by loadPack.
  return error.name === 'YAMLParseError'
    ? [`a holiday file beside it is not YAML: ${error.message}`]
    : undefined;
}
