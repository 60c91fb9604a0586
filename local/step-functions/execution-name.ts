import { StepFunctionsError } from './api-error.ts';

// API_StartExecution: no white space, brackets, wildcards, special or control characters.
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

/** Throws InvalidName for a name StartExecution does not accept. */
export function checkExecutionName(name: string): void {
  if (name.length >= 1 && name.length <= 80 && !FORBIDDEN.test(name)) return;
  throw new StepFunctionsError('InvalidName', `Invalid Name: '${name}'`);
}

/** The ARN of an execution, from that of its state machine. */
export function executionArn(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** The Region in an ARN. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
