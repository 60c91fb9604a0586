/** The parameters of an AWS Query request, with lists read as lists. */
export interface Query {
  readonly action: string;
  text(name: string): string | undefined;
  /** `Name.member.1`, `Name.member.2`, ... in order. */
  list(name: string): string[];
  /** `Name.member.1.Field`, ... in order, one record per member. */
  records(name: string): Record<string, string>[];
}

/** Reads the form body of the AWS Query protocol. */
export function readQuery(body: string): Query {
  const parameters = new URLSearchParams(body);
  const members = (name: string) => {
    const found = new Map<number, Record<string, string>>();
    for (const [key, value] of parameters) {
      if (!key.startsWith(`${name}.member.`)) continue;
      const [index = '', field = ''] = key.slice(name.length + '.member.'.length).split('.');
      found.set(Number(index), { ...found.get(Number(index)), [field]: value });
    }
    return [...found].sort(([a], [b]) => a - b).map(([, record]) => record);
  };
  return {
    action: parameters.get('Action') ?? '',
    text: (name) => parameters.get(name) ?? undefined,
    list: (name) => members(name).map((record) => record[''] ?? ''),
    records: members,
  };
}
