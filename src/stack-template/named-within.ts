/** What `Ref` and `Fn::Sub` name under a key of a template: parameters, pseudo parameters, resources. */
export function namesIn(key: string, value: unknown): string[] {
  if (key === 'Ref' && typeof value === 'string') return [value];
  const text = key === 'Fn::Sub' ? (Array.isArray(value) ? value[0] : value) : undefined;
  return typeof text === 'string'
    ? [...text.matchAll(/\$\{([^}!]+)\}/g)].map(([, name = '']) => name.trim())
    : [];
}

/** Whether a part of a template names one of these, however deep. `seen`: what was looked through before. */
export function namesOneOf(names: ReadonlySet<string>, part: unknown, seen = new Set<unknown>()): boolean {
  return membersWithin(part, seen).some(([key, value]) =>
    namesIn(key, value).some((name) => names.has(name)),
  );
}

/** Whether a mapping decides by one of these what stands in a part of a template. */
export function looksUpOneOf(names: ReadonlySet<string>, part: unknown): boolean {
  const seen = new Set<unknown>();
  return membersWithin(part, new Set()).some(
    ([key, value]) => key === 'Fn::FindInMap' && namesOneOf(names, value, seen),
  );
}

/** A template may refer to itself. */
function membersWithin(part: unknown, seen: Set<unknown>): Array<[key: string, value: unknown]> {
  const members: Array<[string, unknown]> = [];
  const left = [part];
  while (left.length > 0) {
    const node = left.pop();
    if (typeof node !== 'object' || node === null || seen.has(node)) continue;
    seen.add(node);
    for (const member of Object.entries(node)) {
      members.push(member);
      left.push(member[1]);
    }
  }
  return members;
}
