/** A request that the caller's policies do not allow; the message is worded as AWS words it. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  readonly role: string;
  readonly action: string;
  readonly resource: string;

  constructor(details: {
    principalArn: string;
    role: string;
    action: string;
    resource: string;
    outcome: 'implicit-deny' | 'explicit-deny';
  }) {
    const { principalArn, role, action, resource, outcome } = details;
    const reason =
      outcome === 'explicit-deny'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${action} action`;
    super(`User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`);
    this.role = role;
    this.action = action;
    this.resource = resource;
  }
}
