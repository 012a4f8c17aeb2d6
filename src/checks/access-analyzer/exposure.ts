import type { ExternalAccessFinding } from '../../model/facts/external-access-findings.ts';
import { ANYONE, type Parties, type ThirdPartyRef, thirdPartyRef } from '../../model/party.ts';
import { compareSeverity, type Severity } from '../../model/severity.ts';
import { federatedParty } from '../../parties/federated-party.ts';
import { accountRef, organizationRef } from '../../parties/third-party.ts';
import { readPrincipals } from '../../policy/principal.ts';

/** Whom a finding exposes its resource to. */
export interface Exposure {
  /** `own`: an account or organization of the user. */
  party: ThirdPartyRef | { kind: 'own'; name: string; accountId?: string };
  /** As the finding names them. */
  principal: string;
  /** In words: `anyone`, `Datadog (account 464622532012)`. */
  words: string;
  /** Null for the user's own. */
  severity: Severity | null;
  /** Set for whoever meets conditions that name nobody. */
  isAnyone?: true;
}

/**
 * Who gets access by a finding of Access Analyzer, worst first. A principal of `"*"` that is not public is narrowed
 * by the finding's conditions: to the accounts or organizations that they name, or to whoever meets them.
 * https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSummary.html
 */
export function exposuresOf(finding: ExternalAccessFinding, parties: Parties): Exposure[] {
  if (finding.isPublic === true) return [{ ...PUBLIC, principal: '*' }];
  const exposures = Object.entries(finding.principal).flatMap(([type, value]) =>
    (value === '*' ? narrowed(finding, parties) : exposureTo(type, value, finding, parties)).map(
      (exposure) => ({ ...exposure, principal: value }),
    ),
  );
  const known =
    exposures.length > 0 ? exposures : [{ ...unknownParty('an unnamed principal'), principal: '' }];
  return known.sort((a, b) => rank(a) - rank(b) || (a.words < b.words ? -1 : 1));
}

/** The principal as a stable text. */
export function principalKey({ principal }: ExternalAccessFinding): string {
  return Object.entries(principal)
    .map(([type, value]) => `${type}:${value}`)
    .sort()
    .join(' ');
}

/** Whom a principal stands for, however it is named. */
type Standing = Omit<Exposure, 'principal'>;

const PUBLIC: Standing = { party: ANYONE, words: 'anyone', severity: 'critical' };

function rank({ severity }: Standing): number {
  return severity === null ? Number.MAX_SAFE_INTEGER : compareSeverity(severity, 'critical');
}

function narrowed(finding: ExternalAccessFinding, parties: Parties): Standing[] {
  const conditions = Object.entries(finding.condition);
  if (conditions.length === 0) return finding.isPublic === false ? [anyPrincipal('any principal')] : [PUBLIC];
  const accounts = namedIn(
    conditions,
    /^(?:aws:(?:Principal|Source)(?:Account|Arn|Owner)|kms:CallerAccount)$/i,
    /(?<![\w-])\d{12}(?![\w-])/g,
  );
  if (accounts.length > 0) return accounts.map((id) => accountExposure(id, parties));
  const organizations = namedIn(
    conditions,
    /^aws:(?:Principal|Source)Org(?:ID|Paths)$/i,
    /\bo-[a-z0-9]{10,32}\b/g,
  );
  if (organizations.length > 0) return organizations.map((id) => organizationExposure(id, parties));
  const keys = conditions.map(([key]) => key).sort();
  return [anyPrincipal(`any principal that meets the conditions on ${keys.join(', ')}`)];
}

/** The ids in the values of the conditions on such keys; none when a value names nobody. */
function namedIn(conditions: ReadonlyArray<[string, string]>, key: RegExp, id: RegExp): string[] {
  const named = conditions.filter(([name]) => key.test(name)).map(([, value]) => value.match(id) ?? []);
  return named.some((ids) => ids.length === 0) ? [] : [...new Set(named.flat())].sort();
}

function exposureTo(
  type: string,
  value: string,
  { resourceOwnerAccount }: ExternalAccessFinding,
  parties: Parties,
): Standing[] {
  if (/^o-[a-z0-9]{10,32}$/.test(value)) return [organizationExposure(value, parties)];
  const { principals } = readPrincipals({ [type]: value }, false, () => {});
  return principals.map((principal) => {
    switch (principal.kind) {
      case 'account':
      case 'role':
      case 'user':
      case 'session':
        return accountExposure(principal.accountId, parties);
      case 'web-identity':
      case 'saml': {
        // A provider that the resource's own account has set up was somebody's decision; a public one is anyone's.
        const isOwnProvider = principal.accountId === resourceOwnerAccount;
        return {
          party: federatedParty(principal) ?? thirdPartyRef('identity-provider', principal.provider),
          words: `users of the identity provider ${principal.provider}`,
          severity: isOwnProvider ? 'medium' : 'high',
        };
      }
      case 'service':
        return {
          party: thirdPartyRef('service', principal.service),
          words: `the service ${principal.service}`,
          severity: 'medium',
        };
      default:
        return {
          ...unknownParty(value),
          party: federatedParty(principal) ?? thirdPartyRef('unknown', value),
        };
    }
  });
}

function accountExposure(accountId: string, parties: Parties): Standing {
  const who = parties.whoIs(accountId);
  const words = who.name === accountId ? `account ${accountId}` : `${who.name} (account ${accountId})`;
  if (who.kind === 'own') return { party: { kind: 'own', name: who.name, accountId }, words, severity: null };
  return {
    party: accountRef(who),
    words,
    severity: who.kind === 'unknown' ? 'high' : 'medium',
  };
}

function organizationExposure(id: string, parties: Parties): Standing {
  if (parties.ownOrganizationIds.includes(id)) {
    return { party: { kind: 'own', name: id }, words: `your own organization ${id}`, severity: null };
  }
  const entry = parties.registeredOrganization(id);
  const party = organizationRef(id, entry);
  return entry === undefined
    ? { party, words: `every account of organization ${id}`, severity: 'high' }
    : { party, words: `every account of ${entry.name} (organization ${id})`, severity: 'medium' };
}

function unknownParty(words: string): Standing {
  return { party: thirdPartyRef('unknown', words), words, severity: 'high' };
}

function anyPrincipal(words: string): Standing {
  return { ...unknownParty(words), isAnyone: true };
}
