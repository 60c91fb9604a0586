import { createServer } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { handler } from '#functions/stream/wake-workflow.ts';
import { SimulatedDesk } from '#test/support/simulated-desk.ts';
import { MACHINE_ARN } from '#test/support/simulated-desk-machine.ts';

const SEVERE = {
  action: 'change-severity',
  severity: 1,
  reason: 'All is down.',
  agreedWith: 'Dana',
  reachableContact: 'Dana Fox, +1 212 555 0142',
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** The simulated Step Functions behind the protocol that the unmodified client speaks. */
async function serve(desk: SimulatedDesk): Promise<{ url: string; fail(): void; close(): void }> {
  let failing = false;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    try {
      if (failing) throw Object.assign(new Error('Slow down'), { name: 'ServiceQuotaExceededException' });
      response.end(JSON.stringify(await desk.machine.call(String(request.headers['x-amz-target']), body)));
    } catch (error) {
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: Object(error).name, message: Object(error).message }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    fail: () => {
      failing = true;
    },
    close: () => void server.close(),
  };
}

describe('a task token', () => {
  it('never leaves the workflow item: not in logs, API answers, plans, other items or mails', async () => {
    const desk = new SimulatedDesk();
    const number = await desk.file();
    await desk.settle();
    const first = desk.workflow(number).taskToken ?? '';
    await desk.act('csr', number, SEVERE);
    const woken = desk.records.filter(({ to }) => to === 'wake').map(({ record }) => record);

    const written: string[] = [];
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        written.push(String(text));
        return true;
      });
    }
    const server = await serve(desk);
    vi.stubEnv('AWS_ENDPOINT_URL', server.url);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    vi.stubEnv('STATE_MACHINE_ARN', MACHINE_ARN);
    vi.stubEnv('VERIFY_FUNCTION', 'VerifyUpload');
    // The record that wakes; the same once more when nobody waits for its token; and once more when all fails.
    const answer = await handler({ Records: woken }, Object({}));
    const again = await handler({ Records: woken.slice(-1) }, Object({}));
    server.fail();
    const failed = await handler({ Records: woken.slice(-1) }, Object({}));
    server.close();
    await desk.settle();

    const second = desk.workflow(number).taskToken ?? '';
    expect(second).not.toBe(first);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(failed).toEqual({
      batchItemFailures: [{ itemIdentifier: woken.at(-1)?.dynamodb.SequenceNumber }],
    });
    for (const word of ['woke', 'not woken', 'Slow down']) expect(written.join('')).toContain(word);
    await desk.http('csr', 'GET /v1/requests/{number}', { number });
    await desk.http('csr', 'GET /v1/requests/{number}/timeline', { number });
    await desk.http('csr', 'GET /v1/requests');
    const items = [...desk.table.items()].filter(({ sk }) => sk !== 'WF');
    const told = JSON.stringify([
      written,
      answer,
      again,
      desk.answers,
      desk.plans,
      items,
      desk.postOffice.sent,
    ]);
    for (const token of [first, second]) {
      expect(token.length).toBeGreaterThan(40);
      expect(told.includes(token)).toBe(false);
    }
  });
});
