import type { Authoriser } from '#local/iam/authoriser.ts';
import type { LambdaFunction } from '#local/lambda/lambda-function.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';

const READING = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

/** Throws `AccessDenied` unless the function's role may read the stream and write to the on-failure queue. */
export function requireMappingPermissions(
  authoriser: Authoriser,
  { streamArn, onFailureArn }: EventSourceMapping,
  { role, name }: LambdaFunction,
): void {
  // Lambda polls with the function's role, and checks it when the mapping is created.
  const principal = { kind: 'role', role, session: name } as const;
  for (const operation of READING) authoriser.check(principal, `dynamodb:${operation}`, streamArn);
  if (onFailureArn !== undefined) authoriser.check(principal, 'sqs:SendMessage', onFailureArn);
}
