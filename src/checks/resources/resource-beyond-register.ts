import { accountCheck, type Outcome } from '../../model/check.ts';
import { partyName } from '../../parties/party-name.ts';
import type { OutsideWay } from '../../parties/resource-access.ts';
import { partiesPastBlock } from '../../parties/strangers.ts';
import { actionsBeyond, DEFAULT_ACCESS } from '../../policy/permissions/beyond.ts';
import {
  accessByService,
  actionSet,
  hasAction,
  intersection,
  isEmpty,
} from '../../policy/permissions/catalogue.ts';
import { accessInWords } from '../support/access-in-words.ts';
import {
  actionsInWords,
  answer,
  failed,
  judgeResources,
  waysInWords,
  whoIsKeptOut,
} from './judged-resource.ts';

export const resourceBeyondRegister = accountCheck({
  id: 'resource-beyond-register',
  area: 'resources',
  title: 'Third party gets no more from a resource than agreed',
  failureTitle: 'Third party gets more from a resource than agreed',
  failsWhen:
    'The ways by which a resource admits a registered third party give it actions beyond the access level of its `maxAccess`, or beyond read where the register gives none.',
  severity: 'medium',
  rationale:
    'What a third party does not need it cannot lose to others. A policy that lets it write, or change the policy itself, makes of a reader somebody who can do harm.',
  remediation:
    "Name in the policy the actions that the third party needs. Where more is meant, say so in the register: the third party's maxAccess.",
  cannotKnow:
    'Which actions the third party uses, and what the same third party holds by roles: third-party-privileges speaks of these. Services that the configuration does not name under resourcePolicies. It goes by the access levels that AWS publishes.',
  per: 'region',
  requires: ['resource-policies'],
  evaluate(facts, context) {
    const policies = facts['resource-policies'];
    return judgeResources(policies, context, (subject): Outcome[] => {
      const outside = whoIsKeptOut(subject, context);
      if (outside !== undefined) return [outside];
      const registered = [...partiesPastBlock(subject, context.study)].filter(
        ([, [way]]) => way?.admitted.entry !== undefined,
      );
      if (registered.length === 0) {
        return [answer(subject, 'NOT_APPLICABLE', 'No registered third party may use it.')];
      }
      return registered.map(([key, ways]) => {
        const [{ admitted }] = ways as [OutsideWay, ...OutsideWay[]];
        const limit = admitted.entry?.maxAccess ?? DEFAULT_ACCESS;
        const agreed =
          admitted.entry?.maxAccess === undefined
            ? `the ${limit} access that holds where the register says nothing`
            : `the ${limit} access that the register allows`;
        const excess = intersection(
          actionSet(ways.flatMap(({ grant }) => grant.actions)),
          actionsBeyond(limit),
        );
        if (isEmpty(excess)) {
          const detail = `${partyName(admitted)} gets ${actionsInWords(ways)}, which keeps to ${agreed}.`;
          return answer(subject, 'PASS', detail);
        }
        const beyond = ways.filter(({ grant }) => grant.actions.some((action) => hasAction(excess, action)));
        const said = {
          discriminator: key,
          thirdParty: admitted.party,
          detail: `By ${waysInWords(beyond)} ${partyName(admitted)} gets more than ${agreed}: ${accessInWords(accessByService(excess))}.`,
        };
        return failed(policies, subject, beyond, said, context);
      });
    });
  },
});
