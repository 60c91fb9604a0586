import * as z from 'zod/mini';
import { Pack } from '#shared/policy/pack.ts';
import { readConfig } from '../config.ts';
import { publishPack } from '../io/policy-store.ts';
import { openTable } from '../io/table.ts';
import { taskHandler } from '../task.ts';

/**
 * A CloudFormation custom-resource request.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
const CustomResourceRequest = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.optional(z.string()),
  ResourceProperties: z.object({ pack: z.string() }),
});
type CustomResourceRequest = z.infer<typeof CustomResourceRequest>;

type Outcome = {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
  readonly PhysicalResourceId: string;
};

/** Publishes the pack at deploy; a published version is kept when the stack goes, since SRs are pinned to it. */
async function publish(request: CustomResourceRequest): Promise<Outcome> {
  if (request.RequestType === 'Delete') {
    return { Status: 'SUCCESS', Reason: 'kept', PhysicalResourceId: request.PhysicalResourceId ?? 'pack' };
  }
  const pack = Pack.parse(JSON.parse(request.ResourceProperties.pack));
  const id = `${pack.pack}@${pack.version}`;
  const outcome = await publishPack(openTable(readConfig('table').TABLE_NAME), pack);
  if (outcome !== 'changed') return { Status: 'SUCCESS', Reason: outcome, PhysicalResourceId: id };
  return {
    Status: 'FAILED',
    Reason: `Policy pack ${id} is published already with other content. Requests are pinned to it: raise its version.`,
    PhysicalResourceId: request.PhysicalResourceId ?? id,
  };
}

async function publishSafely(request: CustomResourceRequest): Promise<Outcome> {
  try {
    return await publish(request);
  } catch (error) {
    // CloudFormation waits an hour for an answer that never comes.
    const Reason = error instanceof Error ? error.message.slice(0, 1000) : 'unknown error';
    return { Status: 'FAILED', Reason, PhysicalResourceId: request.PhysicalResourceId ?? 'not-published' };
  }
}

export const handler = taskHandler(CustomResourceRequest, async (request, logger) => {
  const outcome = await publishSafely(request);
  const { StackId, RequestId, LogicalResourceId } = request;
  logger.info('policy pack', { status: outcome.Status, reason: outcome.Reason });
  const response = await fetch(request.ResponseURL, {
    method: 'PUT',
    // The address is signed for no content type at all; fetch would name one.
    headers: { 'content-type': '' },
    body: JSON.stringify({ ...outcome, StackId, RequestId, LogicalResourceId }),
  });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: ${response.status}`);
});
