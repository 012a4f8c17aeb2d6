import { accountCheck } from '../../model/check.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { namedBy } from '../../parties/federated-party.ts';
import { withoutGrants } from '../remedies/trust-policy.ts';
import { corrected, judgeRoles, passed, statementEvidence } from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

export const deletedPrincipal = accountCheck({
  id: 'deleted-principal',
  area: 'trust',
  title: 'Every trusted principal exists',
  failureTitle: 'Trust policy names a principal that no longer exists',
  severity: 'medium',
  rationale:
    'The user or role that was trusted has been deleted, and nobody cleaned up after it. The leftover hides who was meant, and whether the access is still wanted at all.',
  remediation:
    'Remove the unique id from the trust policy. If the access is still needed, name the principal that does the work now.',
  cannotKnow:
    'Whom the id named, and whether AWS will ever give it out again: IAM keeps no record of it in the policy.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeRoles(facts['authorization-details'], context, (subject) => {
      const gone = subject.trust.grants.filter(({ principal }) => principal.kind === 'unique-id');
      if (gone.length === 0)
        return [passed(subject, 'The trust policy names no principal by a bare unique id.')];
      return [...groupedBy(gone, ({ principal }) => principal.value)].map(([id, grants]) => ({
        status: 'FAIL',
        resource: subject.resource,
        discriminator: id,
        ...namedBy(grants),
        detail: `${id} in ${statementsOf(grants)} of the trust policy is the unique id of a ${id.startsWith('AIDA') ? 'user' : id.startsWith('AROA') ? 'role' : 'principal'} that no longer exists.`,
        evidence: statementEvidence(subject, grants),
        ...corrected(
          subject,
          { correct: (document) => withoutGrants(document, grants) },
          context,
          ({ trust }) => trust.grants.every(({ principal }) => principal.value !== id),
        ),
      }));
    }),
});
