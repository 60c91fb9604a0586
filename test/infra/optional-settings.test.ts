import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { synthesise } from './assembly.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

const everySetting = {
  vendorName: 'Example Software',
  mailDomain: 'support.example.com',
  mailDomainVerified: true,
  sender: 'desk@support.example.com',
  languages: ['en'],
  policyPack: 'policies/house.yaml',
  alarmAddress: 'operators@example.com',
  replyTo: 'support@example.com',
  portalUrl: 'https://desk.example.com',
  customDomain: {
    name: 'api.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0000',
  },
  loginPrefix: 'example-desk',
};

afterEach(() => vi.unstubAllEnvs());

describe('a deployment with every optional setting', () => {
  const assembly = withTemporaryFolder((folder) => {
    const configFile = join(folder, 'casebell.config.yaml');
    writeFileSync(configFile, JSON.stringify(everySetting));
    return synthesise(configFile);
  });

  it('serves the API under its own domain', () => {
    expect(assembly.properties('AWS::ApiGatewayV2::DomainName', 'Http/Domain')).toMatchObject({
      DomainName: 'api.example.com',
      DomainNameConfigurations: [{ SecurityPolicy: 'TLS_1_2' }],
    });
  });

  it('lets the portal, and no other page, call the API', () => {
    expect(assembly.properties('AWS::ApiGatewayV2::Api', 'Http/Api')).toMatchObject({
      CorsConfiguration: {
        AllowOrigins: ['https://desk.example.com'],
        AllowMethods: ['GET', 'POST', 'DELETE'],
        AllowHeaders: ['authorization', 'content-type', 'idempotency-key'],
      },
    });
  });

  it('links mails and sign-in to the portal', () => {
    expect(assembly.properties('AWS::Lambda::Function', 'SendMail')).toMatchObject({
      Environment: { Variables: { PORTAL_URL: 'https://desk.example.com' } },
    });
    expect(assembly.properties('AWS::Cognito::UserPoolClient', 'Identity/UserPool/Portal')).toMatchObject({
      CallbackURLs: ['https://desk.example.com/signed-in'],
    });
    expect(assembly.properties('AWS::Cognito::UserPoolDomain', 'Identity/UserPool/SignIn')).toMatchObject({
      Domain: 'example-desk',
    });
  });

  it('sends sign-in codes from its own address', () => {
    expect(assembly.properties('AWS::Cognito::UserPool', 'Identity/UserPool')).toMatchObject({
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        From: 'Example Software <desk@support.example.com>',
      },
    });
  });
});

describe('the environment of the deploying machine', () => {
  it('leaves no trace in the template', () => {
    const before = synthesise().text;
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:4566');
    vi.stubEnv('AWS_REGION', 'eu-north-1');
    vi.stubEnv('CDK_DEFAULT_ACCOUNT', '999999999999');
    vi.stubEnv('CDK_DEFAULT_REGION', 'eu-north-1');
    vi.stubEnv('CASEBELL_STATE', '/somewhere');

    expect(synthesise().text).toBe(before);
  });
});
