import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { loadPack } from '#shared/policy/load-pack.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { CasebellStack } from './casebell-stack.ts';
import { type Config, ConfigInvalid, readConfig } from './config.ts';
import { acknowledge } from './nag-acknowledgements.ts';
import { PROJECT_ROOT } from './project-root.ts';

export interface CasebellAppOptions {
  /** Where the assembly goes; `cdk.out` under the CDK command line. */
  readonly outdir?: string;
  /** A path relative to the project's root; `casebell.config.yaml` unless said otherwise. */
  readonly configFile?: string;
}

/**
 * The CDK app of one deployment, checked against the AwsSolutions rules when it is synthesised.
 *
 * It reads nothing of the environment: the same configuration gives the same template on every machine.
 */
export function casebellApp({ outdir, configFile }: CasebellAppOptions = {}): App {
  const app = new App(appProps(outdir));
  const config = readConfig(resolve(PROJECT_ROOT, configFile ?? 'casebell.config.yaml'));
  const stack = new CasebellStack(app, 'Casebell', { config, pack: readPack(config) });

  acknowledge(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

function appProps(outdir: string | undefined): AppProps {
  return {
    analyticsReporting: false,
    ...(outdir !== undefined && { outdir }),
    // The command line sets it too: resources carry their construct's path, by which the local stack knows them.
    context: { 'aws:cdk:enable-path-metadata': true },
  };
}

function readPack({ policyPack, languages }: Config): Pack {
  const pack = loadPack(readFileSync(resolve(PROJECT_ROOT, policyPack), 'utf8'));
  const missing = languages.filter((language) => pack.title[language] === undefined);
  if (missing.length > 0)
    throw new ConfigInvalid(`languages: ${policyPack} has no texts in ${missing.join(', ')}`);
  return pack;
}
