import { spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildCustomerPackage } from '#cli/customer-package/build.ts';
import { type ClientRun, runClient } from './uploads/client-run.ts';
import { clientsHere } from './uploads/clients.ts';
import { startStack } from './uploads/stack.ts';

/**
 * How long an upload takes, beside other clients: the same file to the same local stack, in turns that begin with
 * another client each round, medians. Only the ratios carry over to other machines.
 */
const HELP = `node --import tsx bench/uploads.ts [options]
  --gib N       size of the file in GiB (2)
  --rounds N    uploads of each client (5)
  --only A,B    only clients whose names begin so
  --sparse      a file that is nearly all holes, for sizes that no disk has room for
  --folder DIR  where the file and the stack's state are kept (the system's folder for temporary files)`;

const MIB = 1024 ** 2;

const { values } = parseArgs({
  options: {
    gib: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    sparse: { type: 'boolean', default: false },
    folder: { type: 'string', default: tmpdir() },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${HELP}\n`);
  process.exit();
}
process.env.TMPDIR = values.folder;
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

function writeFile(file: string, size: number): void {
  const fd = openSync(file, 'w');
  if (values.sparse) {
    ftruncateSync(fd, size);
    // So that parts have different hashes.
    for (let at = 5; at < size; at += 97 * MIB) writeSync(fd, `bytes at ${at}`, at);
  } else {
    const block = Buffer.alloc(MIB);
    for (let at = 0; at < size; at += MIB)
      writeSync(fd, randomFillSync(block), 0, Math.min(MIB, size - at), at);
  }
  closeSync(fd);
}

const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
const most = (numbers: readonly number[]) => Math.max(...numbers);
const say = (line: string) => process.stdout.write(`${line}\n`);

const size = Number(values.gib) * 1024 * MIB;
const rounds = Number(values.rounds);
const folder = mkdtempSync(path.join(values.folder, 'casebell-uploads-'));
try {
  const file = path.join(folder, 'bundle.bin');
  writeFile(file, size);
  buildCustomerPackage(path.join(folder, 'package'));
  const wanted = values.only?.split(',') ?? [''];
  const clients = clientsHere(folder, path.join(folder, 'package/cli/casebell.mjs')).filter(({ name }) =>
    wanted.some((start) => name.startsWith(start)),
  );
  const runs = new Map<string, ClientRun[]>(clients.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    // A new one each round: verified files stay, and would fill the disk.
    const stack = await startStack();
    try {
      for (const index of clients.keys()) {
        const client = clients[(index + round) % clients.length];
        if (client === undefined) continue;
        const command = await client.command(stack, file);
        spawnSync('sync');
        const run = await runClient(command);
        runs.get(client.name)?.push(run);
        say(`round ${round + 1}  ${client.name.padEnd(22)} ${run.seconds.toFixed(2)} s`);
      }
    } finally {
      await stack.stop();
    }
  }
  const first = median((runs.get(clients[0]?.name ?? '') ?? []).map(({ seconds }) => seconds));
  say(
    `\n${values.gib} GiB${values.sparse ? ', sparse' : ''}, median of ${rounds}; memory: the most of any run`,
  );
  say(`${''.padEnd(22)} seconds   MB/s  ${clients[0]?.name} = 1.00   own memory   with programs`);
  for (const [name, its] of runs) {
    const seconds = median(its.map((run) => run.seconds));
    const [own, all] = (['own', 'all'] as const).map((kind) => most(its.map(({ peak }) => peak[kind])) / 1e6);
    say(
      `${name.padEnd(22)} ${seconds.toFixed(2).padStart(7)} ${(size / 1e6 / seconds).toFixed(0).padStart(6)}  ` +
        `${(seconds / first).toFixed(2).padStart(22)}  ${own?.toFixed(1).padStart(8)} MB  ${all?.toFixed(1).padStart(10)} MB`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
