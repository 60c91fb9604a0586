import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTemplate } from '#local/template.ts';
import { QUEUE, TABLE, temporaryFolder, writeAssembly } from './assembly.ts';

const ADDRESSES = { deskUrl: 'http://localhost:4600' };

function load(resources: Record<string, object>, rest: Record<string, unknown> = {}) {
  return loadTemplate(writeAssembly({ resources, rest }), ADDRESSES);
}

describe('resolving a template', () => {
  const template = load(
    { Table: TABLE, Failed: QUEUE, Http: { Type: 'AWS::ApiGatewayV2::Api' } },
    {
      Parameters: {
        BootstrapVersion: {
          Type: 'AWS::SSM::Parameter::Value<String>',
          Default: '/cdk-bootstrap/hnb659fds/version',
        },
        Needed: { Type: 'String' },
      },
      Conditions: {
        IsLocal: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
        IsElsewhere: { 'Fn::Not': [{ Condition: 'IsLocal' }] },
        Both: { 'Fn::And': [{ Condition: 'IsLocal' }, { Condition: 'IsElsewhere' }] },
        Either: { 'Fn::Or': [{ Condition: 'IsLocal' }, { Condition: 'IsElsewhere' }] },
      },
    },
  );

  it.each([
    ['Ref of a table', { Ref: 'Table' }, 'Table'],
    ['Ref of a queue', { Ref: 'Failed' }, 'https://sqs.us-east-1.amazonaws.com/000000000000/Failed'],
    ['Ref of a parameter', { Ref: 'BootstrapVersion' }, '/cdk-bootstrap/hnb659fds/version'],
    ['pseudo parameters', { 'Fn::Sub': `\${AWS::Partition}:\${AWS::AccountId}` }, 'aws:000000000000'],
    ['GetAtt', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:aws:dynamodb:us-east-1:000000000000:table/Table'],
    ['GetAtt with a dot', { 'Fn::GetAtt': 'Failed.QueueName' }, 'Failed'],
    ['GetAtt of the desk', { 'Fn::GetAtt': ['Http', 'ApiEndpoint'] }, 'http://localhost:4600'],
    ['Join', { 'Fn::Join': ['/', ['a', { Ref: 'Table' }, 3]] }, 'a/Table/3'],
    [
      'Sub of resources',
      { 'Fn::Sub': `\${Table} \${Failed.QueueName} \${!Literal}` },
      `Table Failed \${Literal}`,
    ],
    ['Sub with variables', { 'Fn::Sub': [`\${name}!`, { name: { Ref: 'Table' } }] }, 'Table!'],
    ['Select and Split', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    ['If', { 'Fn::If': ['IsElsewhere', 'there', 'here'] }, 'here'],
    ['And', { 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
    ['Or', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    ['NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['NoValue in a list', [1, { 'Fn::If': ['IsElsewhere', 2, { Ref: 'AWS::NoValue' }] }], [1]],
    [
      'a property called Condition',
      { Condition: { Bool: { x: true } } },
      { Condition: { Bool: { x: true } } },
    ],
  ])('gives %s', (_name, value, expected) => {
    expect(template.resolve(value)).toEqual(expected);
  });

  it.each([
    [
      'an import from another stack',
      { 'Fn::ImportValue': 'x' },
      'Fn::ImportValue is not supported by the local stack',
    ],
    ['a parameter without a default', { Ref: 'Needed' }, 'The parameter Needed has no default value'],
    ['an unknown resource', { Ref: 'Nobody' }, 'The template refers to Nobody, which it does not declare'],
    [
      'an attribute without a local value',
      { 'Fn::GetAtt': ['Table', 'Colour'] },
      'AWS::DynamoDB::Table (Table) has no attribute Colour on the local stack',
    ],
  ])('refuses %s by name', (_name, value, message) => {
    expect(() => template.resolve(value)).toThrow(message);
  });
});

describe('loading a template', () => {
  it('refuses a resource type that it can neither run nor leave out, by name', () => {
    expect(() => load({ Cluster: { Type: 'AWS::ECS::Cluster' } })).toThrow(
      'The local stack cannot run AWS::ECS::Cluster (Cluster)',
    );
  });

  it('accepts types without a local effect', () => {
    expect(load({ Alarm: { Type: 'AWS::CloudWatch::Alarm' } }).resources()).toHaveLength(1);
  });

  it('leaves out resources whose condition does not hold', () => {
    const template = load(
      { Table: { ...TABLE, Condition: 'Never' } },
      { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } },
    );
    expect(template.resources('AWS::DynamoDB::Table')).toEqual([]);
  });

  it('calls a resource by the name of its construct', () => {
    const template = load({
      ApiF00: { Type: 'AWS::SQS::Queue', Metadata: { 'aws:cdk:path': 'Casebell/Api/Function/Resource' } },
    });
    expect(template.resource('ApiF00').name).toBe('Api');
  });

  it('refuses an assembly with two templates', () => {
    const folder = writeAssembly({ resources: {} });
    writeFileSync(path.join(folder, 'Other.template.json'), '{"Resources":{}}');
    expect(() => loadTemplate(folder, ADDRESSES)).toThrow('must hold exactly one template; it holds 2');
  });

  it('finds the folder of an asset, and names one that was not synthesised', () => {
    const folder = writeAssembly({ functions: { Worker: { source: 'export const handler = () => 1;' } } });
    const template = loadTemplate(folder, ADDRESSES);
    expect(template.assetPath('workerhash.zip')).toBe(path.join(folder, 'asset.workerhash'));
    expect(() => template.assetPath('0815.zip')).toThrow('0815.zip, which was not synthesised');
    expect(temporaryFolder()).not.toBe(folder);
  });
});
