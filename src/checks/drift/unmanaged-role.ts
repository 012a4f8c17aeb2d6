import { accountCheck, type Outcome } from '../../model/check.ts';
import type { Role, Tag } from '../../model/facts/authorization-details.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { partyName } from '../../parties/party-name.ts';
import { thirdPartyGrants } from '../../parties/third-party.ts';
import { matchesTag, tagPattern } from '../../policy/tag-pattern.ts';
import { importFixes } from '../remedies/import-role.ts';
import { judgeRoles, listed } from '../support/judged-role.ts';
import { membersOf, withoutFullStop } from './owned-roles.ts';

export const unmanagedRole = accountCheck({
  id: 'unmanaged-role',
  area: 'drift',
  per: 'account',
  title: 'Third-party role managed by a stack or another provisioning tool',
  failureTitle: 'Third-party role made by hand',
  severity: 'low',
  rationale:
    'A role that no template describes has no reviewed version to compare it with: nobody can say what it should be, and a change to it leaves no trace but in the logs.',
  remediation:
    'Describe the role in a template and import it: `aws cloudformation create-change-set --change-set-type IMPORT --resources-to-import …`, or `terraform import aws_iam_role.NAME ROLE`. If another tool manages it already, give it a tag that says so and name the tag in `checks.unmanaged-role.provisioningTags`.',
  cannotKnow:
    'Whether a stack in a Region that was not read owns the role: where the config names the Regions, a role without an owner there is UNKNOWN, and not a role made by hand. Whether a tag tells the truth. Roles that are deployed from outside by a tool which leaves no tag look as if made by hand.',
  parameters: {
    provisioningTags: {
      default: [
        'managed-by',
        'managed_by',
        'managedby',
        'provisioned-by',
        'provisioned_by',
        'provisionedby',
        'terraform',
        'terraform:*',
        'pulumi:*',
        'crossplane-name',
        'alpha.eksctl.io/*',
        'services.k8s.aws/controller-version',
      ],
      matches: 'tag pattern',
      description:
        'Tags that a provisioning tool other than CloudFormation leaves on a role: a tag key, or `key=value`. Both may hold `*`; case does not count. A key alone is met by any value but one that denies it, such as `false` or `manual`.',
    },
  },
  requires: ['authorization-details', 'role-stacks'],
  evaluate(facts, context) {
    const details = facts['authorization-details'];
    const regions = facts['role-stacks'].map(({ region, value }) => ({ region, members: membersOf(value) }));
    return judgeRoles(details, context, ({ role, index, resource }): Outcome[] => {
      const grants = thirdPartyGrants(role, context.study);
      if (grants.length === 0) return [];
      for (const { region, members } of regions) {
        const fact = members.get(role.arn)?.fact;
        if (fact?.status === 'COLLECTED' && fact.value !== null) {
          const { stackName } = fact.value;
          return [{ status: 'PASS', resource, detail: `Stack ${stackName} in ${region} owns the role.` }];
        }
      }
      const tag = provisioningTag(role, context.parameters.provisioningTags);
      if (tag !== undefined) {
        const detail = `No stack owns the role; its tag ${tag.key} = ${tag.value} names a provisioning tool.`;
        return [{ status: 'PASS', resource, detail }];
      }
      const gaps = context.account.regions.flatMap((region) => gapReason(role, region, regions) ?? []);
      if (gaps.length > 0) {
        return [
          {
            status: 'UNKNOWN',
            resource,
            detail: `Whether a stack owns the role was not read everywhere: ${listed(gaps)}.`,
          },
        ];
      }
      if (context.account.otherRegions === 'unread') {
        const detail = `No stack in ${listed(context.account.regions)} owns the role, and none of its tags names a provisioning tool. Roles have no Region: a stack in one that was not read may own it. \`regions: enabled\` in the config reads them all.`;
        return [{ status: 'UNKNOWN', resource, detail }];
      }
      const parties = [...new Set(grants.map(partyName))];
      const [first] = grants;
      return [
        {
          status: 'FAIL',
          resource,
          detail: `The role admits ${listed(parties)}. No stack in ${listed(context.account.regions)} owns it, and none of its tags names a provisioning tool.`,
          evidence: [
            ...regions.flatMap(({ region, members }) => {
              const member = members.get(role.arn);
              if (member?.fact.status !== 'COLLECTED') return [];
              const pointer = jsonPointer('perResource', member.index, 'fact', 'value');
              return [
                { fact: 'role-stacks' as const, region, pointer, value: member.fact.value, marks: [''] },
              ];
            }),
            {
              fact: 'authorization-details',
              region: 'global',
              pointer: jsonPointer('roles', index, 'tags'),
              value: role.tags,
            },
          ],
          fixes: () => importFixes(role, context),
          ...(parties.length === 1 && first !== undefined ? { thirdParty: first.party } : {}),
        },
      ];
    });
  },
});

type RegionMembers = ReadonlyArray<{
  region: string;
  members: ReadonlyMap<string, { fact: { status: string; message?: string } }>;
}>;

function gapReason(role: Role, region: string, regions: RegionMembers): string | undefined {
  const fact = regions.find((read) => read.region === region)?.members.get(role.arn)?.fact;
  if (fact === undefined) return `${region} (the evidence says nothing of it)`;
  return fact.status === 'COLLECTED' ? undefined : `${region} (${withoutFullStop(fact.message ?? '')})`;
}

/** Values of a provisioning tag that say that there is no tool. */
const DENIALS: ReadonlySet<string> = new Set([
  '',
  'false',
  'no',
  'none',
  'manual',
  'manually',
  'hand',
  'console',
]);

function provisioningTag(role: Role, patterns: readonly string[]): Tag | undefined {
  return role.tags.find((tag) =>
    patterns.some(
      (pattern) =>
        matchesTag(pattern, tag) &&
        (tagPattern(pattern).value !== undefined || !DENIALS.has(tag.value.toLowerCase().trim())),
    ),
  );
}
