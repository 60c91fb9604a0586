/** An error that the Step Functions API answers with; `code` is the name of the exception. */
export class StepFunctionsError extends Error {
  override readonly name = 'StepFunctionsError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
