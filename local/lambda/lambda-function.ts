import * as z from 'zod/mini';
import { arnResource } from '#local/cloudformation/local-account.ts';
import type { Template, TemplateResource } from '#local/template.ts';

const QueueArn = z.string().check(z.startsWith('arn:aws:sqs:'));

const Properties = z.object({
  Handler: z.string(),
  Runtime: z.string().check(z.startsWith('nodejs')),
  Role: z.string(),
  Code: z.object({ S3Key: z.string() }),
  Environment: z._default(z.object({ Variables: z._default(z.record(z.string(), z.coerce.string()), {}) }), {
    Variables: {},
  }),
  MemorySize: z._default(z.coerce.number(), 128),
  Timeout: z._default(z.coerce.number(), 3),
  ReservedConcurrentExecutions: z.optional(z.coerce.number()),
  DeadLetterConfig: z.optional(z.object({ TargetArn: QueueArn })),
});

const InvokeConfig = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z._default(z.coerce.number(), 2),
  MaximumEventAgeInSeconds: z._default(z.coerce.number(), 21_600),
  DestinationConfig: z.optional(z.object({ OnFailure: z.optional(z.object({ Destination: QueueArn })) })),
});

/** What happens to events handed over for later (EventBridge), as Lambda's asynchronous invocation. */
export interface AsyncPolicy {
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  /** ARN of the queue that gets what failed for good. */
  readonly onFailureArn?: string;
}

/** A Lambda function of the template, ready to run. */
export interface LambdaFunction {
  /** Its construct's name, e.g. `Api`. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly role: string;
  /** Folder of the bundled code. */
  readonly codeDirectory: string;
  /** File without extension and name of the export: `index.handler`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly reservedConcurrency?: number;
  readonly async: AsyncPolicy;
}

/** Every function of the template; throws when two have the same name or one is not a Node.js function. */
export function lambdaFunctions(template: Template): LambdaFunction[] {
  const invokeConfigs = template
    .resources('AWS::Lambda::EventInvokeConfig')
    .map(({ properties }) => InvokeConfig.parse(properties));
  const functions = template.resources('AWS::Lambda::Function').map((resource) => {
    const config = invokeConfigs.find(({ FunctionName }) => FunctionName === resource.ref);
    return lambdaFunction(template, resource, config);
  });
  for (const [position, { id }] of functions.entries()) {
    const other = functions.findIndex((candidate) => candidate.id === id);
    if (other !== position) throw new Error(`Two functions of the template are called ${id}`);
  }
  return functions;
}

function lambdaFunction(
  template: Template,
  resource: TemplateResource,
  config: z.infer<typeof InvokeConfig> | undefined,
): LambdaFunction {
  const parsed = Properties.safeParse(resource.properties);
  if (!parsed.success)
    throw new Error(`Function ${resource.id} cannot run here: ${z.prettifyError(parsed.error)}`);
  const properties = parsed.data;
  const onFailureArn =
    config?.DestinationConfig?.OnFailure?.Destination ?? properties.DeadLetterConfig?.TargetArn;
  return {
    id: resource.name,
    name: resource.ref,
    arn: z.string().parse(template.attribute(resource.id, 'Arn')),
    role: arnResource(properties.Role).replace(/^role\//, ''),
    codeDirectory: template.assetPath(properties.Code.S3Key),
    handler: properties.Handler,
    environment: properties.Environment.Variables,
    memoryMb: properties.MemorySize,
    timeoutMs: properties.Timeout * 1000,
    ...(properties.ReservedConcurrentExecutions === undefined
      ? {}
      : { reservedConcurrency: properties.ReservedConcurrentExecutions }),
    async: {
      maxRetries: config?.MaximumRetryAttempts ?? 2,
      maxAgeMs: (config?.MaximumEventAgeInSeconds ?? 21_600) * 1000,
      ...(onFailureArn === undefined ? {} : { onFailureArn }),
    },
  };
}
