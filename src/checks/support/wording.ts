import type { Grant } from '../../model/grant.ts';

/** What is left when the first are named: `1 more action`, `3 more actions`. */
export function more(count: number, noun: string): string {
  return `${count} more ${noun}${count === 1 ? '' : 's'}`;
}

/** The statements in words, counted as a reader counts them: `statement 1`, `statements 1, 3`. */
export function statementsOf(grants: readonly Grant[]): string {
  const numbers = [...new Set(grants.map(({ statement }) => statement + 1))].sort((a, b) => a - b);
  return `${numbers.length === 1 ? 'statement' : 'statements'} ${numbers.join(', ')}`;
}

/** `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
