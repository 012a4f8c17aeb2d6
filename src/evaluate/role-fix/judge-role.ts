import type { AccountSubject } from '../../model/account.ts';
import type { Check, CheckContext, Failed, Outcome } from '../../model/check.ts';
import { type FactRecord, GLOBAL } from '../../model/fact.ts';
import { type FactIndex, gatherFacts, indexFacts } from '../../model/fact-index.ts';
import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import type { AccountStudy } from '../../model/study.ts';
import { anywhereRead } from '../anywhere-read.ts';
import { fingerprint } from '../fingerprint.ts';
import { commonContext, type Rules } from '../rules.ts';

/** An account in which roles are judged again as they would be. */
export interface Around {
  account: AccountSubject;
  index: FactIndex;
  /** The facts as they would be; of the same candidate, the same. */
  indexWith: (candidate: Candidate) => FactIndex;
  rules: Rules;
  /** Checks that cannot be asked, since they threw when the account was judged. */
  silent?: readonly Check[];
  study: AccountStudy;
  stackOf: NonNullable<CheckContext['stackOf']>;
  /** The fingerprints of all that was found in the account. */
  known: ReadonlySet<string>;
  /** Corrections that would leave someone outside who is let in now are not made. */
  shutsNobodyOut?: true;
}

/** A role as it would be. */
export interface Candidate {
  role: Role;
  /** Seconds; undefined where it stays as it is. */
  maxSessionDuration?: number;
}

export interface Found {
  check: Check;
  /** As the finding of it would be known by; of failures alone. */
  fingerprint?: string;
  resourceArn: string;
  outcome: Outcome;
}

export interface FoundFailure extends Found {
  fingerprint: string;
  outcome: Failed;
}

/**
 * What these checks of an account find with a role as it would be, the other roles as they are: of this role, and of
 * whatever they do not judge role by role. What was not read stays without answer; checks that look at no role find
 * what they have found, and are not asked.
 */
export function judgeRole(
  candidate: Candidate,
  checks: readonly Check[],
  around: Around,
  { showExternalId, roles }: { showExternalId?: (value: string) => string; roles?: 'all' } = {},
): Found[] {
  const { role } = candidate;
  const { account, rules, study, stackOf } = around;
  const index = around.indexWith(candidate);
  const anywhere = study.once(anywhereRead, around.index);
  const found: Found[] = [];
  for (const check of checks) {
    if (check.scope !== 'account' || !looksAtRoles(check)) continue;
    for (const region of check.per === 'account' ? [GLOBAL] : account.regions) {
      const unit =
        check.per === 'account'
          ? ({ per: 'account', regions: account.regions } as const)
          : ({ per: 'region', region } as const);
      const gathered = gatherFacts(index, requiredBy(check, rules), unit);
      if (!gathered.complete) continue;
      gathered.values.drift ??= { perResource: [] };
      const context = { ...commonContext(check, rules), account, region, study, stackOf, anywhere };
      const only = roles === 'all' ? {} : { onlyRole: role.arn };
      const shown = showExternalId === undefined ? {} : { showExternalId };
      for (const outcome of check.evaluate(gathered.values, { ...context, ...only, ...shown }))
        found.push(identified(check, outcome, account.accountId, region));
    }
  }
  return found;
}

/** Whether what a check finds may hang on what is changed of a role. */
export function looksAtRoles({ requires }: Check): boolean {
  return requires.some((fact) => fact === 'authorization-details' || fact === 'role-settings');
}

function requiredBy({ withoutDrift, requires }: Check, { config }: Rules) {
  return withoutDrift === true && config.drift.mode === 'off'
    ? requires.filter((fact: string) => fact !== 'drift')
    : requires;
}

function identified(check: Check, outcome: Outcome, account: string, inRegion: string): Found {
  const { accountId = account, region = inRegion, resource } = outcome;
  const found = { check, resourceArn: resource.arn, outcome };
  if (outcome.status !== 'FAIL') return found;
  const { discriminator = '' } = outcome;
  const identity = { checkId: check.id, accountId, region, resourceArn: resource.arn, discriminator };
  return { ...found, fingerprint: fingerprint(identity) };
}

export function isFailure(found: Found): found is FoundFailure {
  return found.outcome.status === 'FAIL';
}

/** The facts of an account with a role as it would be, put together once a candidate. */
export function indexingWith(
  index: FactIndex,
  details: AuthorizationDetails,
  study: AccountStudy,
): Around['indexWith'] {
  const changed = (candidate: Candidate) => indexOf(candidate, index, details);
  return (candidate) => study.once(changed, candidate);
}

function indexOf(
  { role, maxSessionDuration }: Candidate,
  index: FactIndex,
  details: AuthorizationDetails,
): FactIndex {
  const roles = details.roles.map((one) => (one.arn === role.arn ? role : one));
  const changed: AuthorizationDetails = { ...details, roles };
  return indexFacts(
    index.records.map((record): FactRecord => {
      if (record.status !== 'COLLECTED') return record;
      if (record.fact === 'authorization-details') return { ...record, value: changed };
      if (record.fact !== 'role-settings' || maxSessionDuration === undefined) return record;
      const settings = index.get('role-settings', GLOBAL);
      if (settings?.status !== 'COLLECTED') return record;
      const value = {
        ...settings.value,
        roles: settings.value.roles.map((one) =>
          one.arn === role.arn ? { ...one, maxSessionDuration } : one,
        ),
      };
      return { ...record, value };
    }),
  );
}
