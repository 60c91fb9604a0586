import { LOCAL_ACCOUNT } from '#local/cloudformation/local-account.ts';
import { AccessDenied } from '#local/iam/access-denied.ts';
import { type S3Answer, xmlAnswer } from './answer.ts';
import { receiveBody, receiveText } from './body/receive.ts';
import type { Bucket } from './bucket.ts';
import { objectArn, type S3Call } from './call.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { ConnectionCut, type Fault, faultySink } from './fault.ts';
import { abortOverdue } from './lifecycle.ts';
import { OPERATIONS } from './operations.ts';
import { requestContext } from './request-context.ts';
import { type OperationName, operationOf } from './route.ts';
import type { S3Settings } from './s3.ts';
import { S3Error } from './s3-error.ts';
import { type HttpHead, parameter, readRequest, type S3Request } from './s3-request.ts';
import { authenticate } from './signature/authenticate.ts';
import { xmlError } from './xml.ts';

/** A request as the server hands it over. */
export interface RawRequest {
  readonly head: HttpHead;
  readonly bytes: AsyncIterable<Buffer>;
  readonly url: string;
  readonly requestId: string;
  /** Told the fault of this request before anything is done. */
  inject(fault: Fault | undefined): Promise<void>;
}

/** Answers a request, refusals included; throws only when the connection is to be cut. */
export async function answerRequest(
  settings: S3Settings,
  buckets: ReadonlyMap<string, Bucket>,
  raw: RawRequest,
): Promise<S3Answer> {
  const always = {
    date: new Date(settings.clock.now()).toUTCString(),
    server: 'AmazonS3',
    'x-amz-request-id': raw.requestId,
    'x-amz-id-2': raw.requestId,
  };
  let request: S3Request | undefined;
  let answer: S3Answer;
  try {
    request = readRequest(raw.head);
    answer = await perform(settings, buckets, raw, request);
  } catch (error) {
    answer = refusal(error, raw, settings.log);
  }
  const rules = buckets.get(request?.bucket ?? '')?.definition.cors ?? [];
  const cors =
    request === undefined || request.method === 'OPTIONS'
      ? {}
      : corsHeaders(rules, request.method, request.headers);
  return { ...answer, headers: { ...always, ...answer.headers, ...cors } };
}

async function perform(
  settings: S3Settings,
  buckets: ReadonlyMap<string, Bucket>,
  raw: RawRequest,
  request: S3Request,
): Promise<S3Answer> {
  const bucket = request.bucket === undefined ? undefined : buckets.get(request.bucket);
  if (request.method === 'OPTIONS') {
    const resource = request.key === '' ? 'BUCKET' : 'OBJECT';
    const headers = preflightHeaders(bucket?.definition.cors ?? [], request.headers, resource);
    return { status: 200, headers, body: '' };
  }
  const operation = operationOf(request);
  const fault = settings.interpose?.(faultTarget(request, operation));
  await raw.inject(fault);
  if (fault?.kind === 'error') throw new S3Error(fault.code, fault.message);

  const now = (): number => settings.clock.now();
  const caller = authenticate(request, settings.credential, now());
  const context = requestContext(request, caller, now());
  if (operation === 'ListBuckets') {
    settings.authorise(caller.principal, 's3:ListAllMyBuckets', '*', context);
    return listBuckets(buckets);
  }
  if (bucket === undefined)
    throw new S3Error('NoSuchBucket', undefined, { BucketName: request.bucket ?? '' });
  const owner = request.headers.get('x-amz-expected-bucket-owner');
  if (owner !== undefined && owner !== LOCAL_ACCOUNT) throw new S3Error('AccessDenied');
  const { definition, store } = bucket;
  const oldest = definition.maxSignatureAgeMs;
  if (caller.kind === 'REST-QUERY-STRING' && oldest !== undefined && now() - caller.signedAtMs > oldest) {
    throw new S3Error('AccessDenied', 'Access Denied with an explicit deny in a resource-based policy');
  }
  const incoming = { headers: request.headers, bytes: raw.bytes, caller };
  const call: S3Call = {
    request,
    caller,
    bucket,
    url: raw.url,
    now,
    may: (action, resource) =>
      settings.authorise(caller.principal, action, resource ?? objectArn(call), context),
    async receiveFile(options) {
      const file = await store.data.create();
      try {
        const received = await receiveBody(incoming, faultySink(file, fault), {
          ...options,
          checksumOfBody: true,
        });
        await file.end();
        return { ...received, file };
      } catch (error) {
        await file.discard();
        throw error;
      }
    },
    receiveText: (maxBytes) => receiveText(incoming, { maxBytes, checksumOfBody: true }),
    receiveTextAboutObject: (maxBytes) => receiveText(incoming, { maxBytes, checksumOfBody: false }),
  };
  const { action, on, handle } = OPERATIONS[operation];
  if (action !== undefined) call.may(action, on === 'bucket' ? definition.arn : objectArn(call));
  await abortOverdue(bucket, now());
  return handle(call);
}

function faultTarget(request: S3Request, operation: OperationName) {
  const partNumber = parameter(request, 'partNumber');
  return {
    operation,
    method: request.method,
    bucket: request.bucket,
    key: request.key,
    uploadId: parameter(request, 'uploadId'),
    partNumber: partNumber === undefined ? undefined : Number(partNumber),
  };
}

function listBuckets(buckets: ReadonlyMap<string, Bucket>): S3Answer {
  return xmlAnswer('ListAllMyBucketsResult', [
    [
      'Buckets',
      [...buckets].map(([name, { store }]) => [
        'Bucket',
        [
          ['Name', name],
          ['CreationDate', new Date(store.createdMs).toISOString()],
        ],
      ]),
    ],
  ]);
}

function refusal(error: unknown, { head, requestId }: RawRequest, log?: (line: string) => void): S3Answer {
  if (error instanceof ConnectionCut) throw error;
  // The client went away in the middle of its body: whatever is answered, nobody reads it.
  if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') {
    throw new ConnectionCut('The client closed the connection', { cause: error });
  }
  let refused: S3Error;
  if (error instanceof S3Error) refused = error;
  else if (error instanceof AccessDenied) refused = new S3Error('AccessDenied', error.message);
  else {
    const why = error instanceof Error ? error.message : String(error);
    log?.(`S3 ${head.method} ${head.url}: ${why}`);
    refused = new S3Error('InternalError', why);
  }
  const { code, message, status, details } = refused;
  const document = xmlError([
    ['Code', code],
    ['Message', message],
    ...Object.entries(details),
    ['RequestId', requestId],
    ['HostId', requestId],
  ]);
  // No body follows an answer to HEAD: status and headers are all that is told.
  return { status, headers: { 'content-type': 'application/xml' }, body: document };
}
