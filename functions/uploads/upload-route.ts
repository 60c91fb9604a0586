import type { Instant } from '#shared/schema/instant.ts';
import type { Answer, Body, Params, Query } from '#shared/schema/operations.ts';
import type { Actor } from '#shared/schema/person.ts';
import type { UploadRouteKey } from '#shared/schema/routes.ts';
import type { Bucket } from '../io/bucket.ts';
import type { QuotaLimits } from '../io/quotas.ts';
import type { Ticket } from '../io/tickets.ts';
import type { WorkflowDeps } from '../workflow/deps.ts';

/** What looks after files: the table with its policies, and the bucket. */
export interface BucketDeps extends WorkflowDeps {
  readonly bucket: Bucket;
}

/** What stores files: there must be room for them, and chance for their ids. */
export interface FileDeps extends BucketDeps {
  readonly limits: QuotaLimits & { readonly fileBytes: number };
  /** That many random bytes. */
  random(count: number): Uint8Array;
}

/** What the routes of uploads work with. */
export interface UploadDeps extends FileDeps {
  /** The address of the API, which a ticket's URL begins with. */
  readonly apiUrl: string;
}

/** Who calls: somebody signed in, or a host that has a ticket. */
export type Caller =
  | { readonly kind: 'person'; readonly actor: Actor }
  | { readonly kind: 'ticket'; readonly ticket: Ticket };

/** A parsed call of one route. */
export interface UploadCall<Key extends UploadRouteKey> {
  readonly params: Params<Key>;
  readonly query: Query<Key>;
  readonly body: Body<Key>;
  readonly caller: Caller;
  readonly now: Instant;
}

/** A route: from a parsed call to its answer. Refusals are thrown as CasebellError. */
export type UploadRun<Key extends UploadRouteKey> = (
  call: UploadCall<Key>,
  deps: UploadDeps,
) => Promise<Answer<Key>>;
