import { accountCheck } from '../../model/check.ts';
import { lazily } from '../../model/lazily.ts';
import { partyName } from '../../parties/party-name.ts';
import { type MaxAccess, matchedOnce } from '../../policy/permissions/access.ts';
import { actionsBeyond, DEFAULT_ACCESS } from '../../policy/permissions/beyond.ts';
import {
  type ActionSet,
  accessByService,
  actionNames,
  actionSet,
  actionsOn,
  hasNumber,
  intersection,
  isEmpty,
  matchesMember,
  nothing,
  numbersOf,
  overlap,
  union,
  without,
} from '../../policy/permissions/catalogue.ts';
import { coveringPatterns } from '../../policy/permissions/covering-patterns.ts';
import { holdings, type PlacedStatement } from '../../policy/permissions/effective.ts';
import { EVERY_RESOURCE, unlimitedPatterns } from '../../policy/permissions/resources.ts';
import { SENSITIVE_READS } from '../../policy/permissions/sensitive-reads.ts';
import { isUnconditional } from '../../policy/permissions/statement.ts';
import { denyFixes } from '../remedies/deny-policy.ts';
import { accessInWords } from '../support/access-in-words.ts';
import { listed } from '../support/judged-role.ts';
import { type RolePermissions, whatIsHeld } from '../support/role-permissions.ts';
import {
  judgeThirdPartyPermissions,
  policyOrPolicies,
  reservations,
  statementNames,
} from '../support/third-party-permissions.ts';

export const thirdPartyPrivileges = accountCheck({
  id: 'third-party-privileges',
  area: 'trust',
  title: 'Third parties hold no more access than agreed',
  failureTitle: 'Third party holds more access than agreed',
  severity: 'medium',
  rationale:
    'What a third party does not need it cannot lose to others. Access to change things, or to read all data of a kind, turns a break-in there into a loss here.',
  remediation:
    "Replace the policies by ones that name the actions and resources that the service needs. Where more is meant, say so in the register: the third party's maxAccess.",
  cannotKnow:
    'Whose people come by a SAML provider, or workloads by a cluster, that the account itself has set up: these are taken for your own sign-in and not judged here. Nor does it know whose an issuer is that is in no list of shared ones. Whoever comes with a certificate of IAM Roles Anywhere is judged where that was read and the register, or the account of a private authority, says whose the trust anchor is; other trust anchors are taken for your own.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdPartyPermissions(facts['authorization-details'], context, (party, held, { role }) => {
      if (held.administration !== undefined || held.methods.length > 0) {
        return {
          status: 'NOT_APPLICABLE',
          detail: `${whatIsHeld(held)} gives the rights of an administrator or a way to them: see third-party-admin.`,
        };
      }
      const limit = party.entry?.maxAccess ?? DEFAULT_ACCESS;
      const agreed =
        party.entry?.maxAccess === undefined
          ? `the ${limit} access that holds where the register says nothing`
          : `the ${limit} access that the register allows`;
      const excess = intersection(held.access.actions, actionsBeyond(limit));
      const sensitive =
        limit === 'admin' ? nothing() : limitsOf(held).map(unlimitedSensitiveReads).reduce(intersection);
      if (isEmpty(excess) && isEmpty(sensitive)) return within(held, limit, agreed);
      const all = union(excess, sensitive);
      const statements = held.access.statements
        .filter(({ actions }) => overlap(actions, all))
        .map(({ statement }) => statement);
      const heldBeyond = [
        ...(isEmpty(excess) ? [] : [accessInWords(accessByService(excess))]),
        ...(isEmpty(sensitive)
          ? []
          : [`without being bound to named resources, it reads ${listed(sensitiveNames(sensitive))}`]),
      ];
      return {
        status: 'FAIL',
        detail: `By this role ${partyName(party)} gets more than ${agreed}: ${heldBeyond.join('; ')} (${statementNames(statements)}).${reservations(held)}`,
        statements,
        blame: (pattern) => matchesMember(pattern, all),
        remediation: `Replace the ${policyOrPolicies(statements)} by ones that name the actions and resources that the service needs. Where more is meant, say so in the register: the third party's maxAccess.`,
        fixes: () => {
          const actions = actionNames(all).sort();
          return actions.length > MOST_ACTIONS
            ? []
            : denyFixes(role, { actions, resource: '*' }, 'Until then', context);
        },
        corrects: {
          deny: () => {
            const actions = coveringPatterns(all, LONGEST_DENY);
            return actions === undefined ? undefined : { actions, resource: '*' };
          },
        },
      };
    }),
});

/** What is held, and what the role holds where sessions of it are limited: a boundary stands in that. */
function limitsOf(held: RolePermissions): RolePermissions[] {
  return held.whole === undefined ? [held] : [held, held.whole];
}

const sensitiveSet = lazily(() => actionSet(SENSITIVE_READS.flatMap(({ actions }) => actions)));

/** The sensitive reads that some statement gives without naming resources, and neither a boundary nor a Deny leaves named ones alone. */
function unlimitedSensitiveReads({ access, permissions: { boundary, denies } }: RolePermissions): ActionSet {
  let found = nothing();
  for (const { statement, actions } of access.statements) {
    if (!overlap(actions, sensitiveSet())) continue;
    const reads = intersection(actions, sensitiveSet());
    for (const pattern of unlimitedPatterns(statement.resources)) {
      found = union(found, intersection(reads, actionsOn(pattern)));
    }
  }
  if (boundary !== null) found = intersection(found, onUnnamed(boundary));
  for (const deny of denies)
    if (isUnconditional(deny) && sparesNamedAlone(deny)) found = without(found, matchedOnce(deny.actions));
  return found;
}

/** What statements allow without naming resources. */
function onUnnamed(statements: readonly PlacedStatement[]): ActionSet {
  let found = nothing();
  for (const { actions, resources } of statements)
    for (const pattern of unlimitedPatterns(resources))
      found = union(found, intersection(matchedOnce(actions), actionsOn(pattern)));
  return found;
}

/** Whether a Deny speaks of all but named resources. */
function sparesNamedAlone({ resources: { not, patterns } }: PlacedStatement): boolean {
  return not && unlimitedPatterns({ not: false, patterns }).length === 0;
}

const sensitiveNumbers = lazily(() =>
  SENSITIVE_READS.map(({ what, actions }) => ({ what, numbers: actions.flatMap(numbersOf) })),
);

function sensitiveNames(found: ActionSet): string[] {
  return sensitiveNumbers()
    .filter(({ numbers }) => numbers.some((number) => hasNumber(found, number)))
    .map(({ what }) => what);
}

/** An action of no published list is taken for reading by its name; any other cannot be judged. */
const READING = /:(?:get|list|describe|batchget|lookup|view)[a-z]*\*?$/;

function within(held: RolePermissions, limit: MaxAccess, agreed: string) {
  const { access } = held;
  const unclear = access.unpublished.filter(
    ({ pattern }) =>
      limit !== 'admin' &&
      (limit === 'list' || !READING.test(pattern)) &&
      limitsOf(held).every(({ permissions }) => holdings(permissions, pattern, EVERY_RESOURCE).length > 0),
  );
  if (unclear.length === 0)
    return { status: 'PASS' as const, detail: `${whatIsHeld(held)} keeps to ${agreed}.` };
  return {
    status: 'UNKNOWN' as const,
    detail: `${whatIsHeld(held)} allows ${listed(unclear.slice(0, 5).map(({ pattern }) => pattern))}, which the published list of actions does not know (${statementNames(unclear.map(({ statement }) => statement))}): whether it keeps to ${agreed}, cannot be told.`,
  };
}

/** Characters of the actions of a Deny: beside it, other inline policies of the role need room within IAM's 10,240. */
const LONGEST_DENY = 6_000;

/** A Deny of more than these would be no policy that anyone reads. */
const MOST_ACTIONS = 30;
