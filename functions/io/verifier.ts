import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { OfferedFile } from '../stream/offered-file.ts';

/** The function that verifies files, and the client that hands it events. */
export interface Verifier {
  readonly functionName: string;
  readonly client: Pick<LambdaClient, 'send'>;
}

/** Opens the way to the function that verifies files. */
export function openVerifier(functionName: string): Verifier {
  return { functionName, client: new LambdaClient({}) };
}

/**
 * Puts a file into the queue of the function that verifies files. From then on Lambda runs it, at least once, beside
 * others, and tries again; what comes of it is not waited for. Throws where Lambda did not take it.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
 */
export async function offerFile({ functionName, client }: Verifier, file: OfferedFile): Promise<void> {
  await client.send(
    new InvokeCommand({
      FunctionName: functionName,
      InvocationType: 'Event',
      Payload: new TextEncoder().encode(JSON.stringify(file)),
    }),
  );
}
