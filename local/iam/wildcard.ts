const compiled = new Map<string, RegExp>();

/** Whether a value matches an IAM pattern: `*` is any text, `?` any one character. */
export function matchesWildcard(
  pattern: string,
  value: string,
  options: { ignoreCase?: boolean } = {},
): boolean {
  const flags = options.ignoreCase === true ? 'is' : 's';
  const key = `${flags}:${pattern}`;
  let expression = compiled.get(key);
  if (expression === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, flags);
    compiled.set(key, expression);
  }
  return expression.test(value);
}
