import { banner } from './banner.ts';
import { PEOPLE } from './identity/people.ts';
import { isFree } from './port.ts';
import { createProgress } from './progress.ts';
import { type LocalStack, startLocalStack } from './stack.ts';
import { startClock } from './start-clock.ts';
import { HELP, type StartOptions, startRequest } from './start-options.ts';

// The note of the AWS SDK about the next Node release it will ask for is for us, not for who runs the desk.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const progress = createProgress(process.stderr);

/** Ends the process with a sentence. Only what nobody foresaw comes with its stack. */
function fail(error: unknown): never {
  progress.done();
  const foreseen = error instanceof Error && !(error instanceof TypeError || error instanceof RangeError);
  process.stderr.write(
    `${foreseen ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
}

/** Stops once, cleanly; asked a second time it ends at once, and the database ends with it. */
function stopOnSignal(stack: LocalStack): (exitCode: number, why?: string) => void {
  let stopping = false;
  const stop = (exitCode: number, why = 'Stopping (Ctrl-C again to force) ...'): void => {
    if (stopping) process.exit(130);
    stopping = true;
    progress.say(why);
    stack.stop().then(() => process.exit(exitCode), fail);
  };
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(0));
  return stop;
}

async function start(options: StartOptions): Promise<void> {
  const startedAt = Date.now();
  if (options.port !== 0 && !(await isFree(options.port))) {
    throw new Error(
      `Port ${options.port} is in use: stop what uses it, or choose another with npm start -- --port ${options.port + 1}.`,
    );
  }
  // Until there is something to stop, an interruption just ends the process.
  const interrupt = (): never => process.exit(130);
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  let stop: ((exitCode: number, why?: string) => void) | undefined;
  progress.say('Starting Casebell ...');
  const stack = await startLocalStack({
    stateDir: options.stateDir,
    port: options.port,
    clock: startClock(options, startedAt),
    log: progress.say,
    warm: true,
    skipIdleSchedules: true,
    onFatal: (reason) => (stop === undefined ? fail(new Error(reason)) : stop(1, reason)),
  });
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  stop = stopOnSignal(stack);
  if (options.demo) {
    progress.say('Adding the demo data ...');
    const { addDemoData } = await import('./demo/demo-data.ts');
    await addDemoData(stack);
  }
  progress.done();
  process.stdout.write(
    banner({
      deskUrl: stack.deskUrl,
      awsEndpoint: stack.awsEndpoint.url,
      stateDir: options.stateDir,
      people: PEOPLE,
      nowMs: stack.clock.now(),
      frozen: stack.clock.frozen,
      startedInMs: Date.now() - startedAt,
    }),
  );
}

const request = startRequest(process.argv.slice(2));
if (request.kind === 'help') {
  process.stdout.write(`${HELP}\n`);
} else if (request.kind === 'mistake') {
  process.stderr.write(`${request.message}\n`);
  process.exitCode = 2;
} else {
  await start(request.options).catch(fail);
}
