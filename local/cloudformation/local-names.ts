import { LOCAL_ACCOUNT, LOCAL_REGION, localArn } from './local-account.ts';

/** Addresses that templates ask for but only the running stack knows. */
export interface LocalAddresses {
  /** Where the desk listens, without a slash at the end, e.g. `http://localhost:4600`. */
  readonly deskUrl: string;
}

/** What `Ref` and `Fn::GetAtt` give for one resource. */
export interface LocalNames {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A resource as far as its names depend on it; `name` is its construct's name, or else its logical id. */
export interface NamedResource {
  readonly id: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Naming = (resource: NamedResource, addresses: LocalAddresses) => LocalNames;

const given = ({ properties, id }: NamedResource, property: string): string => {
  const value = properties[property];
  return typeof value === 'string' ? value : id;
};

const table: Naming = (resource) => {
  const name = given(resource, 'TableName');
  const arn = localArn('dynamodb', `table/${name}`);
  return { ref: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/local`, TableId: resource.id } };
};

const role: Naming = (resource) => {
  const name = given(resource, 'RoleName');
  return {
    ref: name,
    attributes: { Arn: `arn:aws:iam::${LOCAL_ACCOUNT}:role/${name}`, RoleId: `AROA${resource.id}` },
  };
};

const bucket: Naming = (resource) => {
  const name = given(resource, 'BucketName').toLowerCase();
  return {
    ref: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${LOCAL_REGION}.amazonaws.com`,
    },
  };
};

const plain: Naming = ({ id }) => ({ ref: id, attributes: {} });

/** Every resource type whose name or attributes something may ask for, and what they are on the local stack. */
const NAMINGS: Readonly<Record<string, Naming>> = {
  'AWS::ApiGatewayV2::Api': ({ id }, { deskUrl }) => ({
    ref: id,
    attributes: { ApiEndpoint: deskUrl, ApiId: id },
  }),
  'AWS::ApiGatewayV2::Authorizer': plain,
  'AWS::ApiGatewayV2::Integration': plain,
  'AWS::ApiGatewayV2::Route': plain,
  'AWS::ApiGatewayV2::Stage': (resource) => ({ ref: given(resource, 'StageName'), attributes: {} }),
  'AWS::Cognito::UserPool': ({ id }) => {
    const poolId = `${LOCAL_REGION}_${id}`;
    const provider = `cognito-idp.${LOCAL_REGION}.amazonaws.com/${poolId}`;
    return {
      ref: poolId,
      attributes: {
        Arn: localArn('cognito-idp', `userpool/${poolId}`),
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
        UserPoolId: poolId,
      },
    };
  },
  'AWS::Cognito::UserPoolClient': ({ id }) => ({ ref: id, attributes: { ClientId: id } }),
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::Events::EventBus': (resource) => {
    const name = given(resource, 'Name');
    return { ref: name, attributes: { Arn: localArn('events', `event-bus/${name}`), Name: name } };
  },
  'AWS::Events::Rule': (resource) => {
    const name = given(resource, 'Name');
    return { ref: name, attributes: { Arn: localArn('events', `rule/${name}`) } };
  },
  'AWS::IAM::ManagedPolicy': (resource) => ({
    ref: `arn:aws:iam::${LOCAL_ACCOUNT}:policy/${given(resource, 'ManagedPolicyName')}`,
    attributes: {},
  }),
  'AWS::IAM::Policy': plain,
  'AWS::IAM::Role': role,
  'AWS::KMS::Key': ({ id }) => ({ ref: id, attributes: { Arn: localArn('kms', `key/${id}`), KeyId: id } }),
  'AWS::Lambda::EventInvokeConfig': plain,
  'AWS::Lambda::EventSourceMapping': ({ id }) => ({
    ref: id,
    attributes: { EventSourceMappingArn: localArn('lambda', `event-source-mapping:${id}`), Id: id },
  }),
  'AWS::Lambda::Function': (resource) => {
    const { FunctionName } = resource.properties;
    const name = typeof FunctionName === 'string' ? FunctionName : resource.name;
    return { ref: name, attributes: { Arn: localArn('lambda', `function:${name}`) } };
  },
  'AWS::Lambda::Permission': plain,
  'AWS::Logs::LogGroup': (resource) => {
    const name = given(resource, 'LogGroupName');
    return { ref: name, attributes: { Arn: localArn('logs', `log-group:${name}:*`) } };
  },
  'AWS::S3::Bucket': bucket,
  'AWS::S3::BucketPolicy': plain,
  'AWS::SES::ConfigurationSet': (resource) => ({ ref: given(resource, 'Name'), attributes: {} }),
  'AWS::SES::EmailIdentity': (resource) => ({
    ref: given(resource, 'EmailIdentity'),
    attributes: Object.fromEntries(
      [1, 2, 3].flatMap((number) => [
        [`DkimDNSTokenName${number}`, `token${number}._domainkey.${given(resource, 'EmailIdentity')}`],
        [`DkimDNSTokenValue${number}`, `token${number}.dkim.amazonses.com`],
      ]),
    ),
  }),
  'AWS::SNS::Topic': (resource) => {
    const name = given(resource, 'TopicName');
    const arn = localArn('sns', name);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
  'AWS::SQS::Queue': (resource) => {
    const name = given(resource, 'QueueName');
    return {
      ref: `https://sqs.${LOCAL_REGION}.amazonaws.com/${LOCAL_ACCOUNT}/${name}`,
      attributes: { Arn: localArn('sqs', name), QueueName: name },
    };
  },
  'AWS::StepFunctions::StateMachine': (resource) => {
    const { StateMachineName } = resource.properties;
    const name = typeof StateMachineName === 'string' ? StateMachineName : resource.name;
    const arn = localArn('states', `stateMachine:${name}`);
    return { ref: arn, attributes: { Arn: arn, Name: name } };
  },
};

/** Whether the local stack knows the names of this resource type. */
export function hasLocalNames(type: string): boolean {
  return Object.hasOwn(NAMINGS, type);
}

/** The names of one resource; throws for a type it does not know. */
export function localNames(type: string, resource: NamedResource, addresses: LocalAddresses): LocalNames {
  const naming = Object.hasOwn(NAMINGS, type) ? NAMINGS[type] : undefined;
  if (naming === undefined) throw new Error(`The local stack does not know the names of ${type}`);
  return naming(resource, addresses);
}
