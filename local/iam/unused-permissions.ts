import type { Template } from '#local/template.ts';
import type { PermissionUse } from './authoriser.ts';
import { rolePolicies } from './role-policies.ts';
import { matchesWildcard } from './wildcard.ts';

/** A permission that a role has and nobody used: one action or one resource of one statement. */
export interface UnusedPermission {
  readonly role: string;
  readonly statement: string;
  readonly unused: { readonly action: string } | { readonly resource: string };
}

/** Actions that AWS itself performs with a role (delivering logs and traces); the local stack has no such calls. */
const DONE_BY_AWS: readonly string[] = ['logs:*', 'xray:*'];

/**
 * The permissions of the template that the recorded uses never needed.
 *
 * Actions and resources of a statement are looked at separately: a policy that grants two actions on two resources
 * is fully used when each of the four appears somewhere. Statements of other roles than the template's are ignored.
 */
export function unusedPermissions(template: Template, uses: readonly PermissionUse[]): UnusedPermission[] {
  return [...rolePolicies(template)].flatMap(([role, statements]) =>
    statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap((statement): UnusedPermission[] => {
        const mine = uses.filter((use) => use.role === role && use.statement === statement.id);
        const expected = statement.actions.filter(
          (action) => !DONE_BY_AWS.some((pattern) => matchesWildcard(pattern, action)),
        );
        if (expected.length === 0) return [];
        const actions = expected.filter((action) => mine.every((use) => use.action !== action));
        const resources = statement.resources.filter((resource) =>
          mine.every((use) => use.resource !== resource),
        );
        return [
          ...actions.map((action) => ({ role, statement: statement.id, unused: { action } })),
          ...resources.map((resource) => ({ role, statement: statement.id, unused: { resource } })),
        ];
      }),
  );
}
