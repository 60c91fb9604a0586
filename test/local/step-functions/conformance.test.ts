import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { virtualClock } from '#local/clock.ts';
import { execute } from '#local/step-functions/interpreter.ts';
import { UnsupportedFeature } from '#local/step-functions/refusal.ts';

/** Executions recorded on AWS, where the project is checked out beside them. */
const CASES = new URL('../../../../shared/sfn-conformance/cases.json', import.meta.url);

const Outcome = z.looseObject({
  return: z.optional(z.unknown()),
  throw: z.optional(z.looseObject({ error: z.string(), cause: z.optional(z.string()) })),
});

const RecordedCase = z.looseObject({
  name: z.string(),
  definition: z.unknown(),
  input: z.unknown(),
  inputInSnapshot: z.optional(z.unknown()),
  expectedStatus: z.string(),
  expectedOutput: z.optional(z.unknown()),
  expectedError: z.optional(z.looseObject({ error: z.optional(z.string()), cause: z.optional(z.string()) })),
  mockedTasks: z.optional(z.record(z.string(), z.array(Outcome))),
  expectedEvents: z.array(z.record(z.string(), z.unknown())),
});

const cases = existsSync(CASES)
  ? z.parse(z.array(RecordedCase), JSON.parse(readFileSync(CASES, 'utf8')))
  : [];

/** Recorded cases that use what lies outside the declared subset, and the state and field they are refused for. */
const REFUSED: Record<string, [state: string, field: string]> = {
  'error_handling/test_aws_sdk::TestAwsSdk::test_s3_no_such_key': ['StartState', 'Resource'],
  'scenarios/test_base_scenarios::TestBaseScenarios::test_map_item_batching_base_json_max_per_batch_jsonata':
    ['BatchMapState', 'ItemReader'],
};

const JSON_TEXT_FIELDS = new Set(['input', 'output', 'parameters']);
const NOT_RECORDED = new Set(['timestamp', 'roleArn', 'region']);

/** Recordings hold objects where AWS sends JSON text, leave out what varies, and mask some inputs. */
function comparable(value: unknown, mask: (input: unknown) => unknown, key = ''): unknown {
  if (JSON_TEXT_FIELDS.has(key)) return mask(typeof value === 'string' ? JSON.parse(value) : value);
  if (Array.isArray(value)) return value.map((item) => comparable(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, item]) => !NOT_RECORDED.has(name) && item !== undefined)
      .map(([name, item]) => [name, comparable(item, mask, name)]),
  );
}

describe.skipIf(cases.length === 0)('executions recorded on AWS', () => {
  for (const recorded of cases) {
    const refused = REFUSED[recorded.name];
    if (refused !== undefined) {
      it(`refuses ${recorded.name}`, async () => {
        const run = execute({
          definition: recorded.definition,
          input: recorded.input,
          clock: virtualClock(),
        });
        await expect(run).rejects.toBeInstanceOf(UnsupportedFeature);
        await expect(run).rejects.toMatchObject({ state: refused[0], field: refused[1] });
      });
      continue;
    }
    it(`runs ${recorded.name}`, async () => {
      const result = await execute({
        definition: recorded.definition,
        input: recorded.input,
        clock: virtualClock('2024-11-04T11:40:50.000Z'),
        invokeTask: ({ state, attempt }) => {
          const outcome = recorded.mockedTasks?.[state]?.[attempt];
          if (outcome === undefined) throw new Error(`No recorded outcome for ${state}, attempt ${attempt}`);
          if (outcome.throw !== undefined) throw outcome.throw;
          return outcome.return;
        },
      });
      expect(result.status).toBe(recorded.expectedStatus);
      expect(result.output).toEqual(recorded.expectedOutput);
      expect(result.error).toBe(recorded.expectedError?.error);
      expect(result.cause).toBe(recorded.expectedError?.cause);
      const snapshot = recorded.inputInSnapshot;
      const mask = (input: unknown): unknown =>
        snapshot !== undefined && JSON.stringify(input) === JSON.stringify(recorded.input) ? snapshot : input;
      const plain = JSON.parse(JSON.stringify(result.events));
      expect(comparable(plain, mask)).toEqual(comparable(recorded.expectedEvents, (input) => input));
    });
  }
});
