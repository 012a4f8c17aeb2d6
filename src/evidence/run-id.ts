/**
 * The name of a run: its start to the second and eight hex digits that tell runs of the same second apart.
 *
 * @param random four bytes of randomness
 */
export function createRunId(startedAt: Date, random: Uint8Array): string {
  return `${runTime(startedAt)}-${Buffer.from(random).toString('hex')}`;
}

/** How the name of a run that starts at this time begins. */
export function runTime(startedAt: Date): string {
  return startedAt
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
}

export function isRunId(name: string): boolean {
  return /^\d{8}T\d{6}Z-[0-9a-f]{8}$/.test(name);
}
