import { appendFileSync } from 'node:fs';
import { LOCAL_ACCOUNT } from '#local/cloudformation/local-account.ts';
import { AccessDenied } from './access-denied.ts';
import type { RequestContext } from './condition.ts';
import { evaluate } from './evaluate.ts';
import type { Statement } from './statement.ts';

/** Who makes a call: a role in a session, or the account's owner, who may do everything. */
export type Principal =
  | { readonly kind: 'role'; readonly role: string; readonly session: string }
  | { readonly kind: 'root' };

/** One permission that was used: the patterns are those of the policy, so that a policy can be held against it. */
export interface PermissionUse {
  readonly role: string;
  readonly statement: string;
  readonly action: string;
  readonly resource: string;
}

/** Checks calls against the template's policies and remembers which permissions were used. */
export interface Authoriser {
  /** Throws `AccessDenied` unless the principal may do the action on the resource. */
  check(principal: Principal, action: string, resource: string, context?: RequestContext): void;
  /** Each permission used so far, once. */
  usage(): readonly PermissionUse[];
}

/** An authoriser over the policies of roles; appends each use once, as a JSON line, to `usageFile` if given. */
export function createAuthoriser(
  policies: ReadonlyMap<string, readonly Statement[]>,
  usageFile?: string,
): Authoriser {
  const used = new Map<string, PermissionUse>();
  return {
    check(principal, action, resource, context = {}) {
      if (principal.kind === 'root') return;
      const { role, session } = principal;
      const decision = evaluate(policies.get(role) ?? [], { action, resource, context });
      if (decision.outcome !== 'allowed') {
        const principalArn = `arn:aws:sts::${LOCAL_ACCOUNT}:assumed-role/${role}/${session}`;
        throw new AccessDenied({ principalArn, role, action, resource, outcome: decision.outcome });
      }
      const use = {
        role,
        statement: decision.statement.id,
        action: decision.action,
        resource: decision.resource,
      };
      const line = JSON.stringify(use);
      if (used.has(line)) return;
      used.set(line, use);
      if (usageFile !== undefined) appendFileSync(usageFile, `${line}\n`);
    },
    usage: () => [...used.values()],
  };
}
