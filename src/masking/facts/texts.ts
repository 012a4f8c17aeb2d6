/** The same with every text in it as `show` has it; keys stay. */
export function inTexts<T>(value: T, show: (text: string) => string): T;
export function inTexts(value: unknown, show: (text: string) => string): unknown {
  if (typeof value === 'string') return show(value);
  if (Array.isArray(value)) return value.map((item) => inTexts(item, show));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inTexts(inner, show)]));
}
