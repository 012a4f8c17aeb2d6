/** The user's own organizations, in the order of the configuration: one under `organization`, or several in a list. */
export function organizationsOf<T>({
  organization,
  organizations,
}: {
  organization?: T | undefined;
  organizations?: readonly T[] | undefined;
}): readonly T[] {
  return organizations ?? (organization === undefined ? [] : [organization]);
}
