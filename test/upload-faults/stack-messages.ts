import type { FaultKind } from './fault-kinds.ts';
import type { FaultPlan } from './plan.ts';

/** What the process of the stack is told. */
export type ToStack =
  /** An upload to that request begins, or goes on with a stack that was started anew. */
  | {
      readonly type: 'arm';
      readonly number: string;
      readonly ticket: string | null;
      /** Of the file, in bytes. */
      readonly size: number;
      readonly seed: number;
      readonly faults: FaultPlan;
    }
  /** No faults any more: it is about to be judged. */
  | { readonly type: 'disarm'; readonly number: string };

/** How the stack is reached. */
export interface StackAddress {
  readonly deskUrl: string;
  readonly s3Url: string;
  readonly bucket: string;
  readonly tableName: string;
  readonly awsEndpoint: {
    readonly url: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
}

/** What the process of the stack tells. */
export type FromStack =
  | ({ readonly type: 'ready' } & StackAddress)
  | { readonly type: 'fault'; readonly number: string; readonly kind: FaultKind }
  /** A part is about to be taken, with that fault if with one. */
  | {
      readonly type: 'part';
      readonly number: string;
      readonly id: string;
      readonly n: number;
      readonly fault: FaultKind | null;
    }
  /** A client says that it has sent everything. */
  | { readonly type: 'completing'; readonly number: string }
  /** The desk is about to answer for the first time that the upload is verified (`at`, epoch milliseconds). */
  | { readonly type: 'told-verified'; readonly id: string; readonly at: number };
