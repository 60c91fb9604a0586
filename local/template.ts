import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { INERT_TYPES } from './cloudformation/inert-types.ts';
import { NO_VALUE, resolveIntrinsics } from './cloudformation/intrinsics.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './cloudformation/local-account.ts';
import {
  hasLocalNames,
  type LocalAddresses,
  type LocalNames,
  localNames,
} from './cloudformation/local-names.ts';

const RawResource = z.looseObject({
  Type: z.string(),
  Properties: z._default(z.record(z.string(), z.unknown()), {}),
  Condition: z.optional(z.string()),
  DependsOn: z.optional(z.union([z.string(), z.array(z.string())])),
  Metadata: z.optional(z.record(z.string(), z.unknown())),
});
type RawResource = z.infer<typeof RawResource>;

const RawTemplate = z.looseObject({
  Parameters: z._default(
    z.record(z.string(), z.looseObject({ Type: z.string(), Default: z.optional(z.unknown()) })),
    {},
  ),
  Conditions: z._default(z.record(z.string(), z.unknown()), {}),
  Resources: z.record(z.string(), RawResource),
  Outputs: z._default(z.record(z.string(), z.looseObject({ Value: z.unknown() })), {}),
});

const AssetsManifest = z.looseObject({
  files: z.record(z.string(), z.looseObject({ source: z.looseObject({ path: z.optional(z.string()) }) })),
});

/** One resource of the template; reading `properties` or `ref` resolves its intrinsic functions. */
export interface TemplateResource {
  /** Its logical id. */
  readonly id: string;
  readonly type: string;
  /** The name of its construct (`Api` of `Casebell/Api/Function/Resource`), or its logical id without metadata. */
  readonly name: string;
  /** What `Ref` gives. */
  readonly ref: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A synthesised CloudFormation template with its assets, resolved to local names and ARNs. */
export interface Template {
  readonly stackName: string;
  /** The resources whose condition holds, of one type or all. */
  resources(type?: string): readonly TemplateResource[];
  /** The resource of that logical id; throws when there is none. */
  resource(id: string): TemplateResource;
  /** The value of `Fn::GetAtt`; throws for an attribute without a local value. */
  attribute(id: string, name: string): unknown;
  /** Replaces every intrinsic function in a value. */
  resolve(value: unknown): unknown;
  outputs(): Readonly<Record<string, unknown>>;
  /** The folder or file of the asset that was to be uploaded under this key (`<hash>.zip`). */
  assetPath(s3Key: string): string;
  /** Hands in what a custom resource answered, for `Ref` and `Fn::GetAtt`. */
  answerCustomResource(id: string, physicalId: string, attributes: Readonly<Record<string, unknown>>): void;
}

/**
 * Loads the only template of a cloud assembly folder.
 *
 * A resource type that the local stack neither runs nor knowingly leaves out (`INERT_TYPES`) is an error by name,
 * and so are parameters without a default and intrinsic functions without a local meaning.
 */
export function loadTemplate(directory: string, addresses: LocalAddresses): Template {
  const files = readdirSync(directory).filter((name) => name.endsWith('.template.json'));
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) {
    throw new Error(`${directory} must hold exactly one template; it holds ${files.length}`);
  }
  const stackName = file.slice(0, -'.template.json'.length);
  const raw = RawTemplate.parse(readJson(path.join(directory, file)));
  const unknown = Object.entries(raw.Resources).filter(([, { Type }]) => !isKnownType(Type));
  if (unknown.length > 0) {
    const list = unknown.map(([id, { Type }]) => `${Type} (${id})`).join(', ');
    throw new Error(`The local stack cannot run ${list}`);
  }
  const assets = readAssets(directory, stackName);
  return createTemplate(stackName, raw, addresses, (s3Key) => {
    const found = assets[s3Key.replace(/\.[a-z]+$/, '')];
    if (found === undefined)
      throw new Error(`The template names the asset ${s3Key}, which was not synthesised`);
    return path.join(directory, found);
  });
}

/** A type whose instances are run by a function of the template. */
export function isCustomResource(type: string): boolean {
  return type === 'AWS::CloudFormation::CustomResource' || type.startsWith('Custom::');
}

function isKnownType(type: string): boolean {
  return isCustomResource(type) || hasLocalNames(type) || INERT_TYPES.includes(type);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function readAssets(directory: string, stackName: string): Record<string, string> {
  const manifest = AssetsManifest.parse(readJson(path.join(directory, `${stackName}.assets.json`)));
  return Object.fromEntries(
    Object.entries(manifest.files).flatMap(([hash, { source }]) =>
      source.path === undefined ? [] : [[hash, source.path] as const],
    ),
  );
}

/** Parts of a construct path that say what a resource is, not whose it is. */
const KIND_SEGMENTS: readonly string[] = ['Resource', 'Default', 'Function', 'StateMachine', 'Handler'];

function constructName(id: string, raw: RawResource): string {
  const cdkPath = raw.Metadata?.['aws:cdk:path'];
  if (typeof cdkPath !== 'string') return id;
  const segments = cdkPath.split('/').slice(1);
  return segments.findLast((segment) => !KIND_SEGMENTS.includes(segment)) ?? id;
}

function createTemplate(
  stackName: string,
  raw: z.infer<typeof RawTemplate>,
  addresses: LocalAddresses,
  assetPath: (s3Key: string) => string,
): Template {
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': LOCAL_ACCOUNT,
    'AWS::NoValue': NO_VALUE,
    'AWS::NotificationARNs': [],
    'AWS::Partition': 'aws',
    'AWS::Region': LOCAL_REGION,
    'AWS::StackId': `arn:aws:cloudformation:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stack/${stackName}/local`,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const answered = new Map<string, LocalNames>();
  const names = new Map<string, LocalNames>();
  const resolving = new Set<string>();

  const existing = (id: string): RawResource => {
    const found = raw.Resources[id];
    if (found === undefined) throw new Error(`The template refers to ${id}, which it does not declare`);
    return found;
  };
  const propertiesOf = (id: string) => {
    const resolved = resolveIntrinsics(existing(id).Properties, scope);
    return z.record(z.string(), z.unknown()).parse(resolved);
  };
  const namesOf = (id: string): LocalNames => {
    const known = answered.get(id) ?? names.get(id);
    if (known !== undefined) return known;
    const resource = existing(id);
    if (isCustomResource(resource.Type))
      throw new Error(`${id} is needed before its custom resource has run`);
    if (resolving.has(id)) throw new Error(`The name of ${id} depends on itself`);
    resolving.add(id);
    try {
      const named = { id, name: constructName(id, resource), properties: ownNames(resource) };
      const result = localNames(resource.Type, named, addresses);
      names.set(id, result);
      return result;
    } finally {
      resolving.delete(id);
    }
  };
  /** Only a resource's own name decides its names, so resources may refer to each other in circles otherwise. */
  const ownNames = ({ Properties }: RawResource) =>
    Object.fromEntries(
      Object.entries(Properties)
        .filter(([key]) => key.endsWith('Name') || key === 'Name' || key === 'EmailIdentity')
        .map(([key, value]) => [key, resolveIntrinsics(value, scope)]),
    );
  const attribute = (id: string, name: string): unknown => {
    const { attributes } = namesOf(id);
    if (Object.hasOwn(attributes, name)) return attributes[name];
    throw new Error(`${existing(id).Type} (${id}) has no attribute ${name} on the local stack`);
  };
  const scope = {
    ref(id: string): unknown {
      if (Object.hasOwn(pseudo, id)) return pseudo[id];
      const parameter = raw.Parameters[id];
      if (parameter === undefined) return namesOf(id).ref;
      if (parameter.Default === undefined) throw new Error(`The parameter ${id} has no default value`);
      return parameter.Default;
    },
    attribute,
    condition(name: string): boolean {
      if (!Object.hasOwn(raw.Conditions, name)) throw new Error(`The template has no condition ${name}`);
      return resolveIntrinsics(raw.Conditions[name], scope) === true;
    },
  };
  const view = (id: string, resource: RawResource): TemplateResource => ({
    id,
    type: resource.Type,
    name: constructName(id, resource),
    get ref() {
      return namesOf(id).ref;
    },
    get properties() {
      return propertiesOf(id);
    },
  });
  const holds = ({ Condition }: RawResource) => Condition === undefined || scope.condition(Condition);
  return {
    stackName,
    resources: (type) =>
      Object.entries(raw.Resources)
        .filter(([, resource]) => (type === undefined || resource.Type === type) && holds(resource))
        .map(([id, resource]) => view(id, resource)),
    resource: (id) => view(id, existing(id)),
    attribute,
    resolve: (value) => resolveIntrinsics(value, scope),
    outputs: () =>
      Object.fromEntries(
        Object.entries(raw.Outputs).map(([id, { Value }]) => [id, resolveIntrinsics(Value, scope)]),
      ),
    assetPath,
    answerCustomResource(id, physicalId, attributes) {
      answered.set(id, { ref: physicalId, attributes });
    },
  };
}
