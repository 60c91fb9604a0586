/** Every Lambda function: its construct id, and the file that exports its `handler`. */
export const FUNCTION_ENTRIES = {
  Api: 'functions/api/handler.ts',
  Workflow: 'functions/workflow/handler.ts',
  WakeWorkflow: 'functions/stream/wake-workflow.ts',
  SendMail: 'functions/mail/send-mail.ts',
  RecordDelivery: 'functions/mail/record-delivery.ts',
  Sweep: 'functions/workflow/sweep.ts',
  Revive: 'functions/workflow/revive.ts',
  PublishPolicy: 'functions/policy/publish-policy.ts',
} as const;

export type FunctionId = keyof typeof FUNCTION_ENTRIES;
