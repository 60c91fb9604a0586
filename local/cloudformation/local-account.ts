/** The Region of the local stack, as in every ARN. */
export const LOCAL_REGION = 'us-east-1';

/** The account of the local stack, as in every ARN. */
export const LOCAL_ACCOUNT = '000000000000';

/** An ARN in the local account and Region, e.g. `localArn('sqs', 'Failed')`. */
export function localArn(service: string, resource: string): string {
  return `arn:aws:${service}:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${resource}`;
}

/** The part of an ARN behind the account, e.g. `function:Api`. */
export function arnResource(arn: string): string {
  return arn.split(':').slice(5).join(':');
}
