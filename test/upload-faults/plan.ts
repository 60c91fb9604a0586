import { type Random, seededRandom } from '#local/step-functions/randomness.ts';
import { FAULT_KINDS, type FaultKind } from './fault-kinds.ts';

const MIB = 1024 ** 2;

/** Who uploads: the command with a token, as a demo person or with a ticket; the script always has a ticket. */
export type ClientKind = 'cli-token' | 'cli-person' | 'cli-ticket' | 'script';

/** When something happens: after so many milliseconds since a client started, sent its nth part, or completes. */
export interface Moment {
  readonly on: 'started' | 'part' | 'completing';
  readonly nth: number;
  readonly afterMs: number;
}

/** What happens beside the faults of single requests, once each. */
export interface Trouble {
  readonly kind: 'kill-client' | 'kill-stack' | 'change-file' | 'complete-twice' | 'second-client';
  readonly at: Moment;
  /** From 0 to below 1: which way it happens where there are several. */
  readonly way: number;
}

/** How often requests of a sort go wrong. */
export interface FaultRate {
  /** That one does, from 0 to 1. */
  readonly chance: number;
  /** Most of them altogether: an upload has to come to an end. */
  readonly most: number;
}

/** Which requests go wrong. */
export interface FaultPlan {
  readonly kinds: readonly FaultKind[];
  /** Parts on their way to the store. */
  readonly parts: FaultRate;
  /** Everything else: calls to the desk, its own calls to the store, and its functions. */
  readonly calls: FaultRate;
}

/** Everything that one seed decides. */
export interface Plan {
  readonly seed: number;
  /** Bytes of the file, and where they begin in the bytes that all files share. */
  readonly size: number;
  readonly offset: number;
  /** The rest are holes: a file of more than 1,000 parts takes no room. */
  readonly sparse: boolean;
  /** Who uploads first, and who goes on after each attempt that failed. */
  readonly clients: readonly ClientKind[];
  /** MiB a second at most; null for as fast as it goes. */
  readonly rate: number | null;
  /** Prints events for programs. */
  readonly json: boolean;
  /** The client's memory is lost between attempts. */
  readonly forgets: boolean;
  readonly faults: FaultPlan;
  readonly troubles: readonly Trouble[];
}

/** What the seed decides. The same seed is the same plan. */
export function planOf(seed: number): Plan {
  const random = seededRandom(seed * 7919 + 17);
  const size = sizeOf(random);
  const clients = clientsOf(random);
  const rate = size > 8 * MIB && random() < 0.5 ? 15 + Math.floor(random() * 60) : null;
  return {
    seed,
    size,
    offset: Math.floor(random() * 60 * MIB),
    sparse: false,
    clients,
    rate,
    json: random() < 0.5,
    forgets: random() < 0.25,
    faults: faultsOf(random),
    troubles: troublesOf(random, size),
  };
}

/** An upload of more than 1,000 parts, killed in the middle and near its end. */
export function hugePlanOf(seed: number): Plan {
  const random = seededRandom(seed * 7919 + 17);
  const kill = (nth: number): Trouble => {
    return { kind: 'kill-client', at: { on: 'part', nth, afterMs: random() * 100 }, way: random() };
  };
  return {
    ...planOf(seed),
    size: 1001 * 16 * MIB + Math.floor(random() * 16 * MIB),
    sparse: true,
    clients: ['cli-token'],
    rate: null,
    forgets: random() < 0.5,
    faults: { kinds: FAULT_KINDS, parts: { chance: 0.02, most: 16 }, calls: { chance: 0.05, most: 6 } },
    troubles: [kill(300 + Math.floor(random() * 300)), kill(200 + Math.floor(random() * 200))],
  };
}

function sizeOf(random: Random): number {
  const sort = random();
  const within = random();
  if (sort < 0.06) return 0;
  if (sort < 0.24) return 1 + Math.floor(within * MIB);
  if (sort < 0.3) return 16 * MIB * (1 + Math.floor(within * 3)) + Math.floor(random() * 3) - 1;
  if (sort < 0.55) return 1 + Math.floor(within * 16 * MIB);
  if (sort < 0.92) return 16 * MIB + Math.floor(within * 40 * MIB);
  return (sort < 0.985 ? 60 : 150) * MIB + Math.floor(within * 45 * MIB);
}

function clientsOf(random: Random): ClientKind[] {
  const withTicket: ClientKind[] = ['cli-ticket', 'script', 'script', 'script'];
  const signedIn: ClientKind[] = ['cli-token', 'cli-token', 'cli-person'];
  const group = random() < 0.5 ? withTicket : signedIn;
  const pick = () => group[Math.floor(random() * group.length)] ?? 'cli-token';
  const first = pick();
  return random() < 0.6 ? [first] : [first, pick(), pick()];
}

function faultsOf(random: Random): FaultPlan {
  const rate = (chance: number): FaultRate => {
    const amount = random();
    const most =
      amount < 0.25 ? 0 : amount < 0.7 ? 1 + Math.floor(random() * 2) : 3 + Math.floor(random() * 3);
    return { chance, most };
  };
  const parts = rate(0.3 + random() * 0.6);
  const calls = rate(0.1 + random() * 0.4);
  return { kinds: FAULT_KINDS.filter(() => random() < 0.6), parts, calls };
}

function troublesOf(random: Random, size: number): Trouble[] {
  const troubles: Trouble[] = [];
  const add = (kind: Trouble['kind']) => troubles.push({ kind, at: momentOf(random, size), way: random() });
  if (random() < 0.5) add('kill-client');
  if (random() < 0.12) add('kill-client');
  if (random() < 0.07) add('kill-stack');
  if (size > 0 && random() < 0.1) add('change-file');
  if (random() < 0.12) add('complete-twice');
  if (random() < 0.06) add('second-client');
  return troubles;
}

function momentOf(random: Random, size: number): Moment {
  const sort = random();
  const afterMs = random() * 400;
  if (sort < 0.15 || size === 0) return { on: 'started', nth: 1, afterMs: 300 + random() * 1200 };
  if (sort < 0.8) return { on: 'part', nth: 1 + Math.floor((random() * size) / (16 * MIB)), afterMs };
  return { on: 'completing', nth: 1, afterMs };
}
