import { accountCheck, type CheckContext, type Failed } from '../../model/check.ts';
import type { Grant, GrantCondition } from '../../model/grant.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { admittingGrants } from '../../policy/access-role.ts';
import { accountOfArnPattern } from '../../policy/arn-account.ts';
import { HOME_ACCOUNT, HOME_ORGANIZATION, withHome } from '../../policy/home.ts';
import { requiresExternalId } from '../../policy/required-guards.ts';
import { hasWildcard } from '../../policy/wildcard.ts';
import { withConditions } from '../remedies/trust-policy.ts';
import {
  corrected,
  type JudgedRole,
  judgeRoles,
  listed,
  notApplicable,
  passed,
  statementEvidence,
} from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';
import { sourceConditionService } from './source-condition-lookup.ts';
import type { SourceConditionService } from './source-condition-services.ts';

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
  cannotKnow:
    'It knows the services whose documentation was read and found to ask for source conditions. Of a service that is not on this list it cannot tell whether its documentation asks for them. Nor can it tell for which of its features a service uses the role, where the documentation asks for them in the roles of some features only.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeRoles(facts['authorization-details'], context, (subject) => {
      const concerned = admittingGrants(subject.role, context.study).flatMap((grant) => {
        const service = serviceOf(grant, subject);
        return service === undefined ? [] : [{ grant, service }];
      });
      if (concerned.length === 0) return [notApplicable(subject, whyNotConcerned(subject))];
      return [...groupedBy(concerned, ({ grant }) => grant.principal.value)].map(([principal, members]) => {
        const open = members.map(({ grant }) => grant).filter((grant) => !isBound(grant, subject, context));
        const [first] = members;
        if (first === undefined || open.length === 0) {
          return passed(subject, `${principal} may act for own accounts only.`);
        }
        if (hasWildcard(principal)) return anyService(principal, open, subject);
        const { service } = first;
        const apparent = open.flatMap(({ conditions }) => conditions.filter(isSource).map(whyNot));
        return {
          status: 'FAIL',
          resource: subject.resource,
          discriminator: principal,
          thirdParty: { name: principal, kind: 'service' },
          detail: `By ${statementsOf(open)} of the trust policy ${service.name} may use the role for whichever customer it acts for: no required condition names an own account or organization as the source.${apparent.length === 0 ? '' : ` ${listed([...new Set(apparent)])}.`} Its documentation asks for one${service.roles === undefined ? '' : ` in ${service.roles}`}: ${service.source}`,
          evidence: statementEvidence(subject, open, { conditions: isSource }),
          remediation: `Require ${service.sourceArn === undefined ? 'your own account as the source (aws:SourceAccount), or ' : ''}the resource that the service acts for (aws:SourceArn), in the statement that admits ${principal}.`,
          ...corrected(
            subject,
            {
              correct: (document) =>
                withConditions(document, open, () => ownSource(service, context.account)),
            },
            context,
            (again) => openTo(principal, again, context).length === 0,
          ),
        };
      });
    }),
});

/** No service in particular is named: those that ask for source conditions are among them, as far as anything is. */
function anyService(principal: string, open: readonly Grant[], subject: JudgedRole): Failed {
  return {
    status: 'FAIL',
    resource: subject.resource,
    discriminator: principal,
    thirdParty: { name: principal, kind: 'service' },
    detail: `By ${statementsOf(open)} of the trust policy the role is open to services by the pattern "${principal}", which names none: whichever of them AWS lets in may use the role for whichever customer it acts for.`,
    evidence: statementEvidence(subject, open),
    remediation:
      'Name the services that need the role in Principal, and require your own account as the source (aws:SourceAccount) of those that act for other customers.',
  };
}

/** The grants by which a service may act for anyone. */
function openTo(principal: string, subject: JudgedRole, context: CheckContext): Grant[] {
  return admittingGrants(subject.role, context.study).filter(
    (grant) =>
      grant.principal.value === principal &&
      serviceOf(grant, subject) !== undefined &&
      !isBound(grant, subject, context),
  );
}

function isBound(grant: Grant, subject: JudgedRole, context: CheckContext): boolean {
  return (
    grant.conditions.some((one) => namesOwnSource(one, context)) ||
    (serviceOf(grant, subject)?.externalId === true && requiresExternalId(grant))
  );
}

function serviceOf({ principal }: Grant, { role }: JudgedRole): SourceConditionService | undefined {
  if (principal.kind !== 'service') return undefined;
  return hasWildcard(principal.service) ? ANY_SERVICE : sourceConditionService(principal.service, role.name);
}

const ANY_SERVICE: SourceConditionService = {
  principals: ['*'],
  name: 'Any service',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services',
};

/** A service that is not on the list may ask for source conditions all the same; nothing is said of it. */
function whyNotConcerned({ trust }: JudgedRole): string {
  const services = [
    ...new Set(
      trust.grants.flatMap(({ principal }) => (principal.kind === 'service' ? [principal.service] : [])),
    ),
  ];
  if (services.length === 0) return 'No service may assume this role.';
  const shown = services.slice(0, 5);
  const rest = services.length - shown.length;
  const names = listed(rest === 0 ? shown : [...shown, `${rest} more`]);
  return `Not on our list of services whose documentation asks for source conditions in this role: ${names}.`;
}

/** The condition that makes the account the source, on a key that the service is documented to send. */
function ownSource(
  { sourceArn }: SourceConditionService,
  { accountId, partition }: CheckContext['account'],
): Record<string, Record<string, string>> {
  return sourceArn === undefined
    ? { StringEquals: { 'aws:SourceAccount': accountId } }
    : { ArnLike: { 'aws:SourceArn': `arn:${partition}:${sourceArn.replace('ACCOUNT', accountId)}` } };
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
    id !== undefined &&
    (id === HOME_ACCOUNT || id === context.account.accountId || context.parties.whoIs(id).kind === 'own');
  const isOwnOrganization = (id: string | undefined) =>
    id !== undefined && (id === HOME_ORGANIZATION || context.parties.ownOrganizationIds.includes(id));
  const named = values.map(withHome);
  switch (keyLower) {
    case 'aws:sourceaccount':
      return named.every((id) => /^\d{12}$/.test(id) && isOwn(id));
    case 'aws:sourcearn':
      return named.every((arn) => isOwn(accountOfArnPattern(arn, base)));
    case 'aws:sourceorgid':
      return named.every(isOwnOrganization);
    case 'aws:sourceorgpaths':
      return named.every((path) => isOwnOrganization(path.split('/')[0]));
    default:
      return false;
  }
}
