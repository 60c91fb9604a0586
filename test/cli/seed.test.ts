import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_COMMANDS } from '#cli/all-commands.ts';
import { main } from '#cli/main.ts';

async function seed(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const output = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  const code = await main(['seed', ...args], ALL_COMMANDS, output);
  return { code, out, err };
}

function written(yaml: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'casebell-seed-')), 'directory.yaml');
  writeFileSync(file, yaml);
  return file;
}

describe('casebell seed', () => {
  it('finds the example of the documentation right', async () => {
    const file = 'docs/examples/directory.yaml';
    expect(await seed(file, '--check')).toEqual({
      code: 0,
      out: [`${file} is right: 1 staff, 1 contacts, 1 contracts.`],
      err: [],
    });
  });

  it('names every mistake of a file in words, and where it is', async () => {
    const file = written(`
staff:
  - { email: ana, name: "", roles: [boss], language: en, zone: Europe/Oslo, region: EMEA }
contacts:
  - { email: ada@customer.example, name: Ada, customerNumber: "1000000421", accountId: acme, language: xx, zone: UTC }
contract: []
`);
    expect(await seed(file, '--check')).toEqual({
      code: 1,
      out: [],
      err: [
        [
          `${file} cannot be brought in:`,
          '  - directory.staff.0.email: Invalid email address',
          '  - directory.staff.0.name: Too small: expected string to have >=1 characters',
          '  - directory.staff.0.roles.0: Invalid option: expected one of "csr"|"tse"|"manager"|"rem"',
          '  - directory.contacts.0.customerNumber: the check digit of this customer number does not fit: a digit is mistyped',
          '  - directory.contacts.0.language: Invalid option: expected one of "en"|"zh-Hans"|"zh-Hant"|"ja"',
          '  - directory: Unrecognized key: "contract"',
        ].join('\n'),
      ],
    });
  });

  it('names a number that YAML has read as one, a missing file, and what is no YAML', async () => {
    const number = written(
      'contacts: [{ email: ada@customer.example, name: Ada, customerNumber: 1000000420 }]',
    );
    expect((await seed(number, '--check')).err.join()).toContain(
      'directory.contacts.0.customerNumber: Invalid input: expected string, received number',
    );
    expect(await seed('nowhere.yaml', '--check')).toMatchObject({
      code: 1,
      err: ['There is no file nowhere.yaml.'],
    });
    expect((await seed(written('staff: ['), '--check')).code).toBe(1);
  });
});
