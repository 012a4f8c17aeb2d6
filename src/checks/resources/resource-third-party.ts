import { accountCheck, type Outcome } from '../../model/check.ts';
import type { Grant } from '../../model/grant.ts';
import { partyName } from '../../parties/party-name.ts';
import type { OutsideWay } from '../../parties/resource-access.ts';
import { partiesPastBlock } from '../../parties/strangers.ts';
import { narrowingOf } from '../../policy/narrowing.ts';
import { requiresNetwork } from '../../policy/required-guards.ts';
import { registerFixes } from '../remedies/register.ts';
import { listed } from '../support/judged-role.ts';
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
    'A policy, an access control list or a grant on a key admits a third party that is not registered; or one that is registered, by a way that does not require the addresses of the register (`allowedSourceIps`) or, with `requireTls`, TLS: medium. A bucket at which Block Public Access keeps everyone from outside out is not judged.',
  severity: 'high',
  rationale:
    'A policy on a resource lets a third party in without any role: it shows in no list of roles, ends with no role, and asks for no external ID.',
  remediation:
    'Find out who asked for the access. Register the third party under thirdParties in the configuration with owner and justification, or take its statement out of the policy. Where it is registered, add the condition that is missing: aws:SecureTransport, or aws:SourceIp with the addresses of the register.',
  cannotKnow:
    'Who is behind an account id that neither the register nor a public list names, and whether a third party also needs a policy of its own side to come in. The guards that it asks for are those of the register, allowedSourceIps, and of its parameter; encryption of what is written, and the organization of the caller, are not asked for. Services that the configuration does not name under resourcePolicies.',
  per: 'region',
  requires: ['resource-policies'],
  parameters: {
    requireTls: {
      default: false,
      description: 'whether every way of a third party must ask for TLS by aws:SecureTransport',
    },
  },
  evaluate(facts, context) {
    const policies = facts['resource-policies'];
    return judgeResources(policies, context, (subject): Outcome[] => {
      const outside = whoIsKeptOut(subject, context);
      if (outside !== undefined) return [outside];
      const parties = partiesPastBlock(subject, context.study);
      if (parties.size === 0) {
        const ids = subject.ways.flatMap(({ grant }) =>
          grant.principal.kind === 'any' ? (narrowingOf(grant)?.uniqueIds ?? []) : [],
        );
        return [
          ids.length === 0
            ? answer(subject, 'NOT_APPLICABLE', 'It admits no third party by name.')
            : answer(
                subject,
                'UNKNOWN',
                `The policy admits ${listed([...new Set(ids)])} by unique id, and whose that is nobody can tell from it.`,
              ),
        ];
      }
      return [...parties].map(([key, ways]) => {
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
            fixes: () => registerFixes(admitted, {}, 'If it is wanted: an entry for the register'),
          };
          return failed(policies, subject, ways, said, context);
        }
        const addresses = admitted.entry.allowedSourceIps ?? [];
        const lacking = ways.flatMap(({ grant }) => [
          ...(context.parameters.requireTls && !requiresTls(grant) ? ['TLS'] : []),
          ...(addresses.length > 0 && !requiresNetwork(grant) ? ['the addresses of the register'] : []),
        ]);
        if (lacking.length === 0) {
          return answer(subject, 'PASS', `${who} is registered; its owner is ${admitted.entry.owner}.`);
        }
        const unguarded = ways.filter(
          ({ grant }) =>
            (context.parameters.requireTls && !requiresTls(grant)) ||
            (addresses.length > 0 && !requiresNetwork(grant)),
        );
        const said = {
          ...common,
          severity: 'medium' as const,
          detail: `By ${waysInWords(unguarded)} ${who} may use it: ${actionsInWords(unguarded)}. It is registered, and not asked for ${listed([...new Set(lacking)])}.`,
        };
        return failed(policies, subject, unguarded, said, context);
      });
    });
  },
});

/**
 * The key is in every request, so that an operator for requests without it asks for the same.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
 */
function requiresTls({ conditions }: Grant): boolean {
  return conditions.some(
    ({ keyLower, base, set, oneOf, values }) =>
      keyLower === 'aws:securetransport' &&
      base === 'Bool' &&
      set === null &&
      oneOf === undefined &&
      values.length > 0 &&
      values.every((value) => /^true$/i.test(value)),
  );
}
