import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { casebellApp } from '#infra/casebell-app.ts';

const Resource = z.object({
  Type: z.string(),
  Properties: z._default(z.record(z.string(), z.unknown()), {}),
  DeletionPolicy: z.optional(z.string()),
  UpdateReplacePolicy: z.optional(z.string()),
  Metadata: z._default(z.record(z.string(), z.unknown()), {}),
});
export type Resource = z.infer<typeof Resource>;

const SynthesisedTemplate = z.object({ Resources: z.record(z.string(), Resource) });

/** A cloud assembly made for a test, in a folder of its own. */
export interface Assembly {
  readonly folder: string;
  /** The template as CloudFormation gets it. */
  readonly text: string;
  readonly resources: Readonly<Record<string, Resource>>;
  /** The resources of a type, by their construct's path below the stack. */
  ofType(type: string): Record<string, Resource>;
  /** What the template says about one resource; throws when there is no such resource. */
  properties(type: string, path: string): Record<string, unknown>;
}

/** Synthesises the app without its checks, which have a test of their own. */
export function synthesise(configFile?: string): Assembly {
  const folder = mkdtempSync(join(tmpdir(), 'casebell-assembly-'));
  casebellApp({ outdir: folder, checked: false, ...(configFile !== undefined && { configFile }) }).synth();
  const text = readFileSync(join(folder, 'Casebell.template.json'), 'utf8');
  const { Resources } = SynthesisedTemplate.parse(JSON.parse(text));

  const ofType = (type: string) =>
    Object.fromEntries(
      Object.values(Resources)
        .filter((resource) => resource.Type === type)
        .map((resource) => [pathOf(resource), resource]),
    );

  return {
    folder,
    text,
    resources: Resources,
    ofType,
    properties(type, path) {
      const resource = ofType(type)[path];
      if (resource === undefined) throw new Error(`The template has no ${type} at ${path}`);
      return resource.Properties;
    },
  };
}

function pathOf({ Metadata }: Resource): string {
  return String(Metadata['aws:cdk:path'])
    .replace(/^Casebell\//, '')
    .replace(/\/Resource$/, '');
}
