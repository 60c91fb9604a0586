import type { ChoiceState } from './definition.ts';
import { expressionIn, typeName } from './jsonata.ts';
import { StateFailure } from './state-failure.ts';
import type { Visit } from './visit.ts';

/** The first rule whose Condition is true, or the Default. States.NoChoiceMatched where there is neither. */
export async function chooseNext(
  visit: Visit,
  state: ChoiceState,
): Promise<{ rule: ChoiceState['Choices'][number] | undefined; next: string }> {
  for (const [index, rule] of state.Choices.entries()) {
    const field = `Choices[${index}]/Condition`;
    const met = await visit.evaluate(rule.Condition, field);
    if (typeof met !== 'boolean') {
      throw visit.failure(
        `The JSONata expression '${expressionIn(rule.Condition) ?? ''}' specified for the field '${field}' returned an unexpected result type. Expected 'boolean', but was '${typeName(met)}' for value: ${JSON.stringify(met)}`,
        field,
      );
    }
    if (met) return { rule, next: rule.Next };
  }
  if (state.Default !== undefined) return { rule: undefined, next: state.Default };
  const { position } = visit;
  throw new StateFailure(
    'States.NoChoiceMatched',
    `An error occurred while executing the state '${position.state}' (entered at the event id #${position.enteredEventId}). Failed to transition out of the state. The state does not point to a next state.`,
  );
}
