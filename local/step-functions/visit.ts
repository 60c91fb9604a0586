import type { Clock } from '#local/clock.ts';
import type { Activity, Scope } from './activity.ts';
import type { StateGraph } from './definition.ts';
import type { History } from './history.ts';
import type { Json, JsonObject } from './json.ts';
import { EvaluationFailure, type Evaluator, evaluatorFor } from './jsonata.ts';
import type { Position } from './position.ts';
import type { Random } from './randomness.ts';
import { Cancelled } from './state-failure.ts';
import type { TaskTokens } from './task-token.ts';

/** One call of a task. `attempt` counts from 0 within one visit of the state, as `State.RetryCount` does. */
export interface TaskRequest {
  readonly state: string;
  readonly resource: string;
  readonly arguments: Json;
  readonly attempt: number;
  readonly taskToken: string | undefined;
  /** `$states.context`. */
  readonly context: JsonObject;
}

/** What the states of one execution share. */
export interface Run {
  readonly clock: Clock;
  readonly random: Random;
  readonly activity: Activity;
  readonly history: History;
  readonly tokens: TaskTokens;
  readonly region: string;
  /** `$states.context.Execution` and `$states.context.StateMachine`. */
  readonly context: { readonly Execution: JsonObject; readonly StateMachine: JsonObject };
  newToken(): string;
  call(request: TaskRequest): Promise<unknown>;
}

/** The top of a machine, or one branch of a Parallel or Map. */
export interface Level {
  readonly run: Run;
  readonly scope: Scope;
  readonly graph: StateGraph;
  /** `$states.context.Map` inside an iteration. */
  readonly map: JsonObject | undefined;
  /** Whether positions outlive a restart; branches begin again. */
  readonly durable: boolean;
  /** Keeps the position and the events up to it before anything acts on them. */
  checkpoint(position: Position): void;
}

/** One stay in one state. */
export class Visit {
  readonly level: Level;
  readonly position: Position;
  readonly #evaluator: Evaluator;

  constructor(level: Level, position: Position) {
    this.level = level;
    this.position = position;
    this.#evaluator = evaluatorFor({
      state: position.state,
      enteredEventId: position.enteredEventId,
      variables: position.variables,
      random: level.run.random,
      now: () => level.run.clock.now(),
    });
  }

  get run(): Run {
    return this.level.run;
  }

  get retryCount(): number {
    return this.position.retries.reduce((sum, retries) => sum + retries, 0);
  }

  /** Adds an event after the last one of this level. */
  emit(
    type: string,
    details: Record<string, unknown> = {},
    previousEventId = this.position.lastEventId,
  ): number {
    if (this.level.scope.cancelled) throw new Cancelled();
    this.position.lastEventId = this.run.history.add(type, previousEventId, details);
    return this.position.lastEventId;
  }

  save(): void {
    if (this.level.scope.cancelled) throw new Cancelled();
    this.level.checkpoint(this.position);
  }

  /** `$states.context`, with the token in a callback task. */
  context(token?: string): JsonObject {
    const { position, level } = this;
    return {
      Execution: level.run.context.Execution,
      StateMachine: level.run.context.StateMachine,
      State: {
        EnteredTime: new Date(position.enteredAt).toISOString(),
        Name: position.state,
        RetryCount: this.retryCount,
      },
      ...(token === undefined ? {} : { Task: { Token: token } }),
      ...(level.map === undefined ? {} : { Map: level.map }),
    };
  }

  /** Evaluates a template of this state; a failure leaves its EvaluationFailed event. */
  async evaluate(
    template: unknown,
    field: string,
    known: { result?: Json; errorOutput?: Json; token?: string | undefined; map?: JsonObject } = {},
  ): Promise<Json> {
    const { token, map, ...rest } = known;
    const context = { ...this.context(token), ...(map === undefined ? {} : { Map: map }) };
    try {
      return await this.#evaluator.template(template, field, {
        input: this.position.input,
        context,
        ...rest,
      });
    } catch (error) {
      if (error instanceof EvaluationFailure) this.#recordFailure(error);
      throw error;
    }
  }

  /** The failure of a value that cannot be used, with its event. */
  failure(text: string, field: string | undefined, afterEvaluation = false): EvaluationFailure {
    const failure = this.#evaluator.failure(text, field, afterEvaluation);
    this.#recordFailure(failure);
    return failure;
  }

  #recordFailure(failure: EvaluationFailure): void {
    const { position } = this;
    const nothingSince = position.lastEventId === position.enteredEventId;
    const details = {
      cause: failure.cause,
      error: failure.error,
      ...(failure.location === undefined ? {} : { location: failure.location }),
      state: position.state,
    };
    this.emit(
      'EvaluationFailed',
      { evaluationFailedEventDetails: details },
      nothingSince && !failure.afterEvaluation ? position.entryPreviousId : position.lastEventId,
    );
  }
}
