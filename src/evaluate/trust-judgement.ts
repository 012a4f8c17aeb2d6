import { readTrustPolicy } from '../policy/trust.ts';
import type { AccountJudgement } from './account.ts';
import type { Admitted, RoleTrust, TrustJudgement } from './join.ts';
import type { Results } from './results.ts';
import type { Rules } from './rules.ts';

/** Whether a party's way in is right is only known where all of these were asked. */
const DECIDING = [
  'public-trust',
  'unregistered-third-party',
  'external-id-missing',
  'external-id-not-enforced',
  'third-party-admin',
];

/** The same of identity providers. */
const DECIDING_FOR_PROVIDERS = ['public-trust', 'web-identity-subject', 'saml-audience', 'third-party-admin'];

/** What the trust checks of a run came to, to hold the word of others against. */
export function trustJudgement(
  judgements: readonly AccountJudgement[],
  { failures, unanswered }: Pick<Results, 'failures' | 'unanswered'>,
  rules: Pick<Rules, 'checks' | 'config'>,
): TrustJudgement {
  const applied = new Set(rules.checks.filter(({ area }) => area === 'trust').map(({ id }) => id));
  const open = new Set(
    unanswered
      .filter(({ checkId }) => applied.has(checkId))
      .map(({ accountId, resourceArn }) => placeOf(accountId, resourceArn)),
  );
  const accounts = new Map(judgements.map((judgement) => [judgement.subject.accountId, judgement]));
  const trusts = new Map<AccountJudgement, Map<string, () => RoleTrust>>();
  return {
    failures,
    rules,
    trustOf(roleArn, accountId) {
      const account = accounts.get(accountId);
      if (account === undefined || account.chainRoles === null) return { reading: 'not read' };
      if (account.subject.auditorRoleArn === roleArn) return { reading: 'not read' };
      const known = trusts.get(account) ?? trustsIn(account);
      trusts.set(account, known);
      return known.get(roleArn)?.() ?? { reading: 'understood', admits: [] };
    },
    isAnswered: (roleArn, accountId, kind) =>
      (kind === 'identity-provider' ? DECIDING_FOR_PROVIDERS : DECIDING).every((id) => applied.has(id)) &&
      !open.has(placeOf(accountId, '')) &&
      !open.has(placeOf(accountId, roleArn)),
  };
}

function placeOf(accountId: string, resourceArn: string): string {
  return `${accountId} ${resourceArn}`;
}

function trustsIn({ chainRoles, inventory }: AccountJudgement): Map<string, () => RoleTrust> {
  const roles = new Map((chainRoles ?? []).map((role) => [role.arn, role]));
  const trusts = new Map<string, () => RoleTrust>(
    inventory.map(({ roleArn, admits }) => [
      roleArn,
      () => {
        const { trustPolicy = '' } = roles.get(roleArn) ?? {};
        const { grants } = readTrustPolicy(trustPolicy);
        const deniedKeys = trustPolicy.includes('Deny') ? namesIn(trustPolicy) : [];
        const grantsTo = (principal: string) =>
          grants
            .filter((grant) => grant.principal.value === principal)
            .map(({ actions, conditions }) => ({
              actions,
              conditionKeys: [...conditions.map(({ keyLower }) => keyLower), ...deniedKeys],
              asksExternalId: conditions.some(
                ({ keyLower, required }) => required && keyLower === 'sts:externalid',
              ),
            }));
        return {
          reading: 'understood',
          admits: admits.flatMap(({ party, principal }): Admitted[] =>
            party.kind === 'own' ? [] : [{ party, principal, grants: grantsTo(principal) }],
          ),
        };
      },
    ]),
  );
  for (const { arn, trustUnclear } of chainRoles ?? [])
    if (trustUnclear) trusts.set(arn, () => ({ reading: 'not understood' }));
  return trusts;
}

/** Whatever may be a condition key: a Deny that narrows a grant leaves no condition on it. */
function namesIn(trustPolicy: string): string[] {
  return [...trustPolicy.matchAll(/"([\w.-]+:[\w./:-]+)"/g)].map(([, name = '']) => name.toLowerCase());
}
