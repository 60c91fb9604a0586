// Run as a process of its own, to be killed: starts a stack on the assembly and state folder given.
import { openRunningClock } from '#local/clock-file.ts';
import { startLocalStack } from '#local/stack.ts';

const [stateDir, assembly] = process.argv.slice(2);
if (stateDir === undefined || assembly === undefined) throw new Error('Give a state folder and an assembly.');
const stack = await startLocalStack({ stateDir, assembly, clock: openRunningClock(stateDir) });
process.stdout.write(
  `${JSON.stringify({ ...stack.awsEndpoint, deskUrl: stack.deskUrl, now: stack.clock.now() })}\n`,
);
