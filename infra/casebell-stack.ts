import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Pack } from '#shared/policy/pack.ts';
import { type Config, loginPrefixOf } from './config.ts';
import { AlarmTopic } from './constructs/alarm-topic.ts';
import { Alarms } from './constructs/alarms.ts';
import { DeskApi } from './constructs/desk-api.ts';
import { DeskDashboard } from './constructs/desk-dashboard.ts';
import { DeskIdentity } from './constructs/desk-identity.ts';
import { DeskMail } from './constructs/desk-mail.ts';
import { DeskTable } from './constructs/desk-table.ts';
import { EventTrigger } from './constructs/event-trigger.ts';
import { NodeFunction } from './constructs/node-function.ts';
import { OnFailureQueue } from './constructs/on-failure-queue.ts';
import { PolicyPack } from './constructs/policy-pack.ts';
import { RequestWorkflow } from './constructs/request-workflow.ts';
import { StreamConsumer } from './constructs/stream-consumer.ts';
import { UploadBucket } from './constructs/upload-bucket.ts';

export interface CasebellStackProps {
  readonly config: Config;
  readonly pack: Pack;
}

/** Casebell as one deployment: wires the constructs together and says what each function may do. */
export class CasebellStack extends Stack {
  constructor(scope: Construct, id: string, { config, pack }: CasebellStackProps) {
    super(scope, id, { description: 'Casebell, a support desk', terminationProtection: true });

    const table = new DeskTable(this, 'Table');
    const onFailure = new OnFailureQueue(this, 'OnFailure');
    const mail = new DeskMail(this, 'Mail', { domain: config.mailDomain });
    const api = new DeskApi(this, 'Http', config);
    const identity = new DeskIdentity(this, 'Identity', {
      portalUrl: api.portalUrl,
      loginPrefix: loginPrefixOf(config),
      vendorName: config.vendorName,
      mail: config.mailDomainVerified ? { domain: config.mailDomain, sender: config.sender } : undefined,
    });

    const apiFunction = new NodeFunction(this, 'Api', {
      table,
      memoryMb: 512,
      timeoutSeconds: 20,
      settings: { POLICY_PACK: `${pack.pack}@${pack.version}` },
    });
    table.allow(apiFunction, 'GetItem', 'Query', 'PutItem', 'UpdateItem');
    table.allowQuery(apiFunction, 'byAccount', 'byQueue', 'byOwner', 'byEscalation');

    const bucket = new UploadBucket(this, 'Files', { origin: api.portalOrigin });
    const uploads = new NodeFunction(this, 'Uploads', {
      table,
      memoryMb: 512,
      timeoutSeconds: 29,
      settings: {
        BUCKET_NAME: bucket.bucketName,
        MAX_FILE_GIB: String(config.uploads.maxFileGiB),
        PER_REQUEST_GIB: String(config.uploads.perRequestGiB),
        PER_REQUEST_FILES: String(config.uploads.perRequestFiles),
        PER_ACCOUNT_GIB: String(config.uploads.perAccountGiB),
        API_URL: api.apiUrl,
      },
    });
    table.allow(uploads, 'GetItem', 'Query', 'PutItem', 'UpdateItem');
    bucket.allow(uploads, 'PutObject', 'GetObject', 'ListMultipartUploadParts', 'AbortMultipartUpload');
    const uploadScript = new NodeFunction(this, 'UploadScript', {
      table,
      memoryMb: 256,
      timeoutSeconds: 10,
      settings: { API_URL: api.apiUrl },
    });
    table.allow(uploadScript, 'GetItem');
    api.serve({ api: apiFunction, uploads, script: uploadScript }, identity);

    const verifyUpload = new NodeFunction(this, 'VerifyUpload', {
      table,
      memoryMb: 256,
      // S3 takes minutes to put thousands of parts together.
      timeoutSeconds: 900,
      settings: { BUCKET_NAME: bucket.bucketName },
    });
    table.allow(verifyUpload, 'GetItem', 'Query', 'PutItem', 'UpdateItem');
    bucket.allow(verifyUpload, 'PutObject', 'GetObject', 'ListMultipartUploadParts');
    bucket.allowAskingFor(verifyUpload);
    onFailure.catchEventsOf(verifyUpload);

    const sweepUploads = new NodeFunction(this, 'SweepUploads', {
      table,
      memoryMb: 256,
      timeoutSeconds: 300,
      settings: {
        BUCKET_NAME: bucket.bucketName,
        KEEP_DAYS: String(config.uploads.keepDaysAfterClosing),
      },
    });
    table.allow(sweepUploads, 'GetItem', 'Query', 'PutItem', 'UpdateItem');
    table.allowQuery(sweepUploads, 'toAttend');
    bucket.allow(sweepUploads, 'AbortMultipartUpload', 'DeleteObject');
    new EventTrigger(this, 'UploadSweeper', {
      target: sweepUploads,
      onFailure,
      description: 'Ends uploads that nobody completes, and deletes files of requests long closed',
      on: { everyMinutes: 60 },
    });

    const workflowFunction = new NodeFunction(this, 'Workflow', {
      table,
      memoryMb: 512,
      timeoutSeconds: 30,
    });
    table.allow(workflowFunction, 'GetItem', 'Query', 'PutItem', 'UpdateItem');
    const { stateMachine } = new RequestWorkflow(this, 'SupportRequest', { table, steps: workflowFunction });

    const wakeWorkflow = new NodeFunction(this, 'WakeWorkflow', {
      table,
      memoryMb: 256,
      timeoutSeconds: 60,
      settings: {
        STATE_MACHINE_ARN: stateMachine.stateMachineArn,
        VERIFY_FUNCTION: verifyUpload.functionName,
      },
    });
    wakeWorkflow.allow(['states:StartExecution', 'states:SendTaskSuccess'], [stateMachine.stateMachineArn]);
    wakeWorkflow.allow(['lambda:InvokeFunction'], [verifyUpload.functionArn]);
    new StreamConsumer(this, 'Wakes', {
      table,
      onFailure,
      consumer: wakeWorkflow,
      filters: [
        { dynamodb: { Keys: { sk: { S: ['WF'] } }, NewImage: { signal: { S: ['bumped'] } } } },
        { dynamodb: { Keys: { sk: { S: [{ prefix: 'F#' }] } }, NewImage: { state: { S: ['verifying'] } } } },
      ],
    });

    const sendMail = new NodeFunction(this, 'SendMail', {
      table,
      memoryMb: 256,
      timeoutSeconds: 60,
      settings: {
        MAIL_FROM: config.sender,
        REPLY_TO: config.replyTo,
        LANGUAGES: config.languages.join(','),
        REPLY_DOMAIN: config.mailDomain,
        CONFIGURATION_SET: mail.configurationSet.configurationSetName,
        VENDOR_NAME: config.vendorName,
        // Mails link to a portal only where the vendor names one.
        ...(config.portalUrl !== undefined && { PORTAL_URL: config.portalUrl }),
      },
    });
    // A mail that SES refuses is noted on its request, in a transaction like any other.
    table.allow(sendMail, 'GetItem', 'Query', 'PutItem', 'UpdateItem');
    mail.allowSending(sendMail);
    new StreamConsumer(this, 'QueuedMails', {
      table,
      onFailure,
      consumer: sendMail,
      filters: [
        { dynamodb: { Keys: { sk: { S: [{ prefix: 'M#' }] } }, NewImage: { state: { S: ['queued'] } } } },
      ],
    });

    const recordDelivery = new NodeFunction(this, 'RecordDelivery', {
      table,
      memoryMb: 256,
      timeoutSeconds: 30,
    });
    table.allow(recordDelivery, 'GetItem', 'Query', 'PutItem', 'UpdateItem');
    new EventTrigger(this, 'Deliveries', {
      target: recordDelivery,
      onFailure,
      description: 'What became of a mail',
      on: {
        source: ['aws.ses'],
        detailType: ['Email Delivered', 'Email Bounced', 'Email Complaint Received', 'Email Rejected'],
        // Other senders of the same account publish to the same bus.
        detail: { mail: { tags: { 'ses:configuration-set': [mail.configurationSet.configurationSetName] } } },
      },
    });

    const sweep = new NodeFunction(this, 'Sweep', { table, memoryMb: 256, timeoutSeconds: 120 });
    table.allowQuery(sweep, 'toAttend');
    table.allow(sweep, 'UpdateItem');
    new EventTrigger(this, 'Sweeper', {
      target: sweep,
      onFailure,
      description: 'Looks for requests that are overdue and that nothing has acted on',
      on: { everyMinutes: 10 },
    });

    const revive = new NodeFunction(this, 'Revive', { table, memoryMb: 256, timeoutSeconds: 30 });
    table.allow(revive, 'GetItem', 'UpdateItem');
    new EventTrigger(this, 'Revival', {
      target: revive,
      onFailure,
      description: 'An execution ended before its request did',
      on: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [stateMachine.stateMachineArn],
        },
      },
    });

    const publishPolicy = new NodeFunction(this, 'PublishPolicy', {
      table,
      memoryMb: 256,
      timeoutSeconds: 30,
    });
    table.allow(publishPolicy, 'GetItem', 'PutItem');
    const policy = new PolicyPack(this, 'Policy', { publisher: publishPolicy, pack });
    // Nobody may file under a pack before it is published.
    apiFunction.node.addDependency(policy);

    const watched = {
      functions: {
        Api: apiFunction,
        Workflow: workflowFunction,
        WakeWorkflow: wakeWorkflow,
        SendMail: sendMail,
        RecordDelivery: recordDelivery,
        Sweep: sweep,
        Revive: revive,
        PublishPolicy: publishPolicy,
        Uploads: uploads,
        UploadScript: uploadScript,
        VerifyUpload: verifyUpload,
        SweepUploads: sweepUploads,
      },
      incompleteAlarmGiB: config.uploads.incompleteAlarmGiB,
      stateMachine,
      httpApi: api.httpApi,
      queue: onFailure,
      configurationSet: mail.configurationSet,
    };
    const topic = new AlarmTopic(this, 'AlarmTopic', { address: config.alarmAddress });
    const alarms = new Alarms(this, 'Alarms', { topic, watched });
    new DeskDashboard(this, 'Dashboard', { alarms, watched });

    new CfnOutput(this, 'PortalUrl', { value: api.portalUrl });
    new CfnOutput(this, 'ApiUrl', { value: api.httpApi.apiEndpoint });
    // `casebell seed` brings people and contracts into it.
    new CfnOutput(this, 'TableName', { value: table.tableName });
    new CfnOutput(this, 'FilesBucket', { value: bucket.bucketName });
    new CfnOutput(this, 'UserPoolId', { value: identity.userPool.userPoolId });
  }
}
