import type { Fact } from '../schema/event.ts';
import type { RefusalCode } from './refusals.ts';

/** What a command leads to: facts, in order, or a refusal. Nothing is thrown and nothing has happened yet. */
export type Decision = { readonly ok: true; readonly facts: readonly Fact[] } | Refused;
export type Refused = { readonly ok: false; readonly refusal: RefusalCode };

export function accept(...facts: Fact[]): Decision {
  return { ok: true, facts };
}

export function refuse(refusal: RefusalCode): Refused {
  return { ok: false, refusal };
}
