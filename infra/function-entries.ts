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
  Uploads: 'functions/uploads/handler.ts',
  UploadScript: 'functions/uploads/script-handler.ts',
  VerifyUpload: 'functions/uploads/verify-upload.ts',
  SweepUploads: 'functions/uploads/sweep-uploads.ts',
} as const;

export type FunctionId = keyof typeof FUNCTION_ENTRIES;
