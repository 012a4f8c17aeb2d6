import { registry } from '../checks/registry.ts';
import type { AnalyzerAdministrators } from '../model/analyzer-administrators.ts';
import type { Check } from '../model/check.ts';
import type { JudgementConfig } from '../model/config.ts';
import { type Fact, type FactRecord, GLOBAL } from '../model/fact.ts';
import { indexFacts } from '../model/fact-index.ts';
import type { BillingTransfers } from '../model/facts/billing-transfers.ts';
import type { OrganizationAccounts } from '../model/facts/organization-accounts.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { OrganizationBilling } from '../model/organization-billing.ts';
import { parameterProblem } from '../model/parameter.ts';
import { parametersOf } from '../model/parameters-of.ts';
import type { RunRecord } from '../model/run-record.ts';
import { UserError } from '../model/user-error.ts';
import { buildParties, type OwnAccount } from '../parties/build-parties.ts';
import { KNOWN_VENDORS } from '../parties/known-vendors.ts';
import { withSealedReviews } from '../parties/review.ts';
import { reviewedParties } from '../review/standing.ts';
import { earlierExternalIds } from './earlier-external-ids.ts';
import { organizationMembers } from './organizational-units.ts';
import type { Rules } from './rules.ts';
import { type CheckSelection, selectChecks } from './selection.ts';

/**
 * What a run is judged by: its own record, what was read of the organization, the installed checks, and what was known
 * before it.
 */
export function rulesFor(
  run: Pick<RunRecord, 'asOf' | 'scope' | 'judgement'>,
  organizationFacts: readonly FactRecord[],
  known: Pick<Rules, 'auditorActions' | 'externalIdKey' | 'baseline' | 'decisions' | 'noteFault'> = {},
): { rules: Rules; disabledChecks: CheckSelection['disabled'] } {
  const organizations = [...groupedBy(organizationFacts, ({ organization }) => organization ?? '')].map(
    ([configured, records]) => ({ configured, ...readOrganization(records) }),
  );
  const { baseline, externalIdKey } = known;
  const { checks, disabled } = selectChecks(registry, run.judgement);
  refuseWrongParameters(checks, run.judgement);
  const register = withSealedReviews(run.judgement.thirdParties, reviewedParties(known.decisions));
  const parties = buildParties({
    ownAccounts: ownAccounts(
      run.scope,
      organizations.flatMap(({ accounts }) => accounts),
    ),
    ownOrganizationIds: ownOrganizationIds(run, organizations),
    memberIds: organizationMembers(organizationFacts)?.map(({ id }) => id),
    organizationByMember: new Map(
      organizations.flatMap(({ id: own, accounts }) =>
        own === undefined
          ? []
          : accounts.flatMap(({ id, path }) => [id, ...path.map((unit) => unit.id)].map((one) => [one, own])),
      ),
    ),
    register,
    // The user's own files come first: they may know what the built-in list only guesses.
    vendors: [...run.judgement.vendors, ...KNOWN_VENDORS],
  });
  return {
    rules: {
      config: run.judgement,
      asOf: run.asOf,
      parties,
      register,
      checks,
      ...known,
      ...(baseline === undefined ? {} : { earlierExternalIds: earlierExternalIds(baseline, externalIdKey) }),
      ...analyzerAdministrators(organizations),
      ...billingOf(organizations),
    },
    disabledChecks: disabled,
  };
}

/** What a run was configured with is read back from its record, which another version or another hand may have written. */
function refuseWrongParameters(checks: readonly Check[], config: JudgementConfig): void {
  for (const check of checks) {
    const used = parametersOf(check, config);
    for (const [name, { default: fallback }] of Object.entries(check.parameters ?? {})) {
      const problem = parameterProblem(used[name], fallback);
      if (problem === undefined) continue;
      throw new UserError(
        'WRONG_PARAMETER',
        `The run's configuration of checks.${check.id}.${name} ${problem}.`,
      );
    }
  }
}

interface OrganizationReading {
  id?: string;
  billing?: Fact<BillingTransfers>;
  accounts: OrganizationAccounts['accounts'];
  analyzerAdministrators?: string[];
}

function readOrganization(records: readonly FactRecord[]): OrganizationReading {
  const index = indexFacts(records);
  const organization = index.get('organization', GLOBAL);
  const accounts = index.get('organization-accounts', GLOBAL);
  const delegated = index.get('delegated-administrators', GLOBAL);
  const transfers = index.get('billing-transfers', GLOBAL);
  const billing = transfers === undefined ? {} : { billing: transfers };
  const listed = accounts?.status === 'COLLECTED' ? accounts.value.accounts : [];
  if (organization?.status !== 'COLLECTED') return { accounts: listed, ...billing };
  const { id, managementAccountId } = organization.value;
  if (delegated?.status !== 'COLLECTED') return { id, accounts: listed, ...billing };
  const administrators = delegated.value.accessAnalyzer;
  return {
    id,
    accounts: listed,
    ...billing,
    analyzerAdministrators: [...new Set([managementAccountId, ...administrators])].sort(),
  };
}

/** Of every organization that was asked of; nothing where none was. */
function billingOf(read: readonly OrganizationReading[]): OrganizationBilling {
  const billing = read.flatMap(({ id, billing: transfers }) =>
    transfers === undefined ? [] : [{ organizationId: id ?? null, transfers }],
  );
  return billing.length === 0 ? {} : { billing };
}

function ownAccounts(scope: RunRecord['scope'], listed: OrganizationAccounts['accounts']): OwnAccount[] {
  const own = new Map<string, OwnAccount>();
  for (const { accountId, name } of [...scope.accounts, ...scope.excluded])
    own.set(accountId, { accountId, name });
  for (const { id, name, state } of listed) {
    own.set(id, {
      accountId: id,
      name: own.get(id)?.name ?? name,
      ...(state === 'ACTIVE' ? {} : { closedState: state }),
    });
  }
  return [...own.values()];
}

/** Those that the configuration names, and those that were read, in the order of the configuration. */
function ownOrganizationIds(
  { judgement, scope }: Pick<RunRecord, 'judgement' | 'scope'>,
  read: readonly OrganizationReading[],
): string[] {
  const { organizationId, organizationIds = [] } = judgement;
  const inScope = scope.organizations?.map(({ id }) => id) ?? [];
  return [
    ...new Set([
      ...(organizationId === null ? [] : [organizationId]),
      ...organizationIds,
      ...inScope,
      ...read.flatMap(({ id }) => id ?? []),
    ]),
  ];
}

/** An analyzer watches its own organization alone. */
function analyzerAdministrators(
  read: ReadonlyArray<OrganizationReading & { configured: string }>,
): AnalyzerAdministrators {
  const known = read.flatMap(({ configured, analyzerAdministrators: ids }) =>
    ids === undefined ? [] : [[configured, ids] as const],
  );
  const several = read.some(({ configured }) => configured !== '');
  return {
    ...(known.length === read.length && known.length > 0
      ? { analyzerAdministrators: [...new Set(known.flatMap(([, ids]) => ids))].sort() }
      : {}),
    ...(several ? { administratorsByOrganization: new Map(known) } : {}),
  };
}
