/** What a Task state calls: the events it leaves differ between a function's own ARN and a service integration. */
export type TaskResource =
  | { readonly kind: 'function'; readonly arn: string; readonly callback: false }
  | {
      readonly kind: 'integration';
      readonly arn: string;
      /** As in events: `lambda`, `aws-sdk:dynamodb`, `states`. */
      readonly resourceType: string;
      /** As in events: `invoke`, `updateItem.waitForTaskToken`. */
      readonly resource: string;
      readonly callback: boolean;
    };

const FUNCTION_ARN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9-_]+(:[A-Za-z0-9-_$]+)?$/;
const INTEGRATION_ARN = /^arn:aws[a-z-]*:states:[a-z0-9-]*:\d*:(.+):([^:]+)$/;

const SUPPORTED = new Set([
  'lambda:invoke',
  'aws-sdk:dynamodb:updateItem',
  'aws-sdk:dynamodb:updateItem.waitForTaskToken',
  'states:startExecution',
]);

/** The resource an ARN names, or undefined for one outside the declared subset. */
export function taskResource(arn: string): TaskResource | undefined {
  if (FUNCTION_ARN.test(arn)) return { kind: 'function', arn, callback: false };
  const [, resourceType, resource] = INTEGRATION_ARN.exec(arn) ?? [];
  if (resourceType === undefined || resource === undefined) return undefined;
  if (!SUPPORTED.has(`${resourceType}:${resource}`)) return undefined;
  return {
    kind: 'integration',
    arn,
    resourceType,
    resource,
    callback: resource.endsWith('.waitForTaskToken'),
  };
}
