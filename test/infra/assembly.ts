import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { casebellApp } from '#infra/casebell-app.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

const Resource = z.object({
  Type: z.string(),
  Properties: z._default(z.record(z.string(), z.unknown()), {}),
  DeletionPolicy: z.optional(z.string()),
  UpdateReplacePolicy: z.optional(z.string()),
  Metadata: z._default(z.record(z.string(), z.unknown()), {}),
});
export type Resource = z.infer<typeof Resource>;

const SynthesisedTemplate = z.object({ Resources: z.record(z.string(), Resource) });

/** What a synthesis gave. */
export interface Assembly {
  /** The template as CloudFormation gets it. */
  readonly text: string;
  readonly resources: Readonly<Record<string, Resource>>;
  /** The resources of a type, by their construct's path below the stack. */
  ofType(type: string): Record<string, Resource>;
  /** The files of one asset with their sizes in bytes. */
  filesOf(asset: unknown): Record<string, number>;
  /** What the template says about one resource; throws when there is no such resource. */
  properties(type: string, path: string): Record<string, unknown>;
}

/** Synthesises the app without its checks, which have a test of their own. */
export function synthesise(configFile?: string): Assembly {
  return withTemporaryFolder((outdir) => {
    casebellApp({ outdir, checked: false, ...(configFile !== undefined && { configFile }) }).synth();
    return assemblyOf(readFileSync(join(outdir, 'Casebell.template.json'), 'utf8'), filesByAsset(outdir));
  });
}

function assemblyOf(text: string, files: Record<string, Record<string, number>>): Assembly {
  const { Resources } = SynthesisedTemplate.parse(JSON.parse(text));
  const ofType = (type: string) =>
    Object.fromEntries(
      Object.values(Resources)
        .filter((resource) => resource.Type === type)
        .map((resource) => [pathOf(resource), resource]),
    );

  return {
    text,
    resources: Resources,
    ofType,
    filesOf: (asset) => files[String(asset)] ?? {},
    properties(type, path) {
      const resource = ofType(type)[path];
      if (resource === undefined) throw new Error(`The template has no ${type} at ${path}`);
      return resource.Properties;
    },
  };
}

function filesByAsset(outdir: string): Record<string, Record<string, number>> {
  const folders = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  return Object.fromEntries(
    folders.map((folder) => [
      folder,
      Object.fromEntries(
        readdirSync(join(outdir, folder)).map((file) => [file, statSync(join(outdir, folder, file)).size]),
      ),
    ]),
  );
}

function pathOf({ Metadata }: Resource): string {
  return String(Metadata['aws:cdk:path'])
    .replace(/^Casebell\//, '')
    .replace(/\/Resource$/, '');
}
