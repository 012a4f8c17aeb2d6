import type { Action } from '../../model/action.ts';
import type { Finding } from '../../model/finding.ts';
import { partyKey, type ThirdPartyRef } from '../../model/party.ts';

/** What is to be done about a finding. Findings with the same remedy, party and owner are one action. */
export interface Remedy {
  kind: Action['kind'];
  /** Its name in `report.json`. */
  word: string;
  /** What to do, with the party's name where it is about one. */
  title(party: string): string;
  /** An action of its own for each third party. */
  perParty?: true;
  /** The third party has to do its part. */
  withThirdParty?: true;
}

const ADMISSION: Remedy = {
  kind: 'decide',
  word: 'admission',
  title: (party) => `Decide about ${party}, which nobody has registered: register it, or remove its access`,
  perParty: true,
};
const PUBLIC: Remedy = { kind: 'fix', word: 'public', title: () => 'Close what is open to anyone' };
const ACCESS: Remedy = {
  kind: 'fix',
  word: 'access',
  title: (party) => `Narrow the access of ${party}: who may come in, and what they may do`,
  perParty: true,
};
const SERVICES: Remedy = {
  kind: 'fix',
  word: 'services',
  title: () => 'Bind AWS services to requests from your own accounts',
};
const GONE: Remedy = {
  kind: 'fix',
  word: 'gone',
  title: () => 'Remove grants to accounts and principals that are gone',
};
const EXTERNAL_IDS: Remedy = {
  kind: 'ask',
  word: 'external-ids',
  title: (party) => `Agree with ${party} on an external ID for each account, and require it`,
  perParty: true,
  withThirdParty: true,
};
const REVIEW: Remedy = {
  kind: 'decide',
  word: 'review',
  title: (party) => `Review what ${party} has: keep, reduce or remove`,
  perParty: true,
};
const ACTIVITY: Remedy = {
  kind: 'ask',
  word: 'activity',
  title: (party) => `Ask ${party} about what it did`,
  perParty: true,
  withThirdParty: true,
};
const KEYS: Remedy = {
  kind: 'fix',
  word: 'keys',
  title: () => 'Replace access keys and passwords by roles, or delete them',
};
const ADMINISTRATORS: Remedy = {
  kind: 'fix',
  word: 'administrators',
  title: () => 'Take full access from those who do not need it',
};
const OWN_TRUST: Remedy = {
  kind: 'fix',
  word: 'own-trust',
  title: () => 'Narrow trust between own accounts',
};
const SHARING: Remedy = {
  kind: 'fix',
  word: 'sharing',
  title: () => 'Keep resource shares for own accounts within the organization',
};
const UNUSED: Remedy = { kind: 'fix', word: 'unused', title: () => 'Remove what nobody uses' };
const DRIFT: Remedy = {
  kind: 'fix',
  word: 'drift',
  title: () => 'Bring roles and stacks back to their templates',
};
const ANALYZERS: Remedy = {
  kind: 'fix',
  word: 'analyzers',
  title: () => 'Have IAM Access Analyzer watch every account and Region, and answer',
};
const AUDITOR: Remedy = {
  kind: 'fix',
  word: 'auditor',
  title: () => 'Give the role of this audit what it needs, and nothing else',
};
const TAGS: Remedy = { kind: 'fix', word: 'tags', title: () => 'Tag roles as the configuration asks' };

/** The action that names an owner for those that have none. */
export const NAME_OWNER = {
  kind: 'ask',
  word: 'name-owner',
  title: () => 'Name an owner for actions that have none',
} as const satisfies Remedy;

/** By check, of findings on a registered third party. */
const REGISTERED: Readonly<Record<string, Remedy>> = {
  'external-id-missing': EXTERNAL_IDS,
  'external-id-not-enforced': EXTERNAL_IDS,
  'external-id-reuse': EXTERNAL_IDS,
  'external-id-guessable': EXTERNAL_IDS,
  'external-id-format': EXTERNAL_IDS,
  'external-id-change': EXTERNAL_IDS,
  'third-party-admin': ACCESS,
  'third-party-privileges': ACCESS,
  'transitive-third-party-access': ACCESS,
  'unused-services': ACCESS,
  'resource-beyond-register': ACCESS,
  'account-root-principal': ACCESS,
  'trust-hardening': ACCESS,
  'session-duration': ACCESS,
  'open-ended-trust': ACCESS,
  'dead-guard': ACCESS,
  'overdue-review': REVIEW,
  'expired-trust': REVIEW,
  'stale-role': REVIEW,
  'standing-access': REVIEW,
  'external-access-finding': REVIEW,
  'archived-external-access': REVIEW,
  'external-resource-share': REVIEW,
  'well-architected-share': REVIEW,
  'resource-third-party': REVIEW,
  'activity-source': ACTIVITY,
  'activity-hours': ACTIVITY,
  'activity-high-risk': ACTIVITY,
  'activity-new-visitor': ACTIVITY,
  'activity-refused': ACTIVITY,
  'activity-after-end': ACTIVITY,
};

/** By check, of findings that are about no third party. */
const OWN: Readonly<Record<string, Remedy>> = {
  'public-trust': PUBLIC,
  'resource-public': PUBLIC,
  'full-admin-policy': ADMINISTRATORS,
  'unconditioned-trust': OWN_TRUST,
  'external-resource-share': SHARING,
  'unused-access-finding': UNUSED,
  'stale-role': UNUSED,
  'role-drift': DRIFT,
  'undeclared-policy': DRIFT,
  'stack-drift': DRIFT,
  'stack-set-drift': DRIFT,
  'unmanaged-role': DRIFT,
  'analyzer-coverage': ANALYZERS,
  'analyzer-error': ANALYZERS,
  'auditor-role': AUDITOR,
  'owner-tag': TAGS,
};

/** By check, whoever it is about. */
const ANYHOW: Readonly<Record<string, Remedy>> = {
  'closed-account-trust': GONE,
  'deleted-principal': GONE,
  'confused-deputy-service': SERVICES,
  'root-access-key': KEYS,
  'access-key-age': KEYS,
  'third-party-access-key': KEYS,
  'third-party-console-password': KEYS,
};

/** What is to be done about a finding; a check that no remedy speaks of is one by itself. */
export function remedyOf({
  checkId,
  thirdParty,
  title,
}: Pick<Finding, 'checkId' | 'thirdParty' | 'title'>): Remedy {
  const known = own(ANYHOW, checkId) ?? byParty(checkId, thirdParty);
  if (known !== undefined) return known;
  return {
    kind: 'fix',
    word: checkId,
    title: (party) => (party === '' ? title : `${title}: ${party}`),
    perParty: true,
  };
}

function byParty(checkId: string, party: ThirdPartyRef | undefined): Remedy | undefined {
  switch (party?.kind) {
    case undefined:
      return own(OWN, checkId);
    case 'registered':
      return own(REGISTERED, checkId);
    case 'identity-provider':
      return ACCESS;
    case 'service':
      return SERVICES;
    case 'public':
      return PUBLIC;
    default:
      return ADMISSION;
  }
}

/** Whose action it is: none where the remedy is the same for all of them. */
export function partyOf(remedy: Remedy, party: ThirdPartyRef | undefined): ThirdPartyRef | undefined {
  if (remedy.perParty !== true || party === undefined) return undefined;
  const { name, kind } = party;
  return { name, kind, key: partyKey(party) };
}

function own(table: Readonly<Record<string, Remedy>>, checkId: string): Remedy | undefined {
  return Object.hasOwn(table, checkId) ? table[checkId] : undefined;
}
