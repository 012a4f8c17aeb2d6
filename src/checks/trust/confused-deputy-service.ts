import { accountCheck, type CheckContext } from '../../model/check.ts';
import type { Grant, GrantCondition } from '../../model/grant.ts';
import { accountOfArnPattern } from '../../policy/narrowing.ts';
import { withConditions } from '../remedies/trust-policy.ts';
import {
  correctionFixes,
  groupedBy,
  type JudgedRole,
  judgeRoles,
  listed,
  notApplicable,
  passed,
  statementEvidence,
} from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';
import { SOURCE_CONDITION_SERVICES, type SourceConditionService } from './source-condition-services.ts';

const SERVICES: ReadonlyMap<string, SourceConditionService> = new Map(
  SOURCE_CONDITION_SERVICES.map((service) => [service.principal, service]),
);

export const confusedDeputyService = accountCheck({
  id: 'confused-deputy-service',
  area: 'trust',
  title: 'Service acts by this role for own accounts only',
  failureTitle: 'Service may act by this role on behalf of other customers',
  severity: 'medium',
  rationale:
    'The service works for all of its customers. Unless the role says for whom the service may use it, another customer could have the service act on resources here.',
  remediation:
    'Require aws:SourceAccount with this account, or aws:SourceArn with the resource that the service acts for, in the statement that admits the service.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeRoles(facts['authorization-details'], context, (subject) => {
      const concerned = subject.trust.grants.filter((grant) => serviceOf(grant) !== undefined);
      if (concerned.length === 0) {
        return [
          notApplicable(subject, 'No service is trusted whose documentation asks for source conditions.'),
        ];
      }
      return [...groupedBy(concerned, ({ principal }) => principal.value)].map(([principal, grants]) => {
        const open = grants.filter((grant) => !isBound(grant, context));
        const [first] = open;
        if (first === undefined) return passed(subject, `${principal} may act for own accounts only.`);
        const service = serviceOf(first);
        const apparent = open.flatMap(({ conditions }) => conditions.filter(isSource).map(whyNot));
        return {
          status: 'FAIL',
          resource: subject.resource,
          discriminator: principal,
          thirdParty: { name: principal, kind: 'service' },
          detail: `By ${statementsOf(open)} of the trust policy ${service?.name ?? principal} may use the role for whichever customer it acts for: no required condition names an own account or organization as the source.${apparent.length === 0 ? '' : ` ${listed([...new Set(apparent)])}.`} Its documentation asks for one: ${service?.source}`,
          evidence: statementEvidence(subject, open, { conditions: isSource }),
          remediation: `Require your own account as the source (aws:SourceAccount), or the resource that the service acts for (aws:SourceArn), in the statement that admits ${principal}.`,
          fixes: correctionFixes(
            subject,
            {
              correct: (document) =>
                withConditions(document, open, () => ({
                  StringEquals: { 'aws:SourceAccount': context.account.accountId },
                })),
            },
            context,
            (again) => openTo(principal, again, context).length === 0,
          ),
        };
      });
    }),
});

/** The grants by which a service may act for anyone. */
function openTo(principal: string, { trust }: JudgedRole, context: CheckContext): Grant[] {
  return trust.grants.filter(
    (grant) =>
      grant.principal.value === principal && serviceOf(grant) !== undefined && !isBound(grant, context),
  );
}

function isBound({ conditions }: Grant, context: CheckContext): boolean {
  return conditions.some((one) => namesOwnSource(one, context));
}

function serviceOf({ principal }: Grant): SourceConditionService | undefined {
  return principal.kind === 'service' ? SERVICES.get(principal.service.toLowerCase()) : undefined;
}

function isSource({ keyLower }: GrantCondition): boolean {
  return ['aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths'].includes(keyLower);
}

function whyNot({ loophole, key }: GrantCondition): string {
  return loophole ?? `The condition on ${key} does not name your own accounts or organizations alone`;
}

/** Whether a condition admits requests made for own accounts and nobody else's. */
function namesOwnSource(
  { required, keyLower, base, values }: GrantCondition,
  context: CheckContext,
): boolean {
  if (!required) return false;
  const isOwn = (id: string | undefined) =>
    id !== undefined && (id === context.account.accountId || context.parties.whoIs(id).kind === 'own');
  const isOwnOrganization = (id: string | undefined) =>
    id !== undefined && context.parties.ownOrganizationIds.includes(id);
  switch (keyLower) {
    case 'aws:sourceaccount':
      return values.every((id) => /^\d{12}$/.test(id) && isOwn(id));
    case 'aws:sourcearn':
      return values.every((arn) => isOwn(accountOfArnPattern(arn, base)));
    case 'aws:sourceorgid':
      return values.every(isOwnOrganization);
    case 'aws:sourceorgpaths':
      return values.every((path) => isOwnOrganization(path.split('/')[0]));
    default:
      return false;
  }
}
