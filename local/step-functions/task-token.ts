import { createHash } from 'node:crypto';
import type { Json } from './json.ts';
import { type Random, randomHex } from './randomness.ts';
import type { StateFailure } from './state-failure.ts';

/** How a task ended, whoever says so: the call, the holder of its token, or the clock. */
export type TaskOutcome =
  | { readonly kind: 'succeeded'; readonly output: Json }
  | { readonly kind: 'failed'; readonly failure: StateFailure }
  | { readonly kind: 'timedOut'; readonly heartbeat: boolean };

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** A token that names its execution, so that a stale one can be told from one that never was. */
export function newTaskToken(executionArn: string, random: Random): string {
  const text = `${randomHex(random, 32)} ${executionArn}`;
  return Buffer.from(`${checksum(text)} ${text}`).toString('base64url');
}

/** The execution a well-formed token names, or undefined for text that no one here issued. */
export function executionOfToken(token: string): string | undefined {
  const [sum, secret, executionArn] = Buffer.from(token, 'base64url').toString().split(' ');
  if (secret === undefined || executionArn === undefined) return undefined;
  return sum === checksum(`${secret} ${executionArn}`) ? executionArn : undefined;
}

/** The task that waits behind a token. */
export interface TokenHolder {
  settle(outcome: TaskOutcome): void;
  heartbeat(): void;
}

interface OpenToken {
  /** Outlives a restart; a token of a Map or Parallel branch does not. */
  readonly durable: boolean;
  holder?: TokenHolder;
  outcome?: TaskOutcome;
  beaten?: boolean;
}

/** Tokens that may still be answered. An answer that comes before its task listens is kept for it. */
export class TaskTokens {
  readonly #open = new Map<string, OpenToken>();

  /** Makes a token answerable before its task listens, after a restart; `outcome` is an answer given before it. */
  expect(token: string, outcome?: TaskOutcome): void {
    this.#open.set(token, { durable: true, ...(outcome === undefined ? {} : { outcome }) });
  }

  /** Listens; delivers at once what was kept. Returns what closes the token. */
  register(token: string, durable: boolean, holder: TokenHolder): () => void {
    const open = this.#open.get(token) ?? { durable };
    open.holder = holder;
    this.#open.set(token, open);
    if (open.outcome !== undefined) holder.settle(open.outcome);
    else if (open.beaten === true) holder.heartbeat();
    return () => this.close(token);
  }

  /** The token as long as it has not been answered. */
  find(token: string): { readonly durable: boolean } | undefined {
    const open = this.#open.get(token);
    return open?.outcome === undefined ? open : undefined;
  }

  settle(token: string, outcome: TaskOutcome): void {
    const open = this.#open.get(token);
    if (open === undefined || open.outcome !== undefined) return;
    open.outcome = outcome;
    open.holder?.settle(outcome);
  }

  heartbeat(token: string): void {
    const open = this.#open.get(token);
    if (open === undefined) return;
    open.beaten = true;
    open.holder?.heartbeat();
  }

  close(token: string): void {
    this.#open.delete(token);
  }
}
