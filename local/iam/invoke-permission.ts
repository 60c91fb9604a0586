import * as z from 'zod/mini';
import { LOCAL_ACCOUNT } from '#local/cloudformation/local-account.ts';
import type { Template } from '#local/template.ts';
import { matchesWildcard } from './wildcard.ts';

const Permission = z.object({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.optional(z.string()),
  SourceAccount: z.optional(z.string()),
});

/** Who wants to call a function through its resource-based policy. */
export interface ServiceCall {
  readonly functionArn: string;
  /** e.g. `events.amazonaws.com` */
  readonly service: string;
  readonly sourceArn: string;
}

/** Throws unless an `AWS::Lambda::Permission` of the template lets the service call the function. */
export function requireInvokePermission(template: Template, call: ServiceCall): void {
  const allowed = template.resources('AWS::Lambda::Permission').some(({ properties }) => {
    const permission = Permission.parse(properties);
    return (
      (permission.FunctionName === call.functionArn ||
        call.functionArn.endsWith(`:function:${permission.FunctionName}`)) &&
      permission.Principal === call.service &&
      (permission.SourceArn === undefined || matchesWildcard(permission.SourceArn, call.sourceArn)) &&
      (permission.SourceAccount === undefined || permission.SourceAccount === LOCAL_ACCOUNT)
    );
  });
  if (!allowed) {
    throw new Error(
      `No AWS::Lambda::Permission lets ${call.service} (${call.sourceArn}) invoke ${call.functionArn}`,
    );
  }
}
