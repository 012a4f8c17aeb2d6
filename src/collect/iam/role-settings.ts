import { required } from '../../aws/answer.ts';
import { type Collector, pages } from '../collector.ts';
import { sortedBy } from '../values.ts';

const PAGE_SIZE = 1000;

/** The longest session and the description of each role, which the authorization details leave out. */
export const roleSettings: Collector<'role-settings'> = {
  fact: 'role-settings',
  requires: [],
  actions: () => ['iam:ListRoles'],
  plan: ({ roles }) => [{ service: 'iam', operation: 'ListRoles', calls: pages(roles, PAGE_SIZE) }],
  async collect({ caller }) {
    const input = { MaxItems: PAGE_SIZE };
    const roles = await caller.list('iam', 'ListRoles', 'global', input, (page) => page.Roles);
    return {
      roles: sortedBy(
        roles.map((role) => ({
          arn: required(role.Arn, 'the ARN of a role'),
          maxSessionDuration: required(role.MaxSessionDuration, 'the maximum session duration of a role'),
          description: role.Description ?? null,
        })),
        (role) => role.arn,
      ),
    };
  },
};
