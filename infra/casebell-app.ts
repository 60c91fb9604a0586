import { resolve } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Pack } from '#shared/policy/pack.ts';
import { CasebellStack } from './casebell-stack.ts';
import { type Config, ConfigInvalid, readConfig } from './config.ts';
import { acknowledge } from './nag-acknowledgements.ts';
import { PROJECT_ROOT } from './project-root.ts';
import { readPack } from './read-pack.ts';

export interface CasebellAppOptions {
  /** Where the assembly goes; `cdk.out` under the CDK command line. */
  readonly outdir?: string;
  /** A path relative to the project's root; `casebell.config.yaml` unless said otherwise. */
  readonly configFile?: string;
  /** False leaves out the checks, which take three quarters of the time; the template is the same. */
  readonly checked?: boolean;
}

/**
 * The CDK app of one deployment, checked at synthesis against the AwsSolutions rules and AWS's resource schemas.
 *
 * It reads nothing of the environment: the same configuration gives the same template on every machine.
 */
export function casebellApp({ outdir, configFile, checked = true }: CasebellAppOptions = {}): App {
  const app = new App({
    ...(outdir !== undefined && { outdir }),
    analyticsReporting: false,
    builtinCloudFormationValidation: checked,
    context: CONTEXT,
  });
  const config = readConfig(resolve(PROJECT_ROOT, configFile ?? 'casebell.config.yaml'));
  const stack = new CasebellStack(app, 'Casebell', { config, pack: packOf(config) });

  acknowledge(stack);
  if (checked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

/** What the command line would add, so that a template made without it is the same one. */
const CONTEXT = {
  // Resources carry their construct's path, by which the local stack knows them.
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:checkSecretUsage': true,
  // A template that breaks a resource's schema is an error, not a warning.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
};

function packOf({ policyPack, languages }: Config): Pack {
  const pack = readPack(resolve(PROJECT_ROOT, policyPack));
  const missing = languages.filter((language) => pack.title[language] === undefined);
  if (missing.length > 0)
    throw new ConfigInvalid(`languages: ${policyPack} has no texts in ${missing.join(', ')}`);
  return pack;
}
