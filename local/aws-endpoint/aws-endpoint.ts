import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Activity } from '#local/activity.ts';
import type { Principal } from '#local/iam/authoriser.ts';
import type { CallerDirectory } from './caller.ts';
import type { LambdaCall } from './invoke-service.ts';
import { jsonError, type ServiceAnswer } from './service-answer.ts';

/** A service that speaks an AWS JSON protocol: operation and body as the request names them. */
export type JsonService = (principal: Principal, operation: string, body: string) => Promise<ServiceAnswer>;

/** The services behind the endpoint. */
export interface EndpointServices {
  /** By the prefix of `X-Amz-Target`, e.g. `DynamoDB_20120810`. */
  readonly json: Readonly<Record<string, JsonService>>;
  /** The service of the AWS Query protocol: SES. */
  readonly query: (principal: Principal, body: string) => Promise<ServiceAnswer>;
  /** Lambda, the one service of the REST protocol here: what a call is, its method and path say. */
  readonly lambda: (principal: Principal, call: LambdaCall) => ServiceAnswer;
  /** Takes what a custom resource PUTs to its ResponseURL; false when nobody waits for it. */
  readonly customResourceAnswer: (path: string, body: string) => boolean;
}

/** A running endpoint. */
export interface AwsEndpoint {
  /** e.g. `http://127.0.0.1:41234` */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the one address that all AWS clients of the desk call. The access key of the signature says who calls;
 * the signature itself is not verified, because the endpoint listens on the loopback address only.
 */
export async function startAwsEndpoint(
  callers: CallerDirectory,
  services: EndpointServices,
  activity: Activity,
): Promise<AwsEndpoint> {
  async function answer(request: IncomingMessage, body: string): Promise<ServiceAnswer> {
    if (request.method === 'PUT' && request.url?.startsWith('/custom-resource/')) {
      // CloudFormation's address is signed for no content type; S3 refuses any other.
      if ((request.headers['content-type'] ?? '') !== '')
        return { status: 403, headers: {}, body: 'SignatureDoesNotMatch' };
      const taken = services.customResourceAnswer(request.url, body);
      return { status: taken ? 200 : 404, headers: {}, body: '' };
    }
    const principal = callers.callerOf(request.headers.authorization);
    if (principal === undefined) {
      return jsonError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
        403,
      );
    }
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      const dot = target.lastIndexOf('.');
      const [service, operation] = [target.slice(0, dot), target.slice(dot + 1)];
      const handle = Object.hasOwn(services.json, service) ? services.json[service] : undefined;
      if (handle !== undefined) return handle(principal, operation, body);
      return jsonError(
        'UnknownOperationException',
        `The local stack has no service ${service} (${operation})`,
      );
    }
    if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) {
      return services.query(principal, body);
    }
    const { method = '', url = '' } = request;
    const service = signedService(request.headers.authorization);
    if (service === 'lambda') {
      const invocationType = request.headers['x-amz-invocation-type']?.toString();
      return services.lambda(principal, { method, url, invocationType, body });
    }
    const what = `${method} ${url} for ${service}`;
    return jsonError('UnknownOperationException', `The local stack does not offer ${what}`, 501);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const end = activity.begin(`AWS call ${request.headers['x-amz-target'] ?? request.url}`);
    try {
      const { status, headers, body } = await answer(request, await textOf(request)).catch((error: unknown) =>
        jsonError('InternalFailure', error instanceof Error ? error.message : String(error), 500),
      );
      response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
      response.end(body);
    } finally {
      end();
    }
  }

  const server = createServer((request, response) => void handle(request, response));
  // The SDK keeps connections and may send on one at the instant Node's five seconds are over.
  server.keepAliveTimeout = 0;
  const port = await new Promise<number>((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('The AWS endpoint has no port'));
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function signedService(authorization: string | undefined): string {
  return /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)\//.exec(authorization ?? '')?.[1] ?? 'an unknown service';
}
