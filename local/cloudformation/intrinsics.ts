/** What the intrinsic functions of a template are resolved against. */
export interface IntrinsicScope {
  /** The value of `Ref` for a parameter, pseudo parameter or resource; throws when unknown. */
  ref(id: string): unknown;
  /** The value of `Fn::GetAtt`; throws when unknown. */
  attribute(id: string, name: string): unknown;
  /** The value of a condition by its name; throws when unknown. */
  condition(name: string): boolean;
}

/** Stands for `AWS::NoValue`: whatever resolves to it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

type Resolver = (argument: unknown, scope: IntrinsicScope) => unknown;

const INTRINSICS: Readonly<Record<string, Resolver>> = {
  Ref: (argument, scope) => scope.ref(text(argument, 'Ref')),
  Condition: (argument, scope) => scope.condition(text(argument, 'Condition')),
  'Fn::GetAtt': (argument, scope) => {
    const [id, ...name] = typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt');
    return scope.attribute(text(id, 'Fn::GetAtt'), name.map((part) => text(part, 'Fn::GetAtt')).join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument, 'Fn::Join');
    const values = list(resolveIntrinsics(parts, scope), 'Fn::Join');
    return values.map((value) => text(value, 'Fn::Join')).join(text(separator, 'Fn::Join'));
  },
  'Fn::Sub': (argument, scope) => {
    const [pattern, extra] = typeof argument === 'string' ? [argument, {}] : list(argument, 'Fn::Sub');
    const variables = fields(resolveIntrinsics(extra ?? {}, scope));
    return text(pattern, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_match, escaped: string, name: string) => {
      if (escaped === '!') return `\${${name}}`;
      if (name in variables) return text(variables[name], 'Fn::Sub');
      const dot = name.indexOf('.');
      const value = dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1));
      return text(value, 'Fn::Sub');
    });
  },
  'Fn::Select': (argument, scope) => {
    const [index, options] = list(resolveIntrinsics(argument, scope), 'Fn::Select');
    const chosen = list(options, 'Fn::Select')[Number(index)];
    if (chosen === undefined) throw new Error(`Fn::Select has no element ${String(index)}`);
    return chosen;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(resolveIntrinsics(argument, scope), 'Fn::Split');
    return text(source, 'Fn::Split').split(text(separator, 'Fn::Split'));
  },
  'Fn::If': (argument, scope) => {
    const [name, whenTrue, whenFalse] = list(argument, 'Fn::If');
    return resolveIntrinsics(scope.condition(text(name, 'Fn::If')) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(resolveIntrinsics(argument, scope), 'Fn::Equals');
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::And': (argument, scope) => list(resolveIntrinsics(argument, scope), 'Fn::And').every(Boolean),
  'Fn::Or': (argument, scope) => list(resolveIntrinsics(argument, scope), 'Fn::Or').some(Boolean),
  'Fn::Not': (argument, scope) => !list(resolveIntrinsics(argument, scope), 'Fn::Not')[0],
  'Fn::Base64': (argument, scope) =>
    Buffer.from(text(resolveIntrinsics(argument, scope), 'Fn::Base64')).toString('base64'),
};

/**
 * Replaces every intrinsic function in `value` by what it stands for.
 *
 * An intrinsic that has no local meaning (`Fn::ImportValue`, `Fn::FindInMap`, `Fn::Transform`, ...) throws by name.
 */
export function resolveIntrinsics(value: unknown, scope: IntrinsicScope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolveIntrinsics(item, scope)).filter((item) => item !== NO_VALUE);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only !== undefined && entries.length === 1) {
    const [name, argument] = only;
    const resolver = Object.hasOwn(INTRINSICS, name) ? INTRINSICS[name] : undefined;
    // A plain property may also be called "Condition" (a policy statement's is an object, the intrinsic's a string).
    if (resolver !== undefined && !(name === 'Condition' && typeof argument !== 'string')) {
      return resolver(argument, scope);
    }
    if (name.startsWith('Fn::')) throw new Error(`${name} is not supported by the local stack`);
  }
  return Object.fromEntries(
    entries
      .map(([key, item]) => [key, resolveIntrinsics(item, scope)] as const)
      .filter(([, item]) => item !== NO_VALUE),
  );
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${where} needs text, but has ${JSON.stringify(value) ?? String(value)}`);
}

function list(value: unknown, where: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${where} needs a list, but has ${JSON.stringify(value) ?? String(value)}`);
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
