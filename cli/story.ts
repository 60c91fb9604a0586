import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { seedDemo } from '#local/demo/seed.ts';
import { type LocalStack, startLocalStack } from '#local/stack.ts';
import { startClock } from '#local/start-clock.ts';
import { openStateFile } from '#local/state-file.ts';
import { connectDesk } from './story/desk-client.ts';
import { liveStory } from './story/live.ts';
import { createNarrator } from './story/narrator.ts';
import { BEGINNING } from './story/plot.ts';

// Said at every start otherwise; the functions run on the version of Node.js that the SDK asks for.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const HELP = `npm run story [-- OPTIONS]

Lives twelve days of one support request in seconds: filed over HTTP, its target warned of and missed, answered,
three contact attempts to a silent customer, closed, surveyed. Runs on a desk of its own, or on one that runs.

  --desk URL    use the desk that "npm start" runs there, and move its clock twelve days
  --state DIR   keep the story's own desk in DIR; begun again after an interruption, it goes on
  --help        this text`;

const { values } = parseArgs({
  options: { desk: { type: 'string' }, state: { type: 'string' }, help: { type: 'boolean' } },
});

const StoryFile = z.object({ beginning: z.string() });
const write = (line: string) => void process.stdout.write(`${line}\n`);
const narrator = createNarrator({ colour: process.stdout.isTTY === true && !process.env.NO_COLOR, write });

if (values.help) write(HELP);
else if (values.desk) await onRunningDesk(values.desk);
else await onOwnDesk(values.state);

async function onRunningDesk(url: string): Promise<void> {
  const desk = connectDesk(url.replace(/\/$/, ''));
  const { now } = await desk.time();
  await tell(desk, `story-${Date.parse(now)}`, now);
}

async function onOwnDesk(kept: string | undefined): Promise<void> {
  const stateDir = kept ? path.resolve(kept) : mkdtempSync(path.join(tmpdir(), 'casebell-story-'));
  const file = openStateFile(stateDir, 'story', StoryFile, { beginning: '' });
  const isNew = file.value.beginning === '';
  let stack: LocalStack | undefined;
  try {
    const startMs = isNew ? Date.parse(BEGINNING) : undefined;
    stack = await startLocalStack({
      stateDir,
      inMemory: kept === undefined,
      clock: startClock({ stateDir, clock: 'frozen', startMs, port: 0, demo: true }, Date.parse(BEGINNING)),
      log: (line) => void process.stderr.write(`${line}\n`),
      skipIdleSchedules: true,
    });
    await seedDemo(stack);
    if (isNew) file.save({ beginning: BEGINNING });
    await tell(connectDesk(stack.deskUrl), 'story', BEGINNING);
  } finally {
    await stack?.stop();
    if (!kept) rmSync(stateDir, { recursive: true, force: true });
  }
}

async function tell(desk: ReturnType<typeof connectDesk>, id: string, beginning: string): Promise<void> {
  const startedAt = Date.now();
  const request = await liveStory(desk, id, beginning, narrator);
  const [mails, executions] = await Promise.all([
    desk.mails(request.number),
    desk.executions(request.number),
  ]);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const ends = executions.map(({ name, status }) => `${name} ${status}`).join(', ');
  write('');
  write(
    `Request ${request.number} is ${request.status} (${request.closing?.reason ?? 'open'}). ${mails.length} mails. ${ends}.`,
  );
  write(`Twelve days in ${seconds} s.`);
}
