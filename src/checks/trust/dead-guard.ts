import { accountCheck, type CheckContext } from '../../model/check.ts';
import { dayOf } from '../../model/days.ts';
import type { Grant, GrantCondition, GrantPrincipal } from '../../model/grant.ts';
import { partyName } from '../../parties/party-name.ts';
import { type ThirdPartyGrant, thirdParties } from '../../parties/third-party.ts';
import { admittingGrants, trustStatements } from '../../policy/access-role.ts';
import { neverMet } from '../../policy/dead-conditions.ts';
import { demandsAbsence } from '../../policy/locked-out.ts';
import type { Condition } from '../../policy/operators.ts';
import { relate } from '../../policy/principal.ts';
import { asksForMfa } from '../../policy/required-guards.ts';
import type { Statement } from '../../policy/statement.ts';
import { firstOf, isEnd, isStart, lastOf } from '../../policy/time-limit.ts';
import { type JudgedRole, judgeThirdParties, listed, type PartyVerdict } from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

export const deadGuard = accountCheck({
  id: 'dead-guard',
  area: 'trust',
  title: 'Conditions on third-party access can be met',
  failureTitle: 'A condition on third-party access can never be met, or never applies',
  severity: 'medium',
  rationale:
    'A condition that no request can meet locks out those it is for, and the way around it is soon found and seldom guarded. A Deny that never applies looks like protection and is none.',
  remediation:
    'Put a condition in its place that the third party can meet: public addresses on aws:SourceIp, the role itself on aws:PrincipalArn, a pattern under StringLike only. Take out what is meant for others.',
  cannotKnow:
    'Which conditions fail for reasons outside the trust policy: what the third party sends, the policies of its account, and what AWS has changed since its documentation was read.',
  per: 'account',
  requires: ['authorization-details'],
  evaluate: (facts, context) =>
    judgeThirdParties(
      facts['authorization-details'],
      context,
      (admitted, subject) => judge(admitted, subject, context),
      thirdParties,
    ),
});

function judge(
  admitted: readonly ThirdPartyGrant[],
  { role }: JudgedRole,
  { asOf, study }: CheckContext,
): PartyVerdict {
  const now = Date.parse(asOf);
  const [first] = admitted;
  if (first === undefined) return { status: 'NOT_APPLICABLE', detail: 'No third party is admitted.' };
  const grants = admitted.map(({ grant }) => grant);
  const statements = trustStatements(role, study);
  if (
    grants.every(({ conditions }) => conditions.length === 0) &&
    statements.every(({ effect }) => effect === 'Allow')
  ) {
    return {
      status: 'NOT_APPLICABLE',
      detail: `No condition stands between ${partyName(first)} and the role.`,
    };
  }
  const admitting = admittingGrants(role, study);
  const locked = grants.flatMap((grant) => {
    const isLocked = !admitting.includes(grant);
    const dead = deadTogether(grant, deadConditions(grant, now), isLocked);
    return dead.length === 0 ? [] : [{ grant, dead }];
  });
  const idle = idleDenies(statements, grants, now);
  if (locked.length === 0 && idle.length === 0) {
    return {
      status: 'PASS',
      detail: `No condition on the access of ${partyName(first)} is known to be dead.`,
    };
  }
  const closed = locked.map(({ grant }) => grant);
  const reasons = [...new Set(locked.flatMap(({ dead }) => dead.map(({ why }) => why)))];
  const blamed = new Set(
    [
      ...locked.flatMap(({ dead }) => dead.map(({ condition }) => condition)),
      ...idle.flatMap(({ dead }) => dead),
    ].map(place),
  );
  return {
    status: 'FAIL',
    detail: [
      ...(closed.length === 0
        ? []
        : [
            `By ${statementsOf(closed)} of the trust policy ${nobody(locked)} ${partyName(first)} can come in: ${listed(reasons)}.`,
          ]),
      ...idle.map(
        ({ statement, why }) =>
          `The Deny in statement ${statement + 1} protects the role from nobody at ${partyName(first)}: ${why}.`,
      ),
    ].join(' '),
    grants,
    blame: {
      principals: false,
      conditions: (condition) => blamed.has(place(condition)),
      also: idle.map(({ statement }) => statement),
    },
  };
}

interface Dead {
  condition: GrantCondition;
  why: string;
  /** Whether it is a person that could still come in. */
  byPerson?: true;
}

/** Those conditions, or all of them where no request meets them together. */
function deadTogether(grant: Grant, dead: Dead[], isLocked: boolean): Dead[] {
  if (dead.some(({ byPerson }) => byPerson !== true) || !isLocked) return dead;
  return grant.conditions.map((condition) => ({
    condition,
    why: 'no request meets all of its conditions together',
  }));
}

/** The required conditions of a grant that no request meets, with the reason in words. */
function deadConditions(grant: Grant, now: number): Dead[] {
  return grant.conditions.flatMap((condition): Dead[] => {
    if (condition.oneOf !== undefined) return [];
    const named = `${condition.operator} on ${condition.key}`;
    const why = neverMet(condition, grant.principal);
    if (why !== null) return [{ condition, why: `${named}: it ${why}` }];
    if (
      condition.required &&
      grant.conditions.some((other) => other.keyLower === condition.keyLower && demandsAbsence(other))
    ) {
      return [{ condition, why: `${named}: another condition asks that it be absent` }];
    }
    if (isStart(condition) && firstOf(condition) > now) {
      return [{ condition, why: `${named}: it opens on ${dayOf(firstOf(condition))}` }];
    }
    return asksForMfa(condition) && isRole(grant)
      ? [{ condition, why: `${named}: ${NO_MFA}`, byPerson: true }]
      : [];
  });
}

/**
 * A role's session has the key only where a person went into it with MFA; a federated one never.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
const NO_MFA =
  'it asks MFA of a role, and the session of a role that software runs under carries none; only a person who went into that role with MFA could have it';

function isRole({ principal }: Grant): boolean {
  return principal.kind === 'role' || principal.kind === 'session';
}

/** A person who could come in by one of the statements is somebody. */
function nobody(locked: ReadonlyArray<{ dead: readonly Dead[] }>): string {
  return locked.some(({ dead }) => dead.every(({ byPerson }) => byPerson === true))
    ? 'no software of'
    : 'nobody of';
}

interface IdleDeny {
  statement: number;
  why: string;
  dead: Array<{ statement: number; keyLower: string }>;
}

/** The Deny statements that speak of coming in as those whom the grants admit do, and apply to no request of theirs. */
function idleDenies(statements: readonly Statement[], grants: readonly Grant[], now: number): IdleDeny[] {
  return statements.flatMap((deny): IdleDeny[] => {
    const entering = grants.filter(({ actions }) => actions.includes('sts:AssumeRole'));
    if (deny.effect !== 'Deny' || !deny.speaksOf('sts:AssumeRole')) return [];
    const { not, principals } = deny.principals;
    const concerned = entering.filter(
      (grant) => not || principals.some((one) => relate(one, grant.principal) !== 'disjoint'),
    );
    const [first] = concerned;
    if (first === undefined) {
      const others = onlyOthers(principals, entering);
      return others === null ? [] : [{ statement: deny.index, why: others, dead: [] }];
    }
    const idle = deny.conditions.flatMap((condition) => {
      const why = concerned.map((grant) => idleReason(condition, grant, now));
      return why.every((one) => one !== null) ? [{ condition, why: why[0] ?? '' }] : [];
    });
    const [reason] = idle;
    if (reason === undefined) return [];
    const { condition, why } = reason;
    return [
      {
        statement: deny.index,
        why: `${condition.operator} on ${condition.key}: it ${why}`,
        dead: [{ statement: deny.index, keyLower: condition.keyLower }],
      },
    ];
  });
}

/**
 * Why a Deny meets nobody of the party, where it names only such of the party's own roles, users and sessions as no
 * Allow statement lets in; null where it means others.
 */
function onlyOthers(principals: readonly GrantPrincipal[], grants: readonly Grant[]): string | null {
  const accountIds = new Set(grants.flatMap(({ principal }) => accountOf(principal) ?? []));
  const [first] = principals;
  const isOwn = principals.every((one) => accountIds.has(accountOf(one) ?? ''));
  if (first === undefined || !isOwn) return null;
  const more = principals.length > 1 ? ` and ${principals.length - 1} more` : '';
  return `it names ${first.value}${more}, whom no statement lets in`;
}

function accountOf(principal: GrantPrincipal): string | undefined {
  const calls = ['account', 'role', 'user', 'session'].includes(principal.kind);
  return calls && 'accountId' in principal ? principal.accountId : undefined;
}

function idleReason(condition: Condition, { principal }: Grant, now: number): string | null {
  // The time is in every request, so that the keys for it need not be asked for.
  const asGuard = { ...condition, origin: 'deny', statement: 0, required: true, loophole: null } as const;
  if (isEnd(asGuard) && lastOf(condition) < now) {
    return `ended on ${dayOf(lastOf(condition))}`;
  }
  return neverMet(condition, principal);
}

function place({ statement, keyLower }: { statement: number; keyLower: string }): string {
  return `${statement} ${keyLower}`;
}
