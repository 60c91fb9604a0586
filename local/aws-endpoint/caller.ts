import type { Principal } from '#local/iam/authoriser.ts';

/** The access key with which tools of the desk's owner (seeding, tests) call; it may do everything. */
export const ROOT_ACCESS_KEY = 'CASEBELLROOT';

/** The secret of every access key: nothing but this machine can reach what it opens. */
export const LOCAL_SECRET = 'local';

/** Who is behind each access key. */
export interface CallerDirectory {
  /** Registers a role's session and returns the access key that stands for it. */
  keyFor(role: string, session: string): string;
  /** Whom an access key stands for, or undefined when nobody has it. */
  principalOf(accessKeyId: string): Principal | undefined;
  /** The caller of a signed request, or undefined when the signature names nobody known. */
  callerOf(authorization: string | undefined): Principal | undefined;
}

export function createCallerDirectory(): CallerDirectory {
  const principals = new Map<string, Principal>([[ROOT_ACCESS_KEY, { kind: 'root' }]]);
  return {
    keyFor(role, session) {
      const key = `LOCAL${session.replace(/[^A-Za-z0-9]/g, '')}`;
      const known = principals.get(key);
      if (known !== undefined && (known.kind === 'root' || known.role !== role)) {
        throw new Error(`Two callers would share the access key ${key}`);
      }
      principals.set(key, { kind: 'role', role, session });
      return key;
    },
    principalOf: (accessKeyId) => principals.get(accessKeyId),
    callerOf(authorization) {
      const [, key] = /Credential=([^/,\s]+)\//.exec(authorization ?? '') ?? [];
      return key === undefined ? undefined : principals.get(key);
    },
  };
}
