import type { Activity } from './activity.ts';
import { readHttpApi } from './api-gateway/definition.ts';
import { createHttpApi } from './api-gateway/http-api.ts';
import type { LocalClock } from './clock.ts';
import { localArn } from './cloudformation/local-account.ts';
import type { DeskHandler } from './desk.ts';
import type { Services } from './embedded-aws.ts';
import { requireInvokePermission } from './iam/invoke-permission.ts';
import { createIdentity, IDENTITY_PATH, type Identity } from './identity/identity.ts';
import type { Interpose } from './interpose.ts';
import { createPages } from './pages/pages.ts';
import { deskRecords } from './pages/records.ts';
import type { Template } from './template.ts';

/** What the desk's web server leads to. */
export interface FrontDoorSettings {
  readonly template: Template;
  readonly services: Services;
  readonly clock: LocalClock;
  readonly activity: Activity;
  readonly stateDir: string;
  readonly deskUrl: string;
  /** Where DynamoDB Local itself listens. */
  readonly databaseUrl: string;
  readonly advanceTo: (instantMs: number) => Promise<void>;
  readonly log: (line: string) => void;
  readonly interpose?: Interpose;
}

/** The ways in: the HTTP API of the template, the identity issuer and the control room. */
export interface FrontDoor {
  readonly handle: DeskHandler;
  /** Undefined when the template has no user pool. */
  readonly identity: Identity | undefined;
  close(): void;
}

export async function createFrontDoor(settings: FrontDoorSettings): Promise<FrontDoor> {
  const { services, clock, activity, deskUrl } = settings;
  const identity = await identityOf(settings);
  const httpApi = httpApiOf(settings, identity);
  const records = deskRecords(settings.databaseUrl, services.tableNames[0] ?? '');
  const pages = createPages({
    clock,
    addresses: () => [
      { name: 'Desk API', url: `${deskUrl}/v1/openapi.json`, about: 'what the desk offers, as OpenAPI' },
      { name: 'AWS endpoint', url: services.endpoint.url, about: 'for AWS SDK clients and the AWS CLI' },
      {
        name: 'S3',
        url: services.s3.url,
        about: 'where files are sent to, and taken from, with signed URLs',
      },
    ],
    deskUrl: () => deskUrl,
    s3Url: () => services.s3.url,
    advanceTo: settings.advanceTo,
    records,
    executions: () => services.executions.all(),
    history: (name) => {
      const found = services.executions.all().find((execution) => execution.name === name);
      return found === undefined ? undefined : services.stepFunctions.history(found.executionArn);
    },
    mailbox: services.mailbox,
  });

  const handle: DeskHandler = async (request, response) => {
    // Not read as a URL: a path such as `//[` is none, and yet the API's to refuse.
    const pathname = request.url?.split(/[?#]/)[0] ?? '/';
    if (pathname === '/') {
      response.writeHead(302, { location: '/__local/' }).end();
    } else if (isUnder(pathname, IDENTITY_PATH) && identity !== undefined) {
      await identity.handle(request, response);
    } else if (isUnder(pathname, '/__local')) {
      // Not counted as work: moving time waits until all other work is done.
      await pages.handle(request, response);
    } else if (httpApi !== undefined) {
      await activity.during(`request ${request.method} ${pathname}`, () => httpApi.handle(request, response));
    } else {
      response.writeHead(404).end();
    }
  };
  return { handle, identity, close: () => records.close() };
}

const isUnder = (pathname: string, folder: string) =>
  pathname === folder || pathname.startsWith(`${folder}/`);

async function identityOf(settings: FrontDoorSettings): Promise<Identity | undefined> {
  const { template, stateDir, clock, deskUrl } = settings;
  const [pool] = template.resources('AWS::Cognito::UserPool');
  const [client] = template.resources('AWS::Cognito::UserPoolClient');
  if (pool === undefined || client === undefined) return undefined;
  const { CallbackURLs } = client.properties;
  return createIdentity({
    stateDir,
    clock,
    poolId: pool.ref,
    clientId: client.ref,
    callbackUrls: Array.isArray(CallbackURLs) ? CallbackURLs.map(String) : [],
    deskUrl: () => deskUrl,
  });
}

function httpApiOf(
  { template, services, clock, log, interpose }: FrontDoorSettings,
  identity: Identity | undefined,
) {
  if (template.resources('AWS::ApiGatewayV2::Api').length === 0) return undefined;
  const api = readHttpApi(template.resources());
  for (const { functionArn, routeKey } of api.routes) {
    const [method, route = ''] = routeKey.split(' ');
    const sourceArn = localArn('execute-api', `${api.apiId}/${api.stage}/${method}${route}`);
    requireInvokePermission(template, { functionArn, service: 'apigateway.amazonaws.com', sourceArn });
  }
  return createHttpApi({
    api,
    clock,
    invoke: (functionArn, event) => services.lambda.invoke(functionArn, event),
    jwks(issuer) {
      if (identity?.issuer !== issuer) throw new Error(`The local stack has no keys of the issuer ${issuer}`);
      return identity.jwks();
    },
    ...(interpose?.http && { interpose: interpose.http }),
    onError: (error, request) => log(`${request}: ${error instanceof Error ? error.message : String(error)}`),
  });
}
