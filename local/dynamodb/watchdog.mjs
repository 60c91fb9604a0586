// Starts the command in its arguments and ends it when this process's standard input closes: the input is a pipe
// held by the parent, so the child dies with the parent even if that is killed without a chance to clean up.
import { spawn } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
child.stdout.pipe(process.stderr);
child.stderr.pipe(process.stderr);
child.on('spawn', () => process.stdout.write(`${child.pid}\n`));
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));
// A closed pipe of the dead parent must not end the watchdog before it has ended the child.
process.stdout.on('error', () => child.kill('SIGKILL'));
process.stderr.on('error', () => child.kill('SIGKILL'));
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
process.on('SIGTERM', () => child.kill('SIGKILL'));
process.stdin.resume();
process.stdin.on('close', () => child.kill('SIGKILL'));
