import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  ClientAttributes,
  FeaturePlan,
  ManagedLoginVersion,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  UserPoolEmail,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

/** The staff roles. Only an operator puts a person into a group: no client may write it. */
const STAFF_GROUPS = {
  csr: 'Customer service representatives',
  tse: 'Technical support engineers',
  manager: 'Duty managers',
  rem: 'Regional escalation managers',
};

export interface DeskIdentityProps {
  readonly portalUrl: string;
  readonly loginPrefix: string;
  readonly vendorName: string;
  /** The verified domain and the address in it that codes come from; without it Cognito sends them itself. */
  readonly mail: { readonly domain: string; readonly sender: string } | undefined;
}

/** Who people are: sign-in with a code sent by mail, on pages that Cognito serves. */
export class DeskIdentity extends Construct {
  readonly userPool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { portalUrl, loginPrefix, vendorName, mail }: DeskIdentityProps) {
    super(scope, id);

    this.userPool = new UserPool(this, 'UserPool', {
      // One-time codes and managed login need it; it costs nothing up to 10,000 people a month.
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      signInPolicy: { allowedFirstAuthFactors: { password: true, emailOtp: true } },
      autoVerify: { email: true },
      // A changed address counts only once it is verified: customers are matched by it.
      keepOriginal: { email: true },
      standardAttributes: { email: { required: true, mutable: true }, fullname: { mutable: true } },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      ...(mail && {
        email: UserPoolEmail.withSES({
          fromEmail: mail.sender,
          fromName: vendorName,
          sesVerifiedDomain: mail.domain,
          sesRegion: Stack.of(this).region,
        }),
      }),
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.userPool.addDomain('SignIn', {
      cognitoDomain: { domainPrefix: loginPrefix },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });

    const own = new ClientAttributes().withStandardAttributes({ email: true, fullname: true });
    this.client = this.userPool.addClient('Portal', {
      authFlows: { user: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [`${portalUrl}/signed-in`],
        logoutUrls: [`${portalUrl}/`],
      },
      readAttributes: own.withStandardAttributes({ email: true, emailVerified: true, fullname: true }),
      writeAttributes: own,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
    });
    // Without a branding of its own a client has no sign-in page.
    new CfnManagedLoginBranding(this, 'SignInPage', {
      userPoolId: this.userPool.userPoolId,
      clientId: this.client.userPoolClientId,
      useCognitoProvidedValues: true,
    });

    for (const [groupName, description] of Object.entries(STAFF_GROUPS)) {
      this.userPool.addGroup(groupName, { groupName, description });
    }
  }
}
