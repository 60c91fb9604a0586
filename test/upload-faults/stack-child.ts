// Run as a process of its own, to be killed: a local stack that injects faults, on a folder and a port.
import { openRunningClock } from '#local/clock-file.ts';
import { seedDemo } from '#local/demo/seed.ts';
import { startLocalStack } from '#local/stack.ts';
import { FaultInjector } from './fault-injector.ts';
import type { FromStack, ToStack } from './stack-messages.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const [stateDir, port, assembly] = process.argv.slice(2);
if (stateDir === undefined || assembly === undefined || process.send === undefined)
  throw new Error('Started by stack-process.ts, with a folder, a port and a cloud assembly.');
const tell = (message: FromStack) => void process.send?.(message);

const injector = new FaultInjector(tell);
process.on('message', (message: ToStack) => injector.take(message));
// Whoever started it has gone.
process.on('disconnect', () => process.exit(1));

const stack = await startLocalStack({
  stateDir,
  port: Number(port),
  clock: openRunningClock(stateDir),
  assembly,
  interpose: injector.interpose,
  skipIdleSchedules: true,
  log: (line) => process.stderr.write(`${line}\n`),
});
await seedDemo(stack);
tell({
  type: 'ready',
  deskUrl: stack.deskUrl,
  s3Url: stack.s3.url,
  bucket: stack.template.resources('AWS::S3::Bucket')[0]?.ref ?? '',
  tableName: stack.tableName,
  awsEndpoint: stack.awsEndpoint,
});
process.on('SIGTERM', () => void stack.stop().then(() => process.exit(0)));
