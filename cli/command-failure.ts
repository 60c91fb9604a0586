/** A command that ends without success; the message is all its caller sees. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  /** 1 when it could not be done, 2 when it was asked for wrongly; a command's help tells of any other. */
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
