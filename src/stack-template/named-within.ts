/** What `Ref` and `Fn::Sub` name under a key of a template: parameters, pseudo parameters, resources. */
export function namesIn(key: string, value: unknown): string[] {
  if (key === 'Ref' && typeof value === 'string') return [value];
  const text = key === 'Fn::Sub' ? (Array.isArray(value) ? value[0] : value) : undefined;
  return typeof text === 'string'
    ? [...text.matchAll(/\$\{([^}!]+)\}/g)].map(([, name = '']) => name.trim())
    : [];
}

/** Whether a part of a template names one of these, however deep. */
export function namesOneOf(names: ReadonlySet<string>, part: unknown): boolean {
  // A template may refer to itself.
  const seen = new Set<unknown>();
  const left = [part];
  while (left.length > 0) {
    const node = left.pop();
    if (typeof node !== 'object' || node === null || seen.has(node)) continue;
    seen.add(node);
    for (const [key, value] of Object.entries(node)) {
      if (namesIn(key, value).some((name) => names.has(name))) return true;
      left.push(value);
    }
  }
  return false;
}
