import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { unusedPermissions } from '#local/iam/unused-permissions.ts';
import { synthesise } from '#local/synth.ts';
import { loadTemplate } from '#local/template.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const USAGE = path.join(ROOT, 'coverage', 'iam-usage');

const PermissionUse = z.object({
  role: z.string(),
  statement: z.string(),
  action: z.string(),
  resource: z.string(),
});

/** The test files that ran a desk: `journeys__filing.test.ts.jsonl` is what `test/journeys/filing.test.ts` used. */
function usageFiles(): string[] {
  const all = existsSync(USAGE) ? readdirSync(USAGE).filter((name) => name.endsWith('.jsonl')) : [];
  // A file that a test left behind which is no more says nothing about today's.
  return all.filter((name) =>
    existsSync(path.join(ROOT, 'test', name.replace(/\.jsonl$/, '').replaceAll('__', path.sep))),
  );
}

describe('every permission of every role', () => {
  it('was used by some test that ran on the local stack', async () => {
    const files = usageFiles();
    expect(files, 'run the other tests first').not.toEqual([]);
    const uses = files.flatMap((name) =>
      readFileSync(path.join(USAGE, name), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => PermissionUse.parse(JSON.parse(line))),
    );
    const template = loadTemplate(await synthesise({ projectRoot: ROOT }), { deskUrl: 'http://localhost' });
    const roleNames = new Map(template.resources('AWS::IAM::Role').map(({ ref, name }) => [ref, name]));
    const unused = unusedPermissions(template, uses).map(
      ({ role, unused: part }) =>
        `${roleNames.get(role) ?? role}: ${'action' in part ? part.action : part.resource}`,
    );
    // No exceptions: what nothing uses is taken from the role, or a journey is written that needs it.
    expect(unused).toEqual([]);
  });
});
