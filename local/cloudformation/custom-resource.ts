import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import type { StateFile } from '#local/state-file.ts';
import { isCustomResource, type Template, type TemplateResource } from '#local/template.ts';

const Properties = z.record(z.string(), z.unknown());

const Done = z.object({ properties: Properties, physicalId: z.string(), attributes: Properties });
/** What each custom resource was last created or updated with, by logical id. */
export const CustomResourceStates = z.record(z.string(), Done);
export type CustomResourceStates = z.infer<typeof CustomResourceStates>;

const Answer = z.looseObject({
  Status: z.enum(['SUCCESS', 'FAILED']),
  Reason: z.optional(z.string()),
  PhysicalResourceId: z.optional(z.string()),
  Data: z.optional(Properties),
});
type Answer = z.infer<typeof Answer>;

/** A custom resource's function said no, or nothing: the stack cannot be as its template says. */
export class CustomResourceFailed extends Error {
  override readonly name = 'CustomResourceFailed';
}

/** What custom resources are run with. */
export interface CustomResourceSettings {
  readonly template: Template;
  readonly states: StateFile<CustomResourceStates>;
  /** The address that the endpoint serves, without a slash at its end. */
  readonly endpointUrl: string;
  /** Runs the function whose ARN is the ServiceToken. */
  invoke(functionArn: string, event: unknown): Promise<unknown>;
}

/** Runs custom resources as CloudFormation does. */
export interface CustomResources {
  /** Creates or updates each resource whose properties changed; rejects with `CustomResourceFailed`. */
  apply(): Promise<void>;
  /** Takes what a function PUT to its ResponseURL; false when nobody waits for it. */
  answer(path: string, body: string): boolean;
}

/** How long a function may take to answer where the resource does not say (CloudFormation: an hour). */
const ANSWER_LIMIT_SECONDS = 60;

export function createCustomResources(settings: CustomResourceSettings): CustomResources {
  const { template, states } = settings;
  const waiting = new Map<string, (answer: Answer) => void>();

  async function run(resource: TemplateResource): Promise<void> {
    const { ServiceToken, ServiceTimeout, ...own } = resource.properties;
    const serviceToken = z.string().parse(ServiceToken);
    const properties = Properties.parse(asText({ ServiceToken, ...own }));
    const before = states.value[resource.id];
    if (before !== undefined && isDeepStrictEqual(before.properties, properties)) {
      template.answerCustomResource(resource.id, before.physicalId, before.attributes);
      return;
    }
    const requestId = randomUUID();
    const path = `/custom-resource/${requestId}`;
    const event = {
      RequestType: before === undefined ? 'Create' : 'Update',
      ResponseURL: `${settings.endpointUrl}${path}`,
      StackId: template.resolve({ Ref: 'AWS::StackId' }),
      RequestId: requestId,
      ResourceType: resource.type,
      LogicalResourceId: resource.id,
      ...(before === undefined
        ? {}
        : { PhysicalResourceId: before.physicalId, OldResourceProperties: before.properties }),
      ResourceProperties: properties,
    };
    const limitSeconds = z
      .catch(z.coerce.number(), ANSWER_LIMIT_SECONDS)
      .parse(ServiceTimeout ?? ANSWER_LIMIT_SECONDS);
    const answer = await ask(resource, serviceToken, event, path, limitSeconds);
    if (answer.Status === 'FAILED') {
      throw new CustomResourceFailed(
        `${resource.type} ${resource.name} failed: ${answer.Reason ?? 'no reason given'}`,
      );
    }
    const physicalId = answer.PhysicalResourceId ?? before?.physicalId ?? resource.id;
    const attributes = answer.Data ?? {};
    template.answerCustomResource(resource.id, physicalId, attributes);
    states.save({ ...states.value, [resource.id]: { properties, physicalId, attributes } });
  }

  async function ask(
    { type, name }: TemplateResource,
    serviceToken: string,
    event: unknown,
    path: string,
    limitSeconds: number,
  ): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Answer>((resolve, reject) => {
        const fail = (reason: string) =>
          reject(new CustomResourceFailed(`${type} ${name} failed: ${reason}`));
        waiting.set(path, resolve);
        timer = setTimeout(() => fail(`no answer within ${limitSeconds} s`), limitSeconds * 1000);
        // A function that ends without having answered never will.
        settings.invoke(serviceToken, event).then(
          () => waiting.has(path) && fail('its function ended without an answer'),
          (error: unknown) => fail(error instanceof Error ? error.message : String(error)),
        );
      });
    } finally {
      clearTimeout(timer);
      waiting.delete(path);
    }
  }

  return {
    async apply() {
      for (const resource of template.resources()) {
        if (isCustomResource(resource.type)) await run(resource);
      }
    },
    answer(path, body) {
      const resolve = waiting.get(path);
      if (resolve === undefined) return false;
      waiting.delete(path);
      resolve(Answer.parse(JSON.parse(body)));
      return true;
    },
  };
}

/** CloudFormation hands over every number and boolean as text. */
function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return value === undefined ? value : String(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asText(item)]));
}
