import type { Account } from '@aws-sdk/client-organizations';
import { compareText } from '../aws/call-order.ts';
import type { Caller } from '../aws/caller.ts';
import { type CaughtFault, gapsOf } from '../aws/caught-fault.ts';
import type { Clock } from '../aws/clock.ts';
import { type Fact, GLOBAL } from '../model/fact.ts';
import type {
  DelegatedAdministrators,
  Organization,
  OrganizationAccount,
  OrganizationAccounts,
  OrganizationalUnitRef,
} from '../model/organization-facts.ts';

/** What Organizations says, fact by fact. */
export interface OrganizationReading {
  organization: Fact<Organization>;
  accounts: Fact<OrganizationAccounts>;
  delegatedAdministrators: Fact<DelegatedAdministrators>;
  /** The accounts as far as they are known when the fact as a whole is not: their paths may be missing. */
  knownAccounts: KnownAccount[];
  /** Every unit by its way from the root, also one without accounts; undefined when the tree was not read. */
  units: OrganizationalUnitRef[][] | undefined;
  /** What was thrown that AWS did not cause. */
  faults: CaughtFault[];
}

export type KnownAccount = Omit<OrganizationAccount, 'path'> & { path?: OrganizationalUnitRef[] };

/**
 * Reads the organization from its management account or a delegated administrator. Accounts are listed once, and
 * their units found by walking the tree from its roots: asking each account for its parents takes a call an account.
 */
export async function readOrganization(
  caller: (fact: string) => Caller,
  clock: Clock,
): Promise<OrganizationReading> {
  const faults: CaughtFault[] = [];
  const settle = settler(clock, faults);
  const [organization, listed, tree, delegatedAdministrators] = await Promise.all([
    settle('organization', 'organizations:DescribeOrganization', () => describe(caller('organization'))),
    settle('organization-accounts', 'organizations:ListAccounts', () =>
      listAccounts(caller('organization-accounts')),
    ),
    settle('organization-accounts', 'organizations:ListAccountsForParent', () =>
      walk(caller('organization-accounts')),
    ),
    settle('delegated-administrators', 'organizations:ListDelegatedAdministrators', () =>
      administrators(caller('delegated-administrators')),
    ),
  ]);
  return {
    organization,
    accounts: joined(listed, tree, clock),
    delegatedAdministrators,
    knownAccounts: known(listed, tree),
    units: tree.status === 'COLLECTED' ? tree.value.units : undefined,
    faults,
  };
}

function settler(clock: Clock, faults: CaughtFault[]) {
  return async <T>(fact: string, source: string, read: () => Promise<T>): Promise<Fact<T>> => {
    try {
      const value = await read();
      return { status: 'COLLECTED', value, collectedAt: clock.now().toISOString(), source };
    } catch (error) {
      return gapsOf(faults, fact, GLOBAL)(error);
    }
  };
}

async function describe(caller: Caller): Promise<Organization> {
  const { Organization: found } = await caller.call('organizations', 'DescribeOrganization', 'global', {});
  if (!found?.Id || !found.Arn || !found.MasterAccountId) {
    throw new Error('Organizations did not say which organization this is.');
  }
  return { id: found.Id, arn: found.Arn, managementAccountId: found.MasterAccountId };
}

async function listAccounts(caller: Caller): Promise<KnownAccount[]> {
  const accounts = await caller.list('organizations', 'ListAccounts', 'global', {}, (page) => page.Accounts);
  return accounts.map(toAccount);
}

interface Tree {
  accounts: OrganizationAccount[];
  units: OrganizationalUnitRef[][];
}

/** Every account with its path, and every unit. */
async function walk(caller: Caller): Promise<Tree> {
  async function below(parent: OrganizationalUnitRef, above: OrganizationalUnitRef[]): Promise<Tree> {
    const path = [...above, parent];
    const input = { ParentId: parent.id };
    const [accounts, units] = await Promise.all([
      caller.list('organizations', 'ListAccountsForParent', 'global', input, (page) => page.Accounts),
      caller.list(
        'organizations',
        'ListOrganizationalUnitsForParent',
        'global',
        input,
        (page) => page.OrganizationalUnits,
      ),
    ]);
    const deeper = await Promise.all(units.map((unit) => below(toUnit(unit), path)));
    return joinedTrees([
      { accounts: accounts.map((account) => ({ ...toAccount(account), path })), units: [path] },
      ...deeper,
    ]);
  }

  const roots = await caller.list('organizations', 'ListRoots', 'global', {}, (page) => page.Roots);
  return joinedTrees(await Promise.all(roots.map((root) => below(toUnit(root), []))));
}

function joinedTrees(trees: readonly Tree[]): Tree {
  return {
    accounts: trees.flatMap(({ accounts }) => accounts),
    units: trees.flatMap(({ units }) => units),
  };
}

async function administrators(caller: Caller): Promise<DelegatedAdministrators> {
  const found = await caller.list(
    'organizations',
    'ListDelegatedAdministrators',
    'global',
    { ServicePrincipal: 'access-analyzer.amazonaws.com' },
    (page) => page.DelegatedAdministrators,
  );
  return { accessAnalyzer: found.flatMap(({ Id }) => Id ?? []).toSorted() };
}

function toUnit(unit: { Id?: string | undefined; Name?: string | undefined }): OrganizationalUnitRef {
  if (!unit.Id) throw new Error('Organizations left out the id of a unit.');
  return { id: unit.Id, name: unit.Name ?? '' };
}

/** `State` replaces `Status`; older answers have the latter only, with fewer values. */
function toAccount(account: Account): KnownAccount {
  const state = account.State ?? account.Status;
  if (!account.Id || !state) throw new Error('Organizations left out the id or the state of an account.');
  return { id: account.Id, name: account.Name ?? account.Id, arn: account.Arn ?? '', state };
}

function joined(listed: Fact<KnownAccount[]>, tree: Fact<Tree>, clock: Clock): Fact<OrganizationAccounts> {
  if (listed.status === 'NOT_COLLECTED') return listed;
  if (tree.status === 'NOT_COLLECTED') return tree;
  const paths = new Map(tree.value.accounts.map((account) => [account.id, account.path]));
  const accounts = listed.value.map((account) => ({ ...account, path: paths.get(account.id) ?? [] }));
  return {
    status: 'COLLECTED',
    value: { accounts: accounts.toSorted((a, b) => compareText(a.id, b.id)) },
    collectedAt: clock.now().toISOString(),
    source:
      'organizations:ListAccounts, organizations:ListAccountsForParent, organizations:ListOrganizationalUnitsForParent, organizations:ListRoots',
  };
}

function known(listed: Fact<KnownAccount[]>, tree: Fact<Tree>): KnownAccount[] {
  const paths = new Map<string, OrganizationalUnitRef[]>();
  const accounts = new Map<string, KnownAccount>();
  if (tree.status === 'COLLECTED') {
    for (const account of tree.value.accounts) {
      paths.set(account.id, account.path);
      accounts.set(account.id, account);
    }
  }
  for (const account of listed.status === 'COLLECTED' ? listed.value : []) {
    const path = paths.get(account.id);
    accounts.set(account.id, { ...account, ...(path && { path }) });
  }
  return [...accounts.values()].toSorted((a, b) => compareText(a.id, b.id));
}
