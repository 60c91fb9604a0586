import { createServer, type Server } from 'node:http';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  InvalidName,
  paginateListExecutions,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryJournal } from '#local/step-functions/journal.ts';
import { type Desk, emptyTable, MACHINE_ARN, openDesk } from './parked-desk.ts';

describe('the AWS SDK client', () => {
  const table = emptyTable();
  let desk: Desk;
  let server: Server;
  let client: SFNClient;

  beforeAll(async () => {
    desk = openDesk(memoryJournal(), table);
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const target = String(request.headers['x-amz-target']);
      const answer = await desk.service.handle(target, JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    client = new SFNClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
  });

  afterAll(() => {
    client.destroy();
    server.close();
  });

  it('starts, answers and reads an execution, with dates and named errors', async () => {
    const start = { stateMachineArn: MACHINE_ARN, name: 'sr-1-g1', input: '{}' };
    const { executionArn, startDate } = await client.send(new StartExecutionCommand(start));
    expect(startDate).toEqual(new Date('2025-03-01T09:00:00.000Z'));
    await expect(client.send(new StartExecutionCommand({ ...start, input: '1' }))).rejects.toBeInstanceOf(
      ExecutionAlreadyExists,
    );
    await expect(client.send(new StartExecutionCommand({ ...start, name: 'a b' }))).rejects.toBeInstanceOf(
      InvalidName,
    );

    await desk.advanceTo('2025-03-02T00:00:00.000Z');
    table.answered = true;
    const answer = new SendTaskSuccessCommand({ taskToken: table.token, output: '{}' });
    await client.send(answer);
    await expect(client.send(answer)).rejects.toBeInstanceOf(TaskTimedOut);
    await desk.settle();

    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"answered":true}',
      stopDate: new Date('2025-03-02T00:00:00.000Z'),
    });
    const { events = [] } = await client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
    );
    expect(events[0]).toMatchObject({
      type: 'ExecutionStarted',
      timestamp: new Date('2025-03-01T09:00:00.000Z'),
    });
    expect(events.at(-1)?.executionSucceededEventDetails?.output).toBe('{"answered":true}');
    expect(events.filter(({ type }) => type === 'TaskSubmitted')).toHaveLength(1);

    const names: (string | undefined)[] = [];
    for await (const page of paginateListExecutions(
      { client, pageSize: 1 },
      { stateMachineArn: MACHINE_ARN },
    )) {
      names.push(...(page.executions ?? []).map(({ name }) => name));
    }
    expect(names).toEqual(['sr-1-g1']);
  });
});
