import { describe, expect, it } from 'vitest';
import { ROUTES } from '#shared/schema/routes.ts';
import { synthesise } from './assembly.ts';

describe('the HTTP API', () => {
  const assembly = synthesise();
  const routes = Object.values(assembly.ofType('AWS::ApiGatewayV2::Route')).map(
    ({ Properties }) => Properties,
  );

  it('has a route for each entry of ROUTES, and no other', () => {
    expect(routes.map((route) => route.RouteKey).sort()).toEqual(
      ROUTES.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });

  it('asks everybody who they are, except for its description, the script, and whoever has a ticket', () => {
    const open = routes.filter((route) => route.AuthorizationType !== 'JWT');
    expect(open.map((route) => [route.RouteKey, route.AuthorizationType])).toEqual([
      ['GET /v1/openapi.json', 'NONE'],
      ['POST /v1/ticket/uploads', 'NONE'],
      ['GET /v1/ticket/uploads/{id}', 'NONE'],
      ['POST /v1/ticket/uploads/{id}/parts:sign', 'NONE'],
      ['GET /v1/ticket/uploads/{id}/parts', 'NONE'],
      ['POST /v1/ticket/uploads/{id}/complete', 'NONE'],
      ['GET /v1/upload.sh', 'NONE'],
      ['GET /v1/t/{secret}', 'NONE'],
    ]);
  });

  it('believes the tokens of its own user pool, made for its own client', () => {
    const [authoriser] = Object.values(assembly.ofType('AWS::ApiGatewayV2::Authorizer'));
    expect(authoriser?.Properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: [{ Ref: expect.stringMatching(/^IdentityUserPoolPortal/) }],
        Issuer: { 'Fn::GetAtt': [expect.stringMatching(/^IdentityUserPool/), 'ProviderURL'] },
      },
    });
  });

  it('calls the function with payload 2.0, which has the time of the request', () => {
    const integrations = Object.values(assembly.ofType('AWS::ApiGatewayV2::Integration'));
    expect(integrations.map(({ Properties }) => Properties.PayloadFormatVersion)).toEqual([
      '2.0',
      '2.0',
      '2.0',
    ]);
  });

  it('is throttled, and logs no personal data', () => {
    const stage = assembly.properties('AWS::ApiGatewayV2::Stage', 'Http/Stage');
    expect(stage).toMatchObject({
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
    expect(JSON.stringify(stage.AccessLogSettings)).not.toMatch(/sourceIp|email|userAgent/);
  });

  it('[WRK-6] logs the route and no path: the secret of a ticket may be in it', () => {
    const stage = assembly.properties('AWS::ApiGatewayV2::Stage', 'Http/Stage');
    const { Format } = stage.AccessLogSettings as { Format: string };
    expect(JSON.parse(Format)).toMatchObject({ route: '$context.routeKey' });
    expect(Format).not.toMatch(/context\.(path|http)/);
  });

  it('lets nobody write their own groups', () => {
    const client = assembly.properties('AWS::Cognito::UserPoolClient', 'Identity/UserPool/Portal');
    expect(client).toMatchObject({ WriteAttributes: ['email', 'name'], AllowedOAuthFlows: ['code'] });
    expect(client).not.toHaveProperty('GenerateSecret');
  });

  it('knows the staff roles', () => {
    const groups = Object.values(assembly.ofType('AWS::Cognito::UserPoolGroup'));
    expect(groups.map(({ Properties }) => Properties.GroupName)).toEqual(['csr', 'tse', 'manager', 'rem']);
  });
});
