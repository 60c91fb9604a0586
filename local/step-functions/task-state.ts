import type { TaskState } from './definition.ts';
import { type Json, toJson } from './json.ts';
import { evaluateNumber } from './number-field.ts';
import type { TaskStep } from './position.ts';
import { type TaskResource, taskResource } from './resource.ts';
import { checkPayloadSize, failureOf, StateFailure } from './state-failure.ts';
import { failedEvent, scheduledEvents, submittedEvent, succeededEvent } from './task-events.ts';
import type { TaskOutcome } from './task-token.ts';
import type { Visit } from './visit.ts';

async function schedule(visit: Visit, state: TaskState, resource: TaskResource): Promise<[TaskStep, Json]> {
  const { run, position } = visit;
  const token = resource.callback ? run.newToken() : undefined;
  const parameters = await evaluateArguments(visit, state, token);
  const timeoutSeconds =
    state.TimeoutSeconds === undefined
      ? undefined
      : await evaluateNumber(visit, state.TimeoutSeconds, 'TimeoutSeconds', { least: 1 });
  const heartbeatSeconds =
    state.HeartbeatSeconds === undefined
      ? undefined
      : await evaluateNumber(visit, state.HeartbeatSeconds, 'HeartbeatSeconds', { least: 1 });
  const now = run.clock.now();
  const step: TaskStep = {
    kind: 'task',
    submitted: false,
    ...(token === undefined ? {} : { token }),
    ...(timeoutSeconds === undefined ? {} : { deadline: now + timeoutSeconds * 1000 }),
    ...(heartbeatSeconds === undefined
      ? {}
      : { heartbeatSeconds, heartbeatDue: now + heartbeatSeconds * 1000 }),
  };
  scheduledEvents(visit, resource, parameters, { timeoutSeconds, heartbeatSeconds });
  position.step = step;
  visit.save();
  return [step, parameters];
}

async function evaluateArguments(visit: Visit, state: TaskState, token: string | undefined): Promise<Json> {
  if (state.Arguments === undefined) return visit.position.input;
  const parameters = await visit.evaluate(state.Arguments, 'Arguments', { token });
  checkPayloadSize(parameters, visit.position.state);
  return parameters;
}

/**
 * Waits for the first of: the call's end, an answer to the token, the timeout, a missed heartbeat. An answer that
 * arrives while the call is still out counts as soon as the call is back, and before any timeout.
 */
function outcomeOf(
  visit: Visit,
  resource: TaskResource,
  step: TaskStep,
  parameters: Json,
): Promise<TaskOutcome> {
  const { run, position } = visit;
  const { clock, activity } = run;
  return activity.park<TaskOutcome>(visit.level.scope, (wake, fail) => {
    let over = false;
    let early: TaskOutcome | undefined;
    const endings: (() => void)[] = [];
    const timeOut = (heartbeat: boolean): void => wake(early ?? { kind: 'timedOut', heartbeat });
    let stopBeat = (): void => undefined;
    const awaitBeat = (): void => {
      stopBeat();
      if (step.heartbeatDue !== undefined) stopBeat = clock.at(step.heartbeatDue, () => timeOut(true));
    };

    const returned = (value: unknown): void => {
      if (over) return;
      if (!resource.callback) {
        wake({ kind: 'succeeded', output: toJson(value) });
      } else if (early !== undefined) {
        wake(early);
      } else {
        submittedEvent(visit, resource, toJson(value));
        step.submitted = true;
        visit.save();
      }
    };
    const threw = (thrown: unknown): void => {
      if (over) return;
      if (early !== undefined) {
        wake(early);
        return;
      }
      const failure = failureOf(thrown);
      wake({ kind: 'failed', failure });
    };

    endings.push(() => {
      over = true;
      stopBeat();
    });
    if (step.token !== undefined) {
      const close = run.tokens.register(step.token, visit.level.durable, {
        settle: (outcome) => {
          if (step.submitted) wake(outcome);
          else early = outcome;
        },
        heartbeat: () => {
          if (step.heartbeatSeconds === undefined) return;
          step.heartbeatDue = clock.now() + step.heartbeatSeconds * 1000;
          awaitBeat();
        },
      });
      endings.push(close);
    }
    const now = clock.now();
    if (early !== undefined) {
      wake(early);
    } else if (Math.min(step.deadline ?? Infinity, step.heartbeatDue ?? Infinity) <= now) {
      timeOut((step.heartbeatDue ?? Infinity) < (step.deadline ?? Infinity));
    } else {
      if (step.deadline !== undefined) endings.push(clock.at(step.deadline, () => timeOut(false)));
      awaitBeat();
      if (!step.submitted) {
        activity.begin();
        run
          .call({
            state: position.state,
            resource: resource.arn,
            arguments: parameters,
            attempt: visit.retryCount,
            taskToken: step.token,
            context: visit.context(step.token),
          })
          .then(returned, threw)
          .catch(fail)
          .finally(() => activity.end());
      }
    }
    return () => {
      for (const end of endings) end();
    };
  });
}

/**
 * One attempt of a Task state: schedules it, or takes up the one a restart found in flight with the same token and the
 * same deadline, and returns `$states.result`.
 */
export async function runTask(visit: Visit, state: TaskState): Promise<Json> {
  const resource = taskResource(state.Resource);
  if (resource === undefined) throw new Error(`Unsupported resource ${state.Resource}`);
  const { position } = visit;
  const inFlight = position.step?.kind === 'task' ? position.step : undefined;
  const [step, parameters] =
    inFlight === undefined
      ? await schedule(visit, state, resource)
      : [inFlight, await evaluateArguments(visit, state, inFlight.token)];
  const outcome = fitting(resource, await outcomeOf(visit, resource, step, parameters));
  position.step = undefined;
  if (outcome.kind === 'succeeded') {
    succeededEvent(visit, resource, outcome.output);
    return outcome.output;
  }
  const failure =
    outcome.kind === 'failed'
      ? outcome.failure
      : new StateFailure('States.Timeout', undefined, outcome.heartbeat);
  failedEvent(visit, resource, failure, outcome.kind === 'timedOut');
  throw failure;
}

/** A result beyond the payload limit is a failed task. */
function fitting(resource: TaskResource, outcome: TaskOutcome): TaskOutcome {
  if (outcome.kind !== 'succeeded') return outcome;
  const name = resource.kind === 'function' ? resource.arn : `${resource.resourceType}:${resource.resource}`;
  try {
    checkPayloadSize(outcome.output, name);
    return outcome;
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) };
  }
}
