import type { Clock, LocalClock } from '#local/clock.ts';
import { Activity, Scope } from './activity.ts';
import { parseDefinition } from './definition.ts';
import { History, type HistoryEvent } from './history.ts';
import { toJson } from './json.ts';
import { executionStarted, type MachineEnd, runMachine } from './machine.ts';
import { type Random, randomUuid, seededRandom } from './randomness.ts';
import { taskResource } from './resource.ts';
import { failureOf } from './state-failure.ts';
import { newTaskToken, TaskTokens } from './task-token.ts';
import type { Run, TaskRequest } from './visit.ts';

/** One execution of one state machine, kept nowhere. */
export interface ExecuteOptions {
  /** Amazon States Language, as an object or as JSON text. */
  readonly definition: unknown;
  readonly input?: unknown;
  /**
   * Does the work of a task: returns its result as the integration yields it, or throws `{error, cause}`. For a
   * `.waitForTaskToken` task it stands for the holder of the token as well: what it returns is the answer.
   */
  readonly invokeTask?: (request: TaskRequest) => unknown;
  readonly clock: Clock | LocalClock;
  /** Makes jitter, UUIDs and tokens; the same ones every time unless given. */
  readonly random?: Random;
  /** Resolves when nothing outside is going on, so that a frozen clock may jump to its next timer. */
  readonly settle?: () => Promise<void>;
  /** How long, in real time, a task may be out before a frozen clock jumps past it; 250 ms unless given. */
  readonly patienceMs?: number;
  /** `$states.context.Execution.Name`. */
  readonly name?: string;
}

export interface ExecuteResult extends MachineEnd {
  readonly events: readonly HistoryEvent[];
}

const PATIENCE_MS = 250;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function isFrozen(clock: Clock | LocalClock): clock is LocalClock {
  return 'frozen' in clock && clock.frozen;
}

/**
 * Runs a definition to its end. Throws UnsupportedFeature or InvalidDefinition for one it cannot run. With a frozen
 * clock (`virtualClock`) time jumps to the next timer by itself whenever nothing else can happen.
 */
export async function execute(options: ExecuteOptions): Promise<ExecuteResult> {
  const { clock, random = seededRandom(1), name = randomUuid(random), patienceMs = PATIENCE_MS } = options;
  const definition = parseDefinition(options.definition);
  const input = toJson(options.input ?? {});
  const arn = `arn:aws:states:us-east-1:000000000000:execution:machine:${name}`;
  const activity = new Activity();
  const tokens = new TaskTokens();
  const scope = new Scope();
  /** Tasks that are out, and those among them that the activity counts too. */
  let out = 0;
  let counted = 0;
  let patientUntil = 0;

  async function call(request: TaskRequest): Promise<unknown> {
    const invoke = async (): Promise<unknown> => options.invokeTask?.(request);
    out += 1;
    patientUntil = performance.now() + patienceMs;
    const done = invoke().finally(() => {
      out -= 1;
    });
    const token = request.taskToken;
    if (taskResource(request.resource)?.callback !== true || token === undefined) {
      counted += 1;
      return done.finally(() => {
        counted -= 1;
      });
    }
    void done.then(
      (value) => tokens.settle(token, { kind: 'succeeded', output: toJson(value) }),
      (thrown) => tokens.settle(token, { kind: 'failed', failure: failureOf(thrown) }),
    );
    return {};
  }

  const run: Run = {
    clock,
    random,
    activity,
    history: new History(clock),
    tokens,
    region: 'us-east-1',
    context: {
      Execution: {
        Id: arn,
        Input: input,
        Name: name,
        RoleArn: 'arn:aws:iam::000000000000:role/machine',
        StartTime: new Date(clock.now()).toISOString(),
      },
      StateMachine: { Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine', Name: 'machine' },
    },
    newToken: () => newTaskToken(arn, random),
    call,
  };
  executionStarted(run, input, 'arn:aws:iam::000000000000:role/machine');
  const { timeoutSeconds } = definition;
  const timeoutAt = timeoutSeconds === undefined ? undefined : clock.now() + timeoutSeconds * 1000;
  activity.begin();
  let end: MachineEnd | undefined;
  const running = runMachine(
    run,
    definition,
    scope,
    { input },
    timeoutAt,
    () => undefined,
    (result) => {
      end = result;
    },
  );

  /** Lets the machine and the tasks work until both are silent; a task that stays out is given up waiting for. */
  async function settle(): Promise<void> {
    await options.settle?.();
    for (;;) {
      await turn();
      if (end !== undefined) return;
      const computing = activity.count > counted;
      if (!computing && (out === 0 || performance.now() > patientUntil)) return;
      if (!computing) await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  if (isFrozen(clock)) {
    for (;;) {
      await settle();
      const next = clock.nextTimer();
      if (end !== undefined || next === undefined) break;
      await clock.advanceTo(next, settle);
    }
  }
  await running;
  return { ...(end ?? { status: 'ABORTED' as const }), events: run.history.events };
}
