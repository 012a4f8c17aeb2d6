/**
 * What CloudFormation calls the stacks of a stack set.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html
 */
const INSTANCE = /^StackSet-(.+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The stack set that a stack's name says it is of; undefined for any other name. Anybody may name a stack so. */
export function stackSetOf(stackName: string): string | undefined {
  return INSTANCE.exec(stackName)?.[1];
}

/** The stack set of a stack, in words after its name; nothing where neither CloudFormation nor its name tells of one. */
export function stackSetInWords(
  { stackName, stackSet }: { stackName: string; stackSet?: { name: string } },
  shown: (name: string) => string,
): string {
  if (stackSet !== undefined) return `, of stack set ${shown(stackSet.name)}`;
  const named = stackSetOf(stackName);
  return named === undefined ? '' : `, by its name perhaps of stack set ${shown(named)}`;
}
