import type { RawAnswer } from '../raw.ts';

/** The paths of all elements of an answer, and its error code: what clients read by. */
export function elementsOf({ body }: RawAnswer): string[] {
  const paths = body.trimStart().startsWith('<') ? xmlPaths(body) : jsonPaths(JSON.parse(body));
  return [...new Set(paths)].sort();
}

/** XML without attributes but xmlns, which counts as part of the name. */
function xmlPaths(xml: string): string[] {
  const open: string[] = [];
  const paths: string[] = [];
  for (const [, slash, name = '', namespace = '', empty] of xml.matchAll(
    /<(\/?)(\w+)((?:\s+xmlns="[^"]*")?)\s*(\/?)>/g,
  )) {
    if (slash) {
      open.pop();
      continue;
    }
    open.push(name);
    paths.push(`${open.join('/')}${namespace.trim() && ` ${namespace.trim()}`}`);
    if (empty) open.pop();
  }
  const code = /<Code>([^<]*)<\/Code>/.exec(xml)?.[1];
  return code === undefined ? paths : [...paths, `error ${code}`];
}

/** Members with their types; null counts as absent, as it does for the SDKs. */
function jsonPaths(value: unknown, path = ''): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return [`${path} list`, ...value.flatMap((item) => jsonPaths(item, `${path}[]`))];
  if (typeof value !== 'object') return [`${path} ${typeof value}`];
  return Object.entries(value).flatMap(([name, member]) =>
    name === '__type' ? [`error ${member}`] : jsonPaths(member, path === '' ? name : `${path}/${name}`),
  );
}
