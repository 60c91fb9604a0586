import type { Instant } from '#shared/schema/instant.ts';
import type { Answer, Body, Params, Query } from '#shared/schema/operations.ts';
import type { Actor } from '#shared/schema/person.ts';
import type { RouteKey } from '#shared/schema/routes.ts';
import type { KeptAnswer } from '../io/change.ts';
import type { PolicyStore } from '../io/policy-store.ts';
import type { Table } from '../io/table.ts';

/** What the routes work with. Chance comes in from here, time with each call. */
export interface ApiDeps {
  readonly table: Table;
  readonly policies: PolicyStore;
  /** The pack new requests are filed under. */
  readonly house: { readonly name: string; readonly version: number };
  /** A random integer from 0 below `limit`. */
  random(limit: number): number;
}

/** A parsed call of one route. */
export interface Call<Key extends RouteKey> {
  readonly params: Params<Key>;
  readonly query: Query<Key>;
  readonly body: Body<Key>;
  readonly actor: Actor;
  readonly now: Instant;
  /** For a call with an Idempotency-Key: the answer to keep with the change, made of the answer's value. */
  keep(answer: Answer<Key>): KeptAnswer | undefined;
}

/** A route: from a parsed call to its answer. Refusals are thrown as CasebellError. */
export type Run<Key extends RouteKey> = (call: Call<Key>, deps: ApiDeps) => Promise<Answer<Key>>;
