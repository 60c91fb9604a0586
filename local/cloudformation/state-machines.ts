import * as z from 'zod/mini';
import type { StateMachine, StatusChange } from '#local/step-functions/step-functions.ts';
import type { Template } from '#local/template.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './local-account.ts';

const Properties = z.object({
  RoleArn: z.string(),
  DefinitionString: z.string(),
  DefinitionSubstitutions: z._default(z.record(z.string(), z.coerce.string()), {}),
  StateMachineType: z.optional(z.literal('STANDARD')),
});

/** The state machines of the template with their placeholders filled in; throws for a placeholder without a value. */
export function stateMachines(template: Template): StateMachine[] {
  return template.resources('AWS::StepFunctions::StateMachine').map((resource) => {
    const parsed = Properties.safeParse(resource.properties);
    if (!parsed.success) {
      throw new Error(`State machine ${resource.id} cannot run here: ${z.prettifyError(parsed.error)}`);
    }
    const { RoleArn, DefinitionString, DefinitionSubstitutions } = parsed.data;
    const definition = DefinitionString.replace(/\$\{([A-Za-z0-9_]+)\}/g, (_match, name: string) => {
      const value = DefinitionSubstitutions[name];
      if (value === undefined) throw new Error(`State machine ${resource.id} has no value for \${${name}}`);
      return value;
    });
    const name = z.string().parse(template.attribute(resource.id, 'Name'));
    return { arn: resource.ref, name, roleArn: RoleArn, definition };
  });
}

/** The EventBridge event of a change of an execution's status. `id` is the event's own. */
export function statusChangeEvent(change: StatusChange, id: string, nowMs: number) {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, input, output } = change;
  return {
    version: '0',
    id,
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: LOCAL_ACCOUNT,
    time: new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: LOCAL_REGION,
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn,
      name,
      status,
      startDate,
      stopDate: stopDate ?? null,
      input,
      inputDetails: { included: true },
      output: output ?? null,
      outputDetails: output === undefined ? null : { included: true },
      error: change.error ?? null,
      cause: change.cause ?? null,
    },
  };
}
