/**
 * What CloudFormation calls the stacks of a stack set.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html
 */
const INSTANCE = /^StackSet-(.+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The stack set that a stack's name says it is of; undefined for any other name. Anybody may name a stack so. */
export function stackSetOf(stackName: string): string | undefined {
  return INSTANCE.exec(stackName)?.[1];
}
