import path from 'node:path';
import type { Activity } from '#local/activity.ts';
import type { LocalClock } from '#local/clock.ts';
import type { Principal } from '#local/iam/authoriser.ts';
import type { RequestContext } from '#local/iam/condition.ts';
import type { Bucket, BucketDefinition } from './bucket.ts';
import type { Fault, FaultTarget } from './fault.ts';
import { startServer } from './server.ts';
import type { Credential } from './signature/authenticate.ts';
import { BucketStore, type BucketUsage } from './store/bucket-store.ts';

/** What the local S3 runs with. */
export interface S3Settings {
  /** Objects and parts lie here; they survive a restart, and a kill at any moment. One process at a time. */
  readonly dataDir: string;
  readonly buckets: readonly BucketDefinition[];
  /** Signatures, their expiry, Last-Modified and the abortion of old uploads follow it. */
  readonly clock: Pick<LocalClock, 'now'>;
  /** The secret and the principal behind an access key; undefined for an unknown key. */
  readonly credential: (accessKeyId: string) => Credential | undefined;
  /** Throws AccessDenied when the principal's policies do not allow the action on the resource (an ARN). */
  readonly authorise: (
    principal: Principal,
    action: string,
    resource: string,
    context?: RequestContext,
  ) => void;
  readonly activity: Activity;
  /** 0, the default: any free port. */
  readonly port?: number;
  /** Told of what should not happen: requests that end with a 500. */
  readonly log?: (line: string) => void;
  /** How long nothing may move in the midst of a request (ms) before its connection is closed; a minute. */
  readonly silenceMs?: number;
  /** For tests: the fault to inject into a request, if any. */
  readonly interpose?: (request: FaultTarget) => Fault | undefined;
}

/** A running S3. */
export interface LocalS3 {
  /** e.g. `http://127.0.0.1:41234`; requests are path-style, or to `bucket.localhost` on the same port. */
  readonly url: string;
  /** What a bucket holds now; throws for a bucket that is not there. */
  usage(bucket: string): BucketUsage;
  stop(): Promise<void>;
}

/**
 * Starts a strict S3 on the loopback address: it verifies what S3 verifies and refuses what S3 refuses, with S3's
 * codes; what it does not offer it answers with 501 NotImplemented. Different from S3: objects sent without a checksum
 * get none (S3 computes a CRC64NVME), there are no versions, no copies, no ACLs, and encryption is only told of.
 */
export async function startS3(settings: S3Settings): Promise<LocalS3> {
  const buckets = new Map(
    settings.buckets.map((definition): [string, Bucket] => {
      if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(definition.name)) {
        throw new Error(`${definition.name} is no name of a bucket`);
      }
      const folder = path.join(settings.dataDir, definition.name);
      return [definition.name, { definition, store: new BucketStore(folder, settings.clock.now()) }];
    }),
  );
  const server = await startServer(settings, buckets);
  return {
    url: server.url,
    usage(name) {
      const bucket = buckets.get(name);
      if (bucket === undefined) throw new Error(`There is no bucket ${name}`);
      return bucket.store.usage();
    },
    stop: () => server.stop(),
  };
}
