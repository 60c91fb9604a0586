import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import * as z from 'zod/mini';
import { enrol } from '#functions/io/enrol.ts';
import { virtualClock } from '#local/clock.ts';
import { localTable } from '#local/demo/local-table.ts';
import { seedDemo } from '#local/demo/seed.ts';
import type { Interpose } from '#local/interpose.ts';
import { type LocalStack, startLocalStack } from '#local/stack.ts';

import { Directory } from '#shared/schema/directory.ts';
import { type Caller, desksCaller } from './desk-caller.ts';

const TESTS = fileURLToPath(new URL('..', import.meta.url));
const USAGE_FOLDER = fileURLToPath(new URL('../../coverage/iam-usage', import.meta.url));

/** A Monday, nine in the morning in New York, where Dana is: her contract's hours (08:00-18:00) have begun. */
export const MONDAY = '2026-03-02T14:00:00.000Z';

const Mails = z.array(
  z.object({
    at: z.string(),
    to: z.array(z.string()),
    subject: z.string(),
    tags: z.record(z.string(), z.string()),
    outcome: z.string(),
  }),
);

/** A mail that left the desk: `seq` is the event that caused it. */
export interface DeskMail {
  readonly kind: string;
  readonly seq: number;
  readonly at: string;
  readonly to: string;
  readonly subject: string;
  readonly outcome: string;
}

const Executions = z.array(z.object({ name: z.string(), status: z.string(), executionArn: z.string() }));

/** How a desk of a test starts. */
export interface DeskOptions {
  /** When it is, as an ISO instant. */
  readonly at?: string;
  readonly interpose?: Interpose;
  /** A cloud assembly to run instead of the project's own. */
  readonly assembly?: string;
  /** Gets what the stack reports; by default nobody does. */
  readonly log?: (line: string) => void;
  /** Fires the sweeper every ten minutes even where nothing else happens. */
  readonly everySweep?: boolean;
}

/** A running local stack with the demo's people, spoken to over HTTP; its time stands still unless it is moved. */
export interface Desk {
  readonly url: string;
  readonly stack: LocalStack;
  now(): string;
  /** A demo person (`dana`, `ana`, ...). */
  as(person: string): Caller;
  /** Lets a duration pass (`PT4H`, `P10D`), with everything that is due meanwhile. */
  pass(duration: string): Promise<void>;
  /** Lets time pass up to an ISO instant. */
  passUntil(instant: string): Promise<void>;
  /** The mails about an SR, of one kind or all, oldest first, once everything under way has settled. */
  mails(number: string, kind?: string): Promise<DeskMail[]>;
  /** The executions of an SR by generation. */
  executions(number: string): Promise<{ name: string; status: string; executionArn: string }[]>;
  /** Brings more people and contracts in. */
  enrol(directory: z.input<typeof Directory>): Promise<void>;
  stop(): Promise<void>;
}

const usageFiles = new Set<string>();

/** Where the permissions that this test file's stacks use are written; begun anew by the first of them. */
function usageFile(): string {
  const name = path.relative(TESTS, expect.getState().testPath ?? 'unknown').replaceAll(path.sep, '__');
  const file = path.join(USAGE_FOLDER, `${name}.jsonl`);
  if (!usageFiles.has(file)) {
    mkdirSync(USAGE_FOLDER, { recursive: true });
    rmSync(file, { force: true });
    usageFiles.add(file);
  }
  return file;
}

/** Starts a desk in memory. One per test file is enough: it takes a few seconds, and holds many SRs. */
export async function startDesk(options: DeskOptions = {}): Promise<Desk> {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'casebell-desk-'));
  const remove = () => rmSync(stateDir, { recursive: true, force: true });
  const { interpose, assembly, log } = options;
  const stack = await startLocalStack({
    stateDir,
    clock: virtualClock(options.at ?? MONDAY),
    inMemory: true,
    skipIdleSchedules: options.everySweep !== true,
    usageFile: usageFile(),
    ...(interpose && { interpose }),
    ...(assembly !== undefined && { assembly }),
    ...(log && { log }),
  }).catch((error: unknown) => {
    remove();
    throw error;
  });
  await seedDemo(stack);

  async function local<Schema extends z.ZodMiniType>(
    schema: Schema,
    place: string,
    body?: object,
  ): Promise<z.infer<Schema>> {
    const response = await fetch(`${stack.deskUrl}/__local/${place}`, {
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    if (!response.ok) throw new Error(`${place} answered ${response.status}: ${await response.text()}`);
    return schema.parse(await response.json());
  }

  const Token = z.object({ token: z.string() });
  const tokens = new Map<string, { readonly token: Promise<string>; readonly at: number }>();
  const token = (person: string): Promise<string> => {
    const known = tokens.get(person);
    // A token is good for 30 days of the desk's time.
    if (known && stack.clock.now() - known.at < 20 * 86_400_000) return known.token;
    const asked = local(Token, 'identity/token', { person }).then((answer) => answer.token);
    tokens.set(person, { token: asked, at: stack.clock.now() });
    // One that could not be had is asked for again.
    asked.catch(() => tokens.delete(person));
    return asked;
  };

  return {
    url: stack.deskUrl,
    stack,
    now: () => new Date(stack.clock.now()).toISOString(),
    as: (person) => desksCaller(stack.deskUrl, () => token(person)),
    pass: async (duration) => {
      await local(z.unknown(), 'time', { advance: duration });
    },
    passUntil: async (instant) => {
      await local(z.unknown(), 'time', { to: instant });
    },
    async mails(number, kind) {
      await stack.settle();
      const all = (await local(Mails, 'mails')).filter(({ tags }) => tags.request === number);
      const told = all.map(({ tags, to, at, subject, outcome }): DeskMail => {
        const [seq = '', ...rest] = (tags.mail ?? '').split('-');
        return { kind: rest.slice(0, -1).join('-'), seq: Number(seq), at, to: to.join(), subject, outcome };
      });
      return kind === undefined ? told : told.filter((mail) => mail.kind === kind);
    },
    async executions(number) {
      await stack.settle();
      const mine = (await local(Executions, 'executions')).filter(({ name }) =>
        name.startsWith(`sr-${number}-`),
      );
      return mine.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    },
    async enrol(directory) {
      const table = localTable(stack);
      try {
        await enrol(table, Directory.parse(directory));
      } finally {
        table.close();
      }
    },
    async stop() {
      await stack.stop();
      remove();
    },
  };
}
