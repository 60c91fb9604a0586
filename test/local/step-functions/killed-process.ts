import { runningClock } from '#local/clock.ts';
import { fileJournal } from '#local/step-functions/journal.ts';
import { unguessableRandom } from '#local/step-functions/randomness.ts';
import { createStepFunctions } from '#local/step-functions/step-functions.ts';

/** Counts to 400 in steps of a task each, in several executions, and says when all are done. Made to be killed. */
const [path = ''] = process.argv.slice(2);
const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:count';
const definition = {
  QueryLanguage: 'JSONata',
  StartAt: 'Add',
  States: {
    Add: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      Next: 'Enough',
    },
    Enough: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input >= 400 %}', Next: 'Done' }],
      Default: 'Add',
    },
    Done: { Type: 'Succeed' },
  },
};

const service = createStepFunctions({
  stateMachines: [{ arn, name: 'count', roleArn: 'arn:aws:iam::000000000000:role/count', definition }],
  clock: runningClock(0),
  journal: fileJournal(path),
  random: unguessableRandom(),
  invokeTask: async ({ arguments: given }) => {
    await new Promise((resolve) => setImmediate(resolve));
    const value = typeof given === 'object' && given !== null && 'Payload' in given ? given.Payload : 0;
    return Number(value) + 1;
  },
  onStatusChange: async () => undefined,
});
process.stdout.write('ready\n');
service.resume();
for (const name of ['a', 'b', 'c', 'd']) {
  await service.handle('StartExecution', { stateMachineArn: arn, name, input: '0' });
}
while (service.pending() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
const ends = [];
for (const name of ['a', 'b', 'c', 'd']) {
  const executionArn = `${arn.replace('stateMachine', 'execution')}:${name}`;
  const { body } = await service.handle('DescribeExecution', { executionArn });
  ends.push(body);
}
process.stdout.write(`${JSON.stringify(ends)}\n`);
