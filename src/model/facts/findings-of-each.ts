/** The number of findings of each analyzer. */
export function findingsOfEach(
  analyzers: ReadonlyArray<{ arn: string }>,
  findings: ReadonlyArray<{ analyzerArn: string }>,
): number[] {
  const counts = new Map(analyzers.map(({ arn }) => [arn, 0]));
  for (const { analyzerArn } of findings) counts.set(analyzerArn, (counts.get(analyzerArn) ?? 0) + 1);
  return [...counts.values()];
}
