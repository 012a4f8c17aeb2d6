import type { Grant } from '../../model/grant.ts';

/** The statements in words, counted as a reader counts them: `statement 1`, `statements 1, 3`. */
export function statementsOf(grants: readonly Grant[]): string {
  const numbers = [...new Set(grants.map(({ statement }) => statement + 1))].sort((a, b) => a - b);
  return `${numbers.length === 1 ? 'statement' : 'statements'} ${numbers.join(', ')}`;
}
