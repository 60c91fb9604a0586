import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ALL_COMMANDS } from '#cli/all-commands.ts';
import { main } from '#cli/main.ts';

const BIN = fileURLToPath(new URL('../../cli/casebell.mjs', import.meta.url));

async function holidays(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const output = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  const code = await main(['holidays', ...args], ALL_COMMANDS, output);
  return { code, out, err };
}

const emptyFolder = () => mkdtempSync(join(tmpdir(), 'casebell-holidays-'));

/** A folder with copies of some reviewed files, changed. */
function copied(changes: Record<string, (text: string) => string>): string {
  const folder = emptyFolder();
  for (const [name, change] of Object.entries(changes)) {
    const text = readFileSync(join('policies/holidays', name), 'utf8');
    const changed = change(text);
    if (changed === text) throw new Error(`The change of ${name} changes nothing.`);
    writeFileSync(join(folder, name), changed);
  }
  return folder;
}

const without = (date: string) => (text: string) => text.replace(new RegExp(`^ {2}${date}: .*\n`, 'm'), '');

/** A folder with one small file. */
function folderOf(country: string, holidaysOf: string, more = ''): string {
  const folder = emptyFolder();
  writeFileSync(
    join(folder, `${country.toLowerCase()}.yaml`),
    `country: ${country}
title: { en: Example }
scope: all
source: [An act]
reviewedOn: 2026-11-22
from: 2026-01-01
knownUntil: 2026-12-31
holidays: ${holidaysOf}
${more}`,
  );
  return folder;
}

describe('casebell holidays check', () => {
  it('lists what the reviewed files know', async () => {
    const { code, out, err } = await holidays('check');
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(out).toHaveLength(9);
    expect(out).toContain(
      'DE  Germany: 2026: 9 days; 2027: 9 days. Known until 2027-12-31, reviewed on 2026-11-22.',
    );
    expect(out).toContain(
      'CN  China: 2026: 33 days, 6 make-up days; 2027: 13 days, all provisional. Known until 2026-12-31, reviewed on 2026-11-22.',
    );
  });

  it('counts the provisional days of a year that is known in part', async () => {
    const dir = folderOf('XA', '{ 2026-12-25: Christmas, 2027-01-01: New Year, 2027-12-25: Christmas }');
    const file = join(dir, 'xa.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Until: 2026-12-31', 'Until: 2027-06-30'));
    expect((await holidays('check', '--dir', dir)).out).toEqual([
      'XA  Example: 2026: 1 day; 2027: 2 days, 1 provisional. Known until 2027-06-30, reviewed on 2026-11-22.',
    ]);
  });

  it('names every mistake of every file, and where it is', async () => {
    const dir = copied({
      'de.yaml': (text) => text.replace('2026-04-06: Easter', '2026-04-31: Easter'),
      'fr.yaml': (text) => text.replace('country: FR', 'country: fr'),
      'jp.yaml': (text) => text.replace('holidays:', 'holidays: ['),
      'us.yaml': (text) => text.replace('country: US', 'country: UM'),
    });
    const { code, out, err } = await holidays('check', '--dir', dir);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err.join('\n').split('\n')).toEqual([
      `The holidays in ${dir} cannot be used:`,
      `  - ${dir}/de.yaml.holidays.2026-04-31: must be a date that exists, written YYYY-MM-DD, such as 2026-12-25`,
      `  - ${dir}/fr.yaml.country: must be an ISO 3166-1 country code of two capitals, such as DE`,
      expect.stringMatching(/^ {2}- .*\/jp\.yaml: not YAML: .+ at line \d+, column \d+:$/),
      `  - ${dir}/us.yaml: the holidays of UM belong in a file named after it`,
    ]);
  });

  it('refuses a date that is listed twice, as YAML does', async () => {
    const dir = copied({
      'de.yaml': (text) => `${text}  2027-12-26: Boxing Day\n`,
    });
    const { code, err } = await holidays('check', '--dir', dir);
    expect(code).toBe(1);
    expect(err.join()).toContain('de.yaml: not YAML: Map keys must be unique');
  });

  it('names a missing folder, one without files, and a file in the place of a folder', async () => {
    expect(await holidays('check', '--dir', 'nowhere')).toEqual({
      code: 1,
      out: [],
      err: ['There is no folder nowhere. Name the folder of the holidays with --dir.'],
    });
    const dir = emptyFolder();
    mkdirSync(join(dir, 'inner'));
    expect((await holidays('check', '--dir', dir)).err).toEqual([
      `There are no .yaml files in ${dir}. Name the folder with --dir.`,
    ]);
    expect((await holidays('check', '--dir', 'policies/house.yaml')).err.join()).toContain(
      'policies/house.yaml cannot be read: ENOTDIR',
    );
  });
});

describe('[lesson 28] casebell holidays propose', () => {
  it('has nothing to propose for the reviewed years, and says which lists end soon', async () => {
    const { code, out, err } = await holidays('propose', '--on', '2026-11-22');
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(out.filter((line) => /^ {2}[+-] /.test(line))).toEqual([]);
    expect(out.filter((line) => line === '  Nothing to propose.')).toHaveLength(9);
    expect(out.filter((line) => line.includes('Due for review'))).toEqual([
      '  Due for review: known until 2026-12-31 only, 39 days ahead.',
      '  Due for review: known until 2026-12-31 only, 39 days ahead.',
    ]);
    expect(out).toContain(
      '  chinese-days has no arrangement for 2027 yet: the State Council makes it in the November before.',
    );
  });

  it.each([
    ['gb.yaml', '2026-12-28', '  + 2026-12-28  Boxing Day (substitute day)'],
    ['gb.yaml', '2027-08-30', '  + 2027-08-30  Summer bank holiday'],
    ['jp.yaml', '2026-09-22', "  + 2026-09-22  Citizens' Holiday"],
    ['us.yaml', '2027-12-31', "  + 2027-12-31  New Year's Day (substitute day)"],
    ['cn.yaml', '2026-02-20', '  + 2026-02-20  Spring Festival'],
    ['cn.yaml', '2026-02-14', '  + 2026-02-14  Make-up day for Spring Festival (worked)'],
    ['br.yaml', '2026-11-20', '  + 2026-11-20  Black Awareness Day'],
  ])('proposes a date back that was taken out of %s: %s', async (name, date, expected) => {
    const dir = copied({ [name]: without(date) });
    const { code, out, err } = await holidays('propose', '--dir', dir, '--on', '2026-11-22');
    expect(out.filter((line) => /^ {2}[+-] /.test(line))).toEqual([expected]);
    expect({ code, err }).toEqual({
      code: 1,
      err: ['One difference to look at (+ only in the library, - only in the file).'],
    });
  });

  it('shows a date off by one as one that is missing and one that is too many', async () => {
    const dir = copied({ 'de.yaml': (text) => text.replace('2026-04-06', '2026-04-07') });
    const { code, out, err } = await holidays('propose', '--dir', dir, '--on', '2026-11-22');
    expect({ code, out, err }).toEqual({
      code: 1,
      out: [`DE  ${dir}/de.yaml`, '  + 2026-04-06  Easter Monday', '  - 2026-04-07  Easter Monday'],
      err: ['2 differences to look at (+ only in the library, - only in the file).'],
    });
  });

  it('does not mind other names, nor dates before the list begins', async () => {
    const dir = copied({
      'de.yaml': (text) =>
        without('2026-01-01')(text)
          .replace('from: 2026-01-01', 'from: 2026-02-01')
          .replace('Labour Day', 'May Day'),
    });
    expect((await holidays('propose', '--dir', dir, '--on', '2026-11-22')).code).toBe(0);
  });

  it('takes one country and other years', async () => {
    const { code, out } = await holidays(
      'propose',
      '--country',
      'gb',
      '--years',
      '2028,2026',
      '--on',
      '2026-11-22',
    );
    expect(code).toBe(1);
    expect(out).toEqual([
      'GB  policies/holidays/gb.yaml',
      "  + 2028-01-01  New Year's Day (provisional)",
      "  + 2028-01-03  New Year's Day (substitute day) (provisional)",
      '  + 2028-04-14  Good Friday (provisional)',
      '  + 2028-04-17  Easter Monday (provisional)',
      '  + 2028-05-01  Early May bank holiday (provisional)',
      '  + 2028-05-29  Spring bank holiday (provisional)',
      '  + 2028-08-28  Summer bank holiday (provisional)',
      '  + 2028-12-25  Christmas Day (provisional)',
      '  + 2028-12-26  Boxing Day (provisional)',
      '  Known: compared with the library’s list of England: that of GB lacks the Summer bank holiday.',
    ]);
  });

  it('takes holidays of several days whole, and half days not at all', async () => {
    const korea = await holidays('propose', '--dir', folderOf('KR', '{}'), '--on', '2027-01-01');
    expect(korea.out.filter((line) => line.includes('Thanksgiving') && line.includes('2027'))).toEqual([
      '  + 2027-09-14  Korean Thanksgiving (provisional)',
      '  + 2027-09-15  Korean Thanksgiving (provisional)',
      '  + 2027-09-16  Korean Thanksgiving (provisional)',
    ]);
    const iceland = await holidays('propose', '--dir', folderOf('IS', '{}'), '--years', '2027');
    expect(iceland.out).toContain('  + 2027-12-25  Christmas Day (provisional)');
    expect(iceland.out.join()).not.toContain('Christmas Eve');
  });

  it('says when a library knows nothing of a country', async () => {
    const dir = folderOf('XA', '{ 2026-05-01: May Day }');
    expect(await holidays('propose', '--dir', dir, '--years', '2026', '--on', '2026-06-01')).toEqual({
      code: 0,
      out: [
        `XA  ${dir}/xa.yaml`,
        '  date-holidays knows no holidays of XA in 2026.',
        '  Nothing to propose.',
      ],
      err: [],
    });
  });

  it.each([
    ['2026-10-01', []],
    ['2026-10-02', ['known until 2026-12-31 only, 90 days ahead']],
    ['2026-12-31', ['known until 2026-12-31 only, 0 days ahead']],
    ['2027-01-01', ['known until 2026-12-31 only, which is past: later dates are provisional']],
    [
      '2027-11-23',
      [
        'known until 2026-12-31 only, which is past: later dates are provisional',
        'last reviewed on 2026-11-22, 366 days ago',
      ],
    ],
  ])('says on %s what is due for review', async (on, reasons) => {
    const dir = folderOf('XA', '{ 2026-05-01: May Day }');
    const { out } = await holidays('propose', '--dir', dir, '--on', on);
    expect(out.filter((line) => line.startsWith('  Due'))).toEqual(
      reasons.map((reason) => `  Due for review: ${reason}.`),
    );
  });
});

describe('casebell holidays propose --write', () => {
  const propose = (dir: string, ...more: string[]) =>
    holidays('propose', '--dir', dir, '--on', '2026-11-22', '--write', ...more);

  it('adds a year after knownUntil and leaves every other letter as it was, comments too', async () => {
    const dir = emptyFolder();
    cpSync('policies/holidays/jp.yaml', join(dir, 'jp.yaml'));
    const { code, out, err } = await propose(dir, '--years', '2028');
    expect({ code, err, last: out.at(-1) }).toEqual({
      code: 0,
      err: [],
      last: '  Added 16 provisional dates.',
    });
    const text = readFileSync(join(dir, 'jp.yaml'), 'utf8');
    const before = readFileSync('policies/holidays/jp.yaml', 'utf8');
    expect(text.slice(0, before.length)).toBe(before);
    expect(text.slice(before.length)).toMatch(
      /^\n {2}2028-01-01: New Year's Day\n {2}2028-01-10: Coming of Age Day\n/,
    );
    expect(await propose(dir, '--years', '2028')).toMatchObject({
      code: 0,
      out: [`JP  ${dir}/jp.yaml`, '  Nothing to propose.'],
    });
    expect(readFileSync(join(dir, 'jp.yaml'), 'utf8')).toBe(text);
  });

  it('puts a provisional date in its place', async () => {
    const dir = copied({ 'in.yaml': without('2027-10-02') });
    expect((await propose(dir)).code).toBe(0);
    expect(readFileSync(join(dir, 'in.yaml'), 'utf8')).toBe(
      readFileSync('policies/holidays/in.yaml', 'utf8').replace(
        "2027-10-02: Mahatma Gandhi's Birthday",
        '2027-10-02: Gandhi Jayanti',
      ),
    );
  });

  it('begins a list that was empty', async () => {
    const dir = folderOf('DE', '{}');
    expect((await propose(dir, '--years', '2027')).code).toBe(0);
    expect(readFileSync(join(dir, 'de.yaml'), 'utf8')).toContain(
      "holidays:\n  2027-01-01: New Year's Day\n  2027-03-26: Good Friday\n",
    );
  });

  it('never touches reviewed dates: neither one that is missing nor one that is too many', async () => {
    const dir = copied({ 'de.yaml': (text) => text.replace('2026-04-06', '2026-04-07') });
    const before = readFileSync(join(dir, 'de.yaml'), 'utf8');
    const { code, err } = await propose(dir);
    expect({ code, err }).toEqual({
      code: 1,
      err: [
        '2 differences to look at (+ only in the library, - only in the file). Reviewed dates are changed by hand.',
      ],
    });
    expect(readFileSync(join(dir, 'de.yaml'), 'utf8')).toBe(before);
  });

  it('takes no provisional date out', async () => {
    const dir = folderOf('DE', '{ 2027-03-01: Feast }');
    const { code, out } = await propose(dir, '--years', '2027');
    expect(code).toBe(1);
    expect(out).toContain('  - 2027-03-01  Feast (provisional)');
    expect(out.at(-1)).toBe('  Added 9 provisional dates.');
    expect(readFileSync(join(dir, 'de.yaml'), 'utf8')).toContain('2027-03-01: Feast');
  });

  it('leaves a file as it was that contradicts the proposal', async () => {
    const dir = folderOf('DE', '{}', 'workingDays: { 2027-05-17: Worked all the same }\n');
    const before = readFileSync(join(dir, 'de.yaml'), 'utf8');
    const { code, out } = await propose(dir, '--years', '2027');
    expect(code).toBe(1);
    expect(out.slice(-2)).toEqual([
      '  Left as it was, because the proposal contradicts the file:',
      `    ${dir}/de.yaml.workingDays.2027-05-17: is among the holidays too: a date is closed or worked, not both`,
    ]);
    expect(readFileSync(join(dir, 'de.yaml'), 'utf8')).toBe(before);
  });
});

describe('asking wrongly', () => {
  it.each([
    [['propose', '--years', '27'], '--years takes years from 2000 to 2099, such as 2027,2028, not "27".'],
    [['propose', '--years', ''], '--years takes years from 2000 to 2099, such as 2027,2028, not "".'],
    [
      ['propose', '--on', '2026-02-30'],
      '--on takes a date that exists, such as 2026-11-22, not "2026-02-30".',
    ],
    [
      ['propose', 'DE'],
      'casebell holidays propose takes options only, not "DE". See casebell holidays propose --help.',
    ],
    [
      ['check', '--wirte'],
      'casebell holidays check has no option "--wirte". See casebell holidays check --help.',
    ],
    [['toString'], 'There is no command "holidays toString". See casebell holidays --help.'],
    [[], 'Say what to do with the holidays: check or propose. See casebell holidays --help.'],
  ])('%j exits with 2', async (args, message) => {
    expect(await holidays(...args)).toEqual({ code: 2, out: [], err: [message] });
  });

  it('names the countries there are when one is unknown', async () => {
    expect(await holidays('propose', '--country', 'ZZ')).toEqual({
      code: 1,
      out: [],
      err: [
        'There are no holidays of "ZZ" in policies/holidays. There are those of AU, BR, CN, DE, FR, GB, IN, JP, US.',
      ],
    });
  });

  it.each([[['--help']], [['check', '--help']], [['propose', '--help']]])(
    '%j explains both commands',
    async (args) => {
      const { code, out, err } = await holidays(...args);
      expect({ code, err }).toEqual({ code: 0, err: [] });
      for (const word of ['holidays check', 'holidays propose', '--years', '--write', '--dir'])
        expect(out.join('\n')).toContain(word);
    },
  );
});

describe('without the libraries', () => {
  const LOADER = `export async function resolve(name, context, next) {
    if (/^(date-holidays|chinese-days)/.test(name)) throw Object.assign(new Error(name), { code: 'ERR_MODULE_NOT_FOUND' });
    return next(name, context);
  }`;
  const url = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  const WITHOUT = url(`import { register } from 'node:module'; register(${JSON.stringify(url(LOADER))});`);

  function casebell(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        ['--import', WITHOUT, BIN, ...args],
        { env: { PATH: '', NO_COLOR: '1' } },
        (error, stdout, stderr) => {
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
        },
      );
    });
  }

  it('check works, and propose says what to install', async () => {
    expect(await casebell('holidays', 'check')).toMatchObject({ code: 0, stderr: '' });
    expect(await casebell('holidays', 'propose')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'Proposals are made from the packages date-holidays and chinese-days, which are not installed: run "npm install" in a checkout of Casebell.\n',
    });
  });
});
