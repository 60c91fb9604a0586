import * as z from 'zod/mini';
import { requireInvokePermission } from '#local/iam/invoke-permission.ts';
import type { Template, TemplateResource } from '#local/template.ts';
import { eventPattern } from './event-pattern.ts';
import { parseSchedule, type Schedule } from './schedule-expression.ts';

const Target = z.strictObject({
  Id: z.string(),
  Arn: z.string().check(z.regex(/^arn:aws:lambda:/, 'only functions can be targets here')),
  // The constant that the target gets in place of the event, as JSON text.
  Input: z.optional(z.string()),
  // Handing an event to Lambda's own queue cannot fail here, so these two never come into play.
  RetryPolicy: z.optional(z.unknown()),
  DeadLetterConfig: z.optional(z.unknown()),
});

const Rule = z.object({
  State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
  EventBusName: z.optional(z.literal('default')),
  EventPattern: z.optional(z.unknown()),
  ScheduleExpression: z.optional(z.string()),
  Targets: z._default(z.array(Target), []),
});

/** A rule of the default event bus. */
export interface EventRule {
  /** Logical id. */
  readonly id: string;
  readonly arn: string;
  /** Whether an event on the bus is for the rule. */
  matches(event: unknown): boolean;
  readonly schedule?: Schedule;
  readonly targets: readonly { readonly functionArn: string; readonly input?: unknown }[];
}

/** The enabled rules of the template; throws for one that cannot run here or may not call its target. */
export function eventRules(template: Template): EventRule[] {
  return template.resources('AWS::Events::Rule').flatMap((resource) => {
    const parsed = Rule.safeParse(resource.properties);
    if (!parsed.success)
      throw new Error(`Rule ${resource.id} cannot run here: ${z.prettifyError(parsed.error)}`);
    return parsed.data.State === 'ENABLED' ? [eventRule(template, resource, parsed.data)] : [];
  });
}

function eventRule(template: Template, { id }: TemplateResource, rule: z.infer<typeof Rule>): EventRule {
  const arn = z.string().parse(template.attribute(id, 'Arn'));
  for (const { Arn: functionArn } of rule.Targets) {
    requireInvokePermission(template, { functionArn, service: 'events.amazonaws.com', sourceArn: arn });
  }
  return {
    id,
    arn,
    matches: rule.EventPattern === undefined ? () => false : eventPattern(rule.EventPattern),
    ...(rule.ScheduleExpression === undefined ? {} : { schedule: parseSchedule(rule.ScheduleExpression) }),
    targets: rule.Targets.map(({ Arn: functionArn, Input }) => ({
      functionArn,
      ...(Input === undefined ? {} : { input: JSON.parse(Input) }),
    })),
  };
}
