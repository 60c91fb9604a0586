import type { Outcome } from '#clients/upload/outcome.ts';

/** What each end of an upload exits with. */
export const EXIT_CODES = {
  verified: 0,
  failed: 1,
  unreachable: 1,
  refused: 3,
  changed: 4,
  'not-verified': 5,
  stopped: 130,
  cancelled: 130,
} as const satisfies Record<Outcome['kind'], number>;
