import * as z from 'zod/mini';
import type { Template } from '#local/template.ts';
import { readStatements, type Statement } from './statement.ts';

const NamedPolicy = z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() });
const Role = z.object({
  Policies: z._default(z.array(NamedPolicy), []),
  ManagedPolicyArns: z._default(z.array(z.string()), []),
});
const Policy = z.object({ PolicyDocument: z.unknown(), Roles: z._default(z.array(z.string()), []) });

const LOGGING = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** The AWS managed policies a role of the template may have, by name. */
const AWS_MANAGED: Readonly<Record<string, readonly string[]>> = {
  AWSLambdaBasicExecutionRole: LOGGING,
  AWSXRayDaemonWriteAccess: [
    'xray:GetSamplingRules',
    'xray:GetSamplingStatisticSummaries',
    'xray:GetSamplingTargets',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ],
};

/**
 * Every role of the template with all statements that apply to it: inline, `AWS::IAM::Policy`,
 * `AWS::IAM::ManagedPolicy` and AWS managed ones. Keys are role names. An unknown managed policy throws.
 */
export function rolePolicies(template: Template): ReadonlyMap<string, readonly Statement[]> {
  const customerManaged = new Map(
    template
      .resources('AWS::IAM::ManagedPolicy')
      .map((resource) => [
        resource.ref,
        readStatements(resource.id, Policy.parse(resource.properties).PolicyDocument),
      ]),
  );
  const roles = new Map<string, Statement[]>();
  for (const resource of template.resources('AWS::IAM::Role')) {
    const { Policies, ManagedPolicyArns } = Role.parse(resource.properties);
    roles.set(resource.ref, [
      ...Policies.flatMap(({ PolicyName, PolicyDocument }) =>
        readStatements(`${resource.id}/${PolicyName}`, PolicyDocument),
      ),
      ...ManagedPolicyArns.flatMap((arn) => customerManaged.get(arn) ?? awsManaged(resource.id, arn)),
    ]);
  }
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']) {
    for (const resource of template.resources(type)) {
      const { PolicyDocument, Roles } = Policy.parse(resource.properties);
      for (const role of Roles) roles.get(role)?.push(...readStatements(resource.id, PolicyDocument));
    }
  }
  return roles;
}

function awsManaged(roleId: string, arn: string): Statement[] {
  const name = arn.split('/').at(-1) ?? arn;
  const actions = Object.hasOwn(AWS_MANAGED, name) ? AWS_MANAGED[name] : undefined;
  if (actions === undefined)
    throw new Error(`The local stack does not know the managed policy ${arn} of ${roleId}`);
  const statement: Statement = {
    id: `${roleId}/${name}`,
    effect: 'Allow',
    actions,
    notActions: [],
    resources: ['*'],
    notResources: [],
    conditions: {},
  };
  return [statement];
}
