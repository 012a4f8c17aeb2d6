import { accountCheck, type CheckContext } from '../../model/check.ts';
import type { ResourcePolicies } from '../../model/facts/resource-policies.ts';
import type { Fix } from '../../model/fix.ts';
import { ANYONE } from '../../model/party.ts';
import type { OpenResource, Way } from '../../parties/resource-access.ts';
import { behindBlock, openWays } from '../../parties/strangers.ts';
import { command } from '../remedies/command.ts';
import { narrowedPolicy, policyWithout } from '../remedies/resource-policy.ts';
import { listed } from '../support/judged-role.ts';
import { actionsInWords, answer, failed, judgeResources, waysInWords } from './judged-resource.ts';

export const resourcePublic = accountCheck({
  id: 'resource-public',
  area: 'resources',
  title: 'Resource admits named parties only',
  failureTitle: 'Resource can be used by anyone',
  failsWhen:
    'A policy, an access control list or a grant on a key admits anyone, no condition narrows it to named accounts, organizations, principals or networks, and Block Public Access does not stand before it.',
  severity: 'critical',
  rationale:
    'What is open to anyone is found by those who look for it, and no role, contract or review stands in between. Data that was read once cannot be taken back.',
  remediation:
    'Name the accounts, roles or services that need the access in Principal, or keep "*" only together with a condition on aws:PrincipalOrgID, aws:PrincipalAccount or aws:SourceAccount. For buckets, switch Block Public Access on, for the whole account where nothing is meant to be public.',
  cannotKnow:
    "Whether what is open is meant to be. Objects' own access control lists, policies of Multi-Region and of Object Lambda access points, of access points on file systems, of directory buckets, of numbered versions of functions, and who may use a function by its URL alone. What an access point lets through where its bucket belongs to another account. Services that the configuration does not name under resourcePolicies. Whether a resource control policy keeps strangers out as well, or of a repository of ECR the policy of its registry. A service of AWS is not anyone: a statement that admits one without aws:SourceAccount or aws:SourceArn is not held against the resource here, though the service may act for others by it.",
  per: 'region',
  requires: ['resource-policies'],
  evaluate(facts, context) {
    const policies = facts['resource-policies'];
    return judgeResources(policies, context, (subject) => {
      const { open, shut, unclear } = behindBlock(subject, openWays(subject, context));
      if (open.length > 0) {
        const said = {
          discriminator: 'anyone',
          thirdParty: ANYONE,
          detail: detailOf(open),
          fixes: () => [
            ...policyFixes(policies, subject, open, context),
            ...blockFixes(subject.resource.arn),
          ],
        };
        return [failed(policies, subject, open, said, context, true)];
      }
      if (unclear.length > 0) {
        return [
          answer(
            subject,
            'UNKNOWN',
            `By ${waysInWords(unclear)} anyone may use it (${actionsInWords(unclear)}), and whether Block Public Access keeps them out, is not known: it was not read.`,
          ),
        ];
      }
      return [
        answer(
          subject,
          'PASS',
          shut.length > 0
            ? `${waysInWords(shut)} would admit anyone, and Block Public Access keeps everyone from outside out.`.replace(
                /^[a-z]/,
                (letter) => letter.toUpperCase(),
              )
            : 'Everyone whom it admits is named, or a condition names them or their network.',
        ),
      ];
    });
  },
});

function detailOf(open: readonly Way[]): string {
  const loopholes = [
    ...new Set(open.flatMap(({ grant }) => grant.conditions.flatMap(({ loophole }) => loophole ?? []))),
  ];
  const apparent = loopholes.length === 0 ? '' : ` Conditions that do not narrow it: ${listed(loopholes)}.`;
  return `By ${waysInWords(open)} anyone may use it: ${actionsInWords(open)}. No condition shuts strangers out.${apparent}`;
}

/** For the own organization alone, and for nobody; neither where another way stays open. */
function policyFixes(
  facts: ResourcePolicies,
  subject: OpenResource,
  open: readonly Way[],
  context: CheckContext,
): Fix[] {
  const { organizationId } = context.account;
  const [only, ...others] = context.study.parties.ownOrganizationIds;
  const own = organizationId ?? (others.length === 0 ? only : undefined);
  const passes = (proposed: OpenResource) => {
    const left = behindBlock(proposed, openWays(proposed, context));
    return left.open.length === 0 && left.unclear.length === 0;
  };
  const fix = (when: string) => ({ facts, subject, context, when, passes });
  return [
    ...(own === undefined
      ? []
      : narrowedPolicy(fix('If only your own organization is meant, and no service of AWS'), open, {
          StringEquals: { 'aws:PrincipalOrgID': own },
        })),
    ...policyWithout(fix('If nobody else is meant'), open),
  ];
}

/** Shuts out everyone else at once; who is named in the policy as well no longer comes in either. */
function blockFixes(arn: string) {
  const [, bucket] = /^arn:[^:]+:s3:::(.+)$/.exec(arn) ?? [];
  if (bucket === undefined) return [];
  const text = command`aws s3api put-public-access-block --bucket ${bucket} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`;
  const title = 'If nothing in it is meant to be public: shut everyone outside the account out';
  return text === undefined ? [] : [{ kind: 'cli' as const, title, text }];
}
