import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ROUTES } from '#shared/schema/routes.ts';
import type { Config } from '../config.ts';
import type { DeskIdentity } from './desk-identity.ts';
import type { NodeFunction } from './node-function.ts';

/** Far above what a desk of a few hundred people does, far below what would exhaust the account's functions. */
const THROTTLE = { rateLimit: 50, burstLimit: 100 };

/** The HTTP API: one route per entry of ROUTES, each but the public ones behind the JWT authoriser. */
export class DeskApi extends Construct {
  readonly httpApi: HttpApi;
  /** Where people find the desk: the configured portal, else the API itself. */
  readonly portalUrl: string;
  /** The origin of its pages, as browsers name it. */
  readonly portalOrigin: string;
  /** Where programs find the API: its own domain, if it has one. */
  readonly apiUrl: string;

  constructor(
    scope: Construct,
    id: string,
    { portalUrl, customDomain }: Pick<Config, 'portalUrl' | 'customDomain'>,
  ) {
    super(scope, id);

    this.httpApi = new HttpApi(this, 'Api', {
      apiName: 'Casebell',
      createDefaultStage: false,
      ...(portalUrl && { corsPreflight: corsFor(portalUrl) }),
    });
    this.apiUrl = customDomain ? `https://${customDomain.name}` : this.httpApi.apiEndpoint;
    this.portalUrl = portalUrl ?? this.apiUrl;
    this.portalOrigin = portalUrl === undefined ? this.apiUrl : new URL(portalUrl).origin;

    new HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', { retention: RetentionDays.SIX_MONTHS }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_LINE)),
      },
      ...(customDomain && {
        domainMapping: {
          domainName: new DomainName(this, 'Domain', {
            domainName: customDomain.name,
            securityPolicy: SecurityPolicy.TLS_1_2,
            certificate: Certificate.fromCertificateArn(this, 'Certificate', customDomain.certificateArn),
          }),
        },
      }),
    });
  }

  /** Routes every request to the function that serves it, once it is known who asks. */
  serve(
    functions: { api: NodeFunction; uploads: NodeFunction; script: NodeFunction },
    { userPool, client }: DeskIdentity,
  ): void {
    const integrations = {
      api: new HttpLambdaIntegration('Integration', functions.api, { scopePermissionToRoute: false }),
      uploads: new HttpLambdaIntegration('UploadsIntegration', functions.uploads, {
        scopePermissionToRoute: false,
      }),
      script: new HttpLambdaIntegration('ScriptIntegration', functions.script, {
        scopePermissionToRoute: false,
      }),
    };
    const signedIn = new HttpJwtAuthorizer('SignedIn', userPool.userPoolProviderUrl, {
      jwtAudience: [client.userPoolClientId],
    });
    const everyone = new HttpNoneAuthorizer();

    for (const { method, path, access, ...route } of ROUTES) {
      this.httpApi.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: integrations['servedBy' in route ? route.servedBy : 'api'],
        authorizer: access === 'signed-in' ? signedIn : everyone,
      });
    }
  }
}

/**
 * Who asked for what and how it went. No address, no name: the caller is told by the user pool's own id. The route and
 * not the path, which may hold the secret of a ticket.
 */
const ACCESS_LOG_LINE = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  bytes: '$context.responseLength',
  caller: '$context.authorizer.claims.sub',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
};

function corsFor(portalUrl: string) {
  return {
    allowOrigins: [new URL(portalUrl).origin],
    allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.DELETE],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
    maxAge: Duration.hours(1),
  };
}
