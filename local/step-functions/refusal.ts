/** A definition uses a part of Amazon States Language outside the declared subset. Names the state and the field. */
export class UnsupportedFeature extends Error {
  override readonly name = 'UnsupportedFeature';
  readonly state: string;
  readonly field: string;

  constructor(state: string, field: string, detail: string) {
    super(`State "${state}", field "${field}": ${detail} is not supported here`);
    this.state = state;
    this.field = field;
  }
}

/** A definition that AWS would refuse too: a missing target, a malformed field, an expression that does not parse. */
export class InvalidDefinition extends Error {
  override readonly name = 'InvalidDefinition';
}
