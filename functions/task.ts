import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type * as z from 'zod/mini';

/**
 * The chain of every function that is no HTTP route: the event is parsed, the result handed back, one log line.
 * Errors stay failures: Step Functions, EventBridge and the stream mapping retry and alarm by them.
 */
export function taskHandler<Schema extends z.ZodMiniType, Result>(
  schema: Schema,
  run: (input: z.infer<Schema>, logger: Logger) => Promise<Result>,
) {
  const logger = new Logger();
  return middy<unknown, Result>()
    .use({
      onError: ({ error }: { error: Error | null }) => {
        logger.error('failed', error ?? new Error('unknown'));
      },
    })
    .handler((event) => run(schema.parse(event), logger));
}
