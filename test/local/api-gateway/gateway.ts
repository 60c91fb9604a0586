import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type HttpApiDefinition, readHttpApi } from '#local/api-gateway/definition.ts';
import type { HttpApiEvent } from '#local/api-gateway/event.ts';
import { createHttpApi } from '#local/api-gateway/http-api.ts';
import type { Interpose } from '#local/interpose.ts';

export const ISSUER = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Test';
export const CLIENT_ID = 'client-1';
export const NOW = '2026-03-12T19:03:58.000Z';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:Api';

/** A template's resolved HTTP API with the given routes; a route with `!` before its key needs a token. */
export function apiOf(
  routeKeys: readonly string[],
  options: { cors?: object; timeoutMs?: number; scopes?: readonly string[] } = {},
): HttpApiDefinition {
  const of = (ref: string, type: string, properties: object) => ({
    ref,
    type: `AWS::ApiGatewayV2::${type}`,
    properties: { ApiId: 'api1', ...properties },
  });
  return readHttpApi([
    of('api1', 'Api', {
      ProtocolType: 'HTTP',
      ...(options.cors ? { CorsConfiguration: options.cors } : {}),
    }),
    of('stage', 'Stage', { StageName: '$default', AutoDeploy: true }),
    of('int1', 'Integration', {
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: FUNCTION_ARN,
      PayloadFormatVersion: '2.0',
      ...(options.timeoutMs ? { TimeoutInMillis: options.timeoutMs } : {}),
    }),
    of('auth1', 'Authorizer', {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: ISSUER, Audience: [CLIENT_ID] },
    }),
    ...routeKeys.map((key, index) =>
      of(`route${index}`, 'Route', {
        RouteKey: key.replace(/^!/, ''),
        Target: 'integrations/int1',
        ...(key.startsWith('!')
          ? {
              AuthorizationType: 'JWT',
              AuthorizerId: 'auth1',
              ...(options.scopes ? { AuthorizationScopes: options.scopes } : {}),
            }
          : { AuthorizationType: 'NONE' }),
      }),
    ),
  ]);
}

const keys = await generateKeyPair('RS256');
const publicKey = { ...(await exportJWK(keys.publicKey)), kid: 'key-1', alg: 'RS256' };

/** A token signed by the issuer's key, or by another one of the same name. */
export async function signed(
  claims: Record<string, unknown>,
  { kid = 'key-1', privateKey = keys.privateKey } = {},
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader(kid === '' ? { alg: 'RS256' } : { alg: 'RS256', kid })
    .sign(privateKey);
}

/** Starts a real HTTP server over an HTTP API whose function is `run`; `interpose` injects faults. */
export async function startGateway(
  api: HttpApiDefinition,
  run: (event: HttpApiEvent) => unknown,
  interpose?: Interpose['http'],
) {
  const events: HttpApiEvent[] = [];
  const errors: unknown[] = [];
  const gateway = createHttpApi({
    api,
    clock: { now: () => Date.parse(NOW) },
    jwks: () => ({ keys: [publicKey] }),
    ...(interpose && { interpose }),
    onError: (error, request) => errors.push(`${request}: ${error}`),
    invoke: async (_functionArn, event) => {
      events.push(event);
      return run(event);
    },
  });
  const server = createServer((request, response) => void gateway.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    gateway,
    events,
    errors,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}
