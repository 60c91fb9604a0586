import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { CasebellStack } from './casebell-stack.ts';

interface Acknowledgement {
  /** The rule, or one finding of it. */
  readonly id: string;
  /** The construct it is acknowledged for, as a path below the stack. */
  readonly path: string;
  readonly reason: string;
}

/** Every rule of AwsSolutions that Casebell knowingly does not follow, and why. */
export const ACKNOWLEDGEMENTS: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-SQS3',
    path: 'OnFailure',
    reason:
      'This queue is the last resort itself: the stream consumers and the event rules send to it what they could not deliver. The rule knows dead-letter queues of other queues only.',
  },
  {
    id: 'AwsSolutions-APIG4',
    path: 'Http/Api/GET--v1--openapi.json',
    reason: 'The description of the API is public on purpose. It holds no data.',
  },
  {
    id: 'AwsSolutions-APIG4',
    path: 'Http/Api/POST--v1--ticket--uploads',
    reason:
      'Who calls shows an upload ticket: 160 bits of chance, looked up by their hash, good for seven days, for one request, and to upload only.',
  },
  {
    id: 'AwsSolutions-APIG4',
    path: 'Http/Api/GET--v1--ticket--uploads--{id}',
    reason:
      'Who calls shows an upload ticket: 160 bits of chance, looked up by their hash, good for seven days, for one request, and to upload only.',
  },
  {
    id: 'AwsSolutions-APIG4',
    path: 'Http/Api/POST--v1--ticket--uploads--{id}--parts:sign',
    reason:
      'Who calls shows an upload ticket: 160 bits of chance, looked up by their hash, good for seven days, for one request, and to upload only.',
  },
  {
    id: 'AwsSolutions-APIG4',
    path: 'Http/Api/GET--v1--ticket--uploads--{id}--parts',
    reason:
      'Who calls shows an upload ticket: 160 bits of chance, looked up by their hash, good for seven days, for one request, and to upload only.',
  },
  {
    id: 'AwsSolutions-APIG4',
    path: 'Http/Api/POST--v1--ticket--uploads--{id}--complete',
    reason:
      'Who calls shows an upload ticket: 160 bits of chance, looked up by their hash, good for seven days, for one request, and to upload only.',
  },
  {
    id: 'AwsSolutions-APIG4',
    path: 'Http/Api/GET--v1--upload.sh',
    reason:
      'The script that uploads with a ticket is public, to be read before it is run. It holds no secret.',
  },
  {
    id: 'AwsSolutions-APIG4',
    path: 'Http/Api/GET--v1--t--{secret}',
    reason:
      'The secret in the path is an upload ticket, looked up by its hash. Nothing is answered but the public script with that secret.',
  },
  {
    id: 'AwsSolutions-COG2',
    path: 'Identity/UserPool',
    reason:
      'People sign in with a code sent to their mailbox. Cognito refuses to require a second factor where a one-time code may be the first.',
  },
  {
    id: 'AwsSolutions-COG8',
    path: 'Identity/UserPool',
    reason:
      'The Plus plan charges for every person each month and has no free part. An operator may choose it; the desk does not need its threat protection, since no password is needed to use it.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    path: 'SupportRequest/Role',
    reason:
      'Step Functions writes its log through the log delivery actions, which AWS offers for all resources only.',
  },
  {
    id: 'AwsSolutions-SF2',
    path: 'SupportRequest/StateMachine',
    reason:
      'An execution lives as long as its request: weeks, where a trace lasts minutes. Its history and the request’s own timeline say what happened, and tracing would need rights on all resources.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<Files8E6940B8.Arn>/sr/*]',
    path: 'UploadsRole',
    reason:
      'Files come and go, so a role names the folder that holds them all. The actions on them are named one by one.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<Files8E6940B8.Arn>/sr/*]',
    path: 'VerifyUploadRole',
    reason:
      'Files come and go, so a role names the folder that holds them all. The actions on them are named one by one.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<Files8E6940B8.Arn>/sr/*]',
    path: 'SweepUploadsRole',
    reason:
      'Files come and go, so a role names the folder that holds them all. The actions on them are named one by one.',
  },
  {
    id: 'AwsSolutions-S1',
    path: 'Files',
    reason:
      'Every upload, every download and every deletion is in the timeline of its request, by name. Access logs would need a second bucket and cost more than what they are about.',
  },
];

/** Records the acknowledgements; a path that leads nowhere is an error, so that none outlives its construct. */
export function acknowledge(stack: CasebellStack): void {
  for (const { id, path, reason } of ACKNOWLEDGEMENTS) {
    const construct = path
      .split('/')
      .reduce<IConstruct>((parent, child) => parent.node.findChild(child), stack);
    Validations.of(construct).acknowledge({ id, reason });
  }
}
