declare module 'asl-validator' {
  /** The package has no types of its own. */
  function validate(
    definition: unknown,
    options?: { checkPaths?: boolean; checkArn?: boolean },
  ): { isValid: boolean; errors: unknown[] };
  export = validate;
}
