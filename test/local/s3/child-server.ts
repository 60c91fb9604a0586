// Run as a process of its own, to be killed and measured: an S3 on the folder given, with one bucket.
import { createActivity } from '#local/activity.ts';
import { runningClock } from '#local/clock.ts';
import { startS3 } from '#local/s3/s3.ts';
import { ACCESS_KEY, SECRET } from './signer.ts';

const [dataDir, encryption] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('Give a folder.');
const s3 = await startS3({
  dataDir,
  buckets: [
    {
      name: 'files',
      arn: 'arn:aws:s3:::files',
      cors: [],
      ...(encryption === 'kms' ? { encryption: { algorithm: 'aws:kms' } } : {}),
    },
  ],
  clock: runningClock(0),
  credential: (accessKeyId) =>
    accessKeyId === ACCESS_KEY ? { secretAccessKey: SECRET, principal: { kind: 'root' } } : undefined,
  authorise: () => undefined,
  activity: createActivity(),
  log: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${s3.url}\n`);
process.on('SIGINT', () => process.exit(0));
// A line on standard input asks for the most memory used so far, in bytes, and the processor time in seconds.
process.stdin.on('data', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stdout.write(
    `${JSON.stringify({ maxRss: maxRSS * 1024, cpu: (userCPUTime + systemCPUTime) / 1e6 })}\n`,
  );
});
