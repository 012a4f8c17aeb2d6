/** Request parameters by their names in the AWS API, whatever protocol brought them. */
export type Params = { [name: string]: unknown };

/** Reads AWS Query parameters: `Filter.member.1=Role` becomes `{ Filter: ['Role'] }`. */
export function queryParams(body: URLSearchParams): Params {
  const root: Params = Object.create(null);
  for (const [name, value] of body) {
    if (name !== 'Action' && name !== 'Version') place(root, name.split('.'), value);
  }
  return Object.fromEntries(Object.entries(root).map(([name, value]) => [name, collapse(value)]));
}

function place(node: Params, path: string[], value: string): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (rest.length === 0) {
    node[head] = value;
    return;
  }
  const child = isParams(node[head]) ? node[head] : Object.create(null);
  node[head] = child;
  place(child, rest, value);
}

function collapse(value: unknown): unknown {
  if (!isParams(value)) return value;
  if (isParams(value.member)) {
    return Object.entries(value.member)
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, item]) => collapse(item));
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, collapse(item)]));
}

export function isParams(value: unknown): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text parameter, or undefined when it is absent. */
export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' ? value : undefined;
}

/** A list of texts; empty when it is absent. */
export function texts(params: Params, name: string): string[] {
  const value = params[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A whole number, sent as a number or as text; undefined when it is absent. */
export function wholeNumber(params: Params, name: string): number | undefined {
  const value = params[name];
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const number = Number(value);
  return Number.isInteger(number) ? number : undefined;
}
