/** As much of a syntax tree as tells how deep it is. */
export interface Nested {
  items?: ReadonlyArray<{ key?: unknown; value?: unknown }>;
}

/**
 * Whether a tree of tokens has more levels than that. It goes level by level: what recurses into a hostile depth ends
 * with its stack, and Node 20 with it, where that happens while a regular expression is compiled.
 */
export function nestsDeeperThan(most: number, root: unknown): boolean {
  let level = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((token) =>
      hasItems(token) ? token.items.flatMap(({ key, value }) => [key, value]) : [],
    );
  }
  return false;
}

function hasItems(token: unknown): token is Required<Nested> {
  return typeof token === 'object' && token !== null && 'items' in token && Array.isArray(token.items);
}
