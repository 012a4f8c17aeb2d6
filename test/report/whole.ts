/** The text of a file that is made in parts. */
export function whole(parts: Iterable<string>): string {
  return [...parts].join('');
}
