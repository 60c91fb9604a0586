import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { devNull } from 'node:os';
import path from 'node:path';
import type { Activity } from '#local/activity.ts';
import { LOCAL_SECRET } from '#local/aws-endpoint/caller.ts';
import { LOCAL_REGION } from '#local/cloudformation/local-account.ts';
import type { Interpose } from '#local/interpose.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { startSandbox } from './sandbox.ts';
import { createSandboxPool, type SandboxPool } from './sandbox-pool.ts';

/** What the functions run with. */
export interface LambdaSettings {
  readonly functions: readonly LambdaFunction[];
  /** Where their AWS clients call. */
  readonly endpointUrl: string;
  /** Where their S3 clients call, and where the URLs that they sign lead to. */
  readonly s3Url: string;
  /** The access key by which the endpoint knows the function. */
  accessKeyOf(fn: LambdaFunction): string;
  /** Folder of `<function>.log` files. */
  readonly logDirectory: string;
  readonly activity: Activity;
  readonly interpose?: Interpose;
}

/** Runs the functions of the template. */
export interface LambdaService {
  /** The function of that id, name or ARN; throws when there is none. */
  find(idOrArn: string): LambdaFunction;
  /** Runs a function synchronously; resolves with its result, rejects with `FunctionError`. */
  invoke(idOrArn: string, event: unknown): Promise<unknown>;
  /** Starts one sandbox of every function. */
  warm(): void;
  stop(): Promise<void>;
}

export function createLambdaService(settings: LambdaSettings): LambdaService {
  const { functions, activity, interpose } = settings;
  mkdirSync(settings.logDirectory, { recursive: true });
  const logs: WriteStream[] = [];
  const pools = new Map<string, SandboxPool>();
  for (const fn of functions) {
    const log = createWriteStream(path.join(settings.logDirectory, `${fn.id}.log`), { flags: 'a' });
    logs.push(log);
    const environment = environmentOf(fn, settings);
    pools.set(
      fn.id,
      createSandboxPool(fn, () => startSandbox(fn, environment, log)),
    );
  }

  function find(idOrArn: string): LambdaFunction {
    const plain = idOrArn.replace(/:\$LATEST$/, '');
    const found = functions.find(({ id, name, arn }) => [id, name, arn].includes(plain));
    if (found === undefined) throw new Error(`The template has no function ${idOrArn}`);
    return found;
  }

  return {
    find,
    async invoke(idOrArn, event) {
      const { id } = find(idOrArn);
      const pool = pools.get(id);
      if (pool === undefined) throw new Error(`The function ${id} has no sandbox pool`);
      const run = (input: unknown) => pool.run(input, randomUUID());
      return activity.during(`function ${id}`, () =>
        interpose?.invoke === undefined ? run(event) : interpose.invoke(id, event, run),
      );
    },
    warm() {
      for (const pool of pools.values()) pool.warm();
    },
    async stop() {
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
      await Promise.all(logs.map((log) => new Promise<void>((resolve) => log.end(resolve))));
    },
  };
}

/** Everything a function finds in its environment, and nothing of the machine's own. */
function environmentOf(fn: LambdaFunction, settings: LambdaSettings): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: settings.accessKeyOf(fn),
    AWS_CONFIG_FILE: devNull,
    AWS_DEFAULT_REGION: LOCAL_REGION,
    AWS_ENDPOINT_URL: settings.endpointUrl,
    AWS_ENDPOINT_URL_S3: settings.s3Url,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_REGION: LOCAL_REGION,
    // Deployed functions run on a newer Node than this machine may have; the note would fill every log.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_SECRET_ACCESS_KEY: LOCAL_SECRET,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    LAMBDA_TASK_ROOT: fn.codeDirectory,
    TZ: 'UTC',
    _HANDLER: fn.handler,
    ...fn.environment,
  };
}
