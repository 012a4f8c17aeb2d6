import { accountCheck, type CheckContext, type Outcome } from '../../model/check.ts';
import type { ResourcePolicies } from '../../model/facts/resource-policies.ts';
import type { Fix } from '../../model/fix.ts';
import { keepsOthers } from '../../parties/others-kept.ts';
import { partyName } from '../../parties/party-name.ts';
import type { OpenResource, OutsideWay, Way } from '../../parties/resource-access.ts';
import { partiesPastBlock } from '../../parties/strangers.ts';
import { narrowingOf } from '../../policy/narrowing.ts';
import { isOriginAccessIdentity } from '../../policy/principal.ts';
import { registerFixes } from '../remedies/register.ts';
import { narrowedPolicy, type PolicyFix, policyWithout } from '../remedies/resource-policy.ts';
import { listed } from '../support/judged-role.ts';
import { type AskedGuard, askedGuards } from './asked-guards.ts';
import {
  actionsInWords,
  answer,
  failed,
  judgeResources,
  waysInWords,
  whoIsKeptOut,
} from './judged-resource.ts';

export const resourceThirdParty = accountCheck({
  id: 'resource-third-party',
  area: 'resources',
  title: 'Third party at a resource is registered and guarded as agreed',
  failureTitle: 'Resource admits a third party that is not registered or not guarded as agreed',
  failsWhen:
    'A policy, an access control list or a grant on a key admits a third party that is not registered: itself, by a service of AWS that acts for its account, or from an endpoint or a VPC of its account; or one that is registered, by a way that does not require the addresses of the register (`allowedSourceIps`), or TLS with `requireTls`, encryption of what it writes into a bucket with `requireEncryption`, one of its organizations with `requireOrganization`: medium. A bucket at which Block Public Access keeps everyone from outside out is not judged.',
  severity: 'high',
  rationale:
    'A policy on a resource lets a third party in without any role: it shows in no list of roles, ends with no role, and asks for no external ID.',
  remediation:
    'Find out who asked for the access. Register the third party under thirdParties in the configuration with owner and justification, or take its statement out of the policy. Where it is registered, add the condition that is missing: aws:SecureTransport, aws:SourceIp with the addresses of the register, s3:x-amz-server-side-encryption, or aws:PrincipalOrgID.',
  cannotKnow:
    'Who is behind an account id that neither the register nor a public list names, and whether a third party also needs a policy of its own side to come in. The guards that it asks for are those of the register, allowedSourceIps, and of its parameters. Encryption is asked for where objects are written into buckets alone: other services have no condition for it. What a service of AWS does for a third party is asked for TLS alone. Services that the configuration does not name under resourcePolicies.',
  per: 'region',
  requires: ['resource-policies'],
  parameters: {
    requireTls: {
      default: false,
      description: 'whether every way of a third party must ask for TLS by aws:SecureTransport',
    },
    requireEncryption: {
      default: false,
      description:
        'whether a third party that writes objects into a bucket must name encryption by KMS (s3:x-amz-server-side-encryption)',
    },
    requireOrganization: {
      default: false,
      description:
        'whether every way of a third party whose organizations the register names must ask for one of these by aws:PrincipalOrgID',
    },
  },
  evaluate(facts, context) {
    const policies = facts['resource-policies'];
    return judgeResources(policies, context, (subject): Outcome[] => {
      const outside = whoIsKeptOut(subject, context);
      if (outside !== undefined) return [outside];
      const parties = partiesPastBlock(subject, context.study);
      const nameless = ofNobodyKnown(subject);
      if (parties.size === 0 && nameless.length === 0) {
        return [answer(subject, 'NOT_APPLICABLE', 'It admits no third party by name.')];
      }
      const judged = [...parties].map(([key, ways]): Outcome => {
        const [{ admitted }] = ways as [OutsideWay, ...OutsideWay[]];
        const who = partyName(admitted);
        const common = { discriminator: key, thirdParty: admitted.party };
        if (admitted.entry === undefined) {
          const known =
            admitted.vendor === undefined
              ? 'It is neither registered nor a known vendor.'
              : `It is known as a vendor, ${admitted.vendor}, but not registered: known is not approved.`;
          const said = {
            ...common,
            detail: `By ${waysInWords(ways)} ${who} may use it: ${actionsInWords(ways)}. ${known}`,
            fixes: () => [
              ...registerFixes(admitted, {}, 'If it is wanted: an entry for the register'),
              ...policyWithout(
                policyFix(
                  policies,
                  subject,
                  context,
                  key,
                )('If it is not wanted', (left) => left.length === 0),
                ways,
                key,
              ),
            ],
          };
          return failed(policies, subject, ways, said, context);
        }
        const lacking = askedGuards(admitted.entry, context).filter((guard) => ways.some(lacks(guard)));
        if (lacking.length === 0) {
          return answer(subject, 'PASS', `${who} is registered; its owner is ${admitted.entry.owner}.`);
        }
        const unguarded = ways.filter((way) => lacking.some((guard) => lacks(guard)(way)));
        const said = {
          ...common,
          severity: 'medium' as const,
          detail: `By ${waysInWords(unguarded)} ${who} may use it: ${actionsInWords(unguarded)}. It is registered, and not asked for ${listed(lacking.map(({ words }) => words))}.`,
          fixes: () => guardFixes(policyFix(policies, subject, context, key), unguarded, lacking),
        };
        return failed(policies, subject, unguarded, said, context);
      });
      return nameless.length === 0
        ? judged
        : [
            ...judged,
            answer(
              subject,
              'UNKNOWN',
              `The policy admits ${listed(nameless)} by an id, and whose that is nobody can tell from it.`,
            ),
          ];
    });
  },
});

/** The unique ids of roles and users, and the identities of distributions of CloudFront, that it admits. */
function ofNobodyKnown({ ways }: OpenResource): string[] {
  const ids = ways.flatMap(({ grant }) => {
    const { kind, value } = grant.principal;
    if (isOriginAccessIdentity(value)) return [value];
    return kind === 'any' ? (narrowingOf(grant)?.uniqueIds ?? []) : [];
  });
  return [...new Set(ids)];
}

function lacks(guard: AskedGuard): (way: Way) => boolean {
  return ({ grant }) => guard.concerns(grant) && !guard.holds(grant);
}

/** The policy with the conditions that are missing; those on all who come from anywhere would meet others as well. */
function guardFixes(
  fix: (when: string, passes: (ways: readonly OutsideWay[]) => boolean) => PolicyFix,
  ways: readonly OutsideWay[],
  guards: readonly AskedGuard[],
): Fix[] {
  if (ways.some(({ grant }) => grant.principal.kind === 'any')) return [];
  const conditions: Record<string, Record<string, string | string[]>> = {};
  for (const { condition } of guards) {
    if (condition === undefined) continue;
    const [operator, name, value] = condition;
    conditions[operator] = { ...conditions[operator], [name]: value };
  }
  const passes = (left: readonly OutsideWay[]) =>
    left.length > 0 && !guards.some((guard) => left.some(lacks(guard)));
  const principals = [...new Set(ways.map(({ grant }) => grant.principal.value))];
  const wanted = fix('With the condition that is missing', passes);
  const denies = guards.flatMap(({ deny }) => deny?.(principals, wanted.subject.resource.arn) ?? []);
  return narrowedPolicy(wanted, ways, conditions, denies);
}

/** What is left for this third party is asked of the policy that is proposed. */
function policyFix(
  facts: ResourcePolicies,
  subject: OpenResource,
  context: CheckContext,
  key: string,
): (when: string, passes: (ways: readonly OutsideWay[]) => boolean) => PolicyFix {
  return (when, passes) => ({
    ...{ facts, subject, context, when },
    passes: (proposed) =>
      passes(partiesPastBlock(proposed, context.study).get(key) ?? []) && keepsOthers(subject, proposed, key),
  });
}
