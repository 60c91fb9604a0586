import { execFileSync } from 'node:child_process';
import { rmSync, utimesSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTicketFake, type TicketFake } from '../support/ticket-fake.ts';
import { memoryOf } from './process-tree.ts';
import { runScript, startScript, stopAll } from './run-script.ts';
import { digestOf, writeSample } from './sample-file.ts';
import { folderOfTools, SHELLS, testFolder, whereIs } from './shells.ts';

const PART = 65_536;
const MIB = 1024 ** 2;

/** What every system has; how it hashes and how it looks at a file comes on top. */
const PLAIN = [
  'sh',
  'cat',
  'curl',
  'dd',
  'awk',
  'sed',
  'tr',
  'od',
  'tail',
  'date',
  'mktemp',
  'rm',
  'sleep',
  'ls',
];

/** A `stat` as macOS has it: no `-c`, times by `-t`, and `%Sm` and `%Fm`. */
const BSD_STAT = `[ "$1" = -L ] && [ "$2" = -t ] && [ "$4" = -f ] && [ "$5" = '%z %i %Sm %Fm' ] || exit 1
exec ${whereIs('stat')} -L -c '%s %i %y %.9Y' "$6" | sed 's/\\.[0-9]* +0000//'`;

let desk: TicketFake;
let folder: string;

beforeEach(async () => {
  desk = await startTicketFake({ partSize: PART });
  folder = testFolder();
});

afterEach(async () => {
  stopAll();
  await desk.close();
  rmSync(folder, { recursive: true });
});

describe.each(SHELLS.filter(({ name }) => !name.startsWith('busybox')))(
  'the upload script in $name',
  (shell) => {
    const withTools = (path: string) => ({
      ...shell,
      path: `${path}${delimiter}${shellFolder(shell.command[0])}`,
    });

    it.each(['openssl', 'sha256sum', 'shasum'].filter(whereIs))('hashes with %s alone', async (hasher) => {
      const tools = folderOfTools([...PLAIN, 'stat', hasher, 'perl']);
      const bytes = writeSample(folder, 'f', 2 * PART + 1);
      const run = await runScript({ shell: withTools(tools), folder, args: ['f'], piped: desk });
      expect(run).toMatchObject({ code: 0, out: `verified ${digestOf(bytes, PART)} f\n` });
    });

    it.each([
      [
        'as macOS has it',
        folderOfTools([...PLAIN, 'sha256sum'], { stat: BSD_STAT }),
        '2023-11-14T22:13:20.250Z',
      ],
      ['that is missing', folderOfTools([...PLAIN, 'sha256sum']), '1970-01-01T00:00:00.000Z'],
    ])('looks at a file with a stat %s', async (_what, tools, mtime) => {
      const bytes = writeSample(folder, 'two words', PART);
      utimesSync(join(folder, 'two words'), 1_700_000_000, 1_700_000_000.25);
      const run = await runScript({ shell: withTools(tools), folder, args: ['two words'], piped: desk });
      expect(run).toMatchObject({ code: 0, out: `verified ${digestOf(bytes, PART)} two words\n` });
      expect(desk.uploads[0]?.values).toMatchObject({ size: PART, mtime });
    });

    it.each(['curl', 'od', 'sha256sum'])('says that it needs %s', async (missing) => {
      const tools = folderOfTools([...PLAIN, 'stat', 'sha256sum'].filter((program) => program !== missing));
      writeSample(folder, 'f', 1);
      const { code, err } = await runScript({ shell: withTools(tools), folder, args: ['f'], piped: desk });
      expect(code).toBe(1);
      expect(err).toMatch(new RegExp(`^(The|A) program .*\\b${missing}\\b`));
    });
  },
);

describe.each(SHELLS)('the upload script in $name', (shell) => {
  it('redraws one line on a terminal, which ends when it does', async () => {
    writeSample(folder, 'f', 20 * PART);
    desk.options.bytesPerSecond = 200_000;
    const { code, out } = await runScript({
      shell: { ...shell, path: `${shell.path}${delimiter}/usr/bin` },
      folder,
      args: ['f'],
      env: { CASEBELL_API: desk.api, CASEBELL_TICKET: desk.ticket, SHELL: '/bin/sh' },
      terminal: true,
    });
    expect(code).toBe(0);
    const drawn = out.split('\r').filter((text) => / %, /.test(text));
    expect(drawn.length).toBeGreaterThan(2);
    for (const line of drawn) expect(line).toMatch(/^\d\d? %, \d+\.\d MB\/s(, \d+:\d\d:\d\d left)? *$/);
    expect(out).toMatch(/\r {79}\rEverything is sent/);
  });

  it('needs at most 20 MB of memory, however large the file is', async () => {
    execFileSync('truncate', ['-s', '192M', join(folder, 'f')]);
    desk.options.partSize = 16 * MIB;
    desk.options.bytesPerSecond = 24 * MIB;
    const running = startScript({ shell, folder, args: ['f'], piped: desk });
    let most = 0;
    let over = false;
    void running.done.then(() => {
      over = true;
    });
    while (!over) {
      most = Math.max(most, memoryOf(running.pid));
      await new Promise((done) => setTimeout(done, 50));
    }
    expect((await running.done).code).toBe(0);
    expect(most).toBeGreaterThan(MIB);
    expect(most).toBeLessThan(20e6);
  });
});

/** A folder with this shell and nothing else. */
function shellFolder(program: string): string {
  return folderOfTools([program]);
}
