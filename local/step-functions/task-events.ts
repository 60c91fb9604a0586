import { failureDetails, inputDetails, outputDetails } from './history.ts';
import type { Json } from './json.ts';
import type { TaskResource } from './resource.ts';
import type { StateFailure } from './state-failure.ts';
import type { Visit } from './visit.ts';

type Integration = Extract<TaskResource, { kind: 'integration' }>;

function names({ resource, resourceType }: Integration): { resource: string; resourceType: string } {
  return { resource, resourceType };
}

/** The two events before a call. A function's own ARN leaves other events than an integration [recorded on AWS]. */
export function scheduledEvents(
  visit: Visit,
  resource: TaskResource,
  parameters: Json,
  limits: { timeoutSeconds: number | undefined; heartbeatSeconds: number | undefined },
): void {
  const timeoutInSeconds =
    limits.timeoutSeconds === undefined ? {} : { timeoutInSeconds: limits.timeoutSeconds };
  if (resource.kind === 'function') {
    const details = { ...inputDetails(parameters), resource: resource.arn, ...timeoutInSeconds };
    visit.emit('LambdaFunctionScheduled', { lambdaFunctionScheduledEventDetails: details });
    visit.emit('LambdaFunctionStarted');
    return;
  }
  visit.emit('TaskScheduled', {
    taskScheduledEventDetails: {
      parameters: JSON.stringify(parameters),
      region: visit.run.region,
      ...names(resource),
      ...timeoutInSeconds,
      ...(limits.heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: limits.heartbeatSeconds }),
    },
  });
  visit.emit('TaskStarted', { taskStartedEventDetails: names(resource) });
}

/** The call of a callback task returned; its token decides the rest. */
export function submittedEvent(visit: Visit, resource: TaskResource, output: Json): void {
  if (resource.kind === 'function') return;
  visit.emit('TaskSubmitted', {
    taskSubmittedEventDetails: { ...outputDetails(output), ...names(resource) },
  });
}

export function succeededEvent(visit: Visit, resource: TaskResource, output: Json): void {
  if (resource.kind === 'function') {
    visit.emit('LambdaFunctionSucceeded', { lambdaFunctionSucceededEventDetails: outputDetails(output) });
  } else {
    visit.emit('TaskSucceeded', {
      taskSucceededEventDetails: { ...outputDetails(output), ...names(resource) },
    });
  }
}

export function failedEvent(
  visit: Visit,
  resource: TaskResource,
  failure: StateFailure,
  timedOut: boolean,
): void {
  const details = failureDetails(failure);
  if (resource.kind === 'function') {
    if (timedOut) visit.emit('LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: details });
    else visit.emit('LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: details });
    return;
  }
  const named = { ...details, ...names(resource) };
  if (timedOut) visit.emit('TaskTimedOut', { taskTimedOutEventDetails: named });
  else visit.emit('TaskFailed', { taskFailedEventDetails: named });
}
