import type { Account } from '@aws-sdk/client-organizations';
import type { z } from 'zod';
import { required, requiredText, UnusableAnswer } from '../aws/answer.ts';
import { compareText } from '../aws/call-order.ts';
import type { Caller } from '../aws/caller.ts';
import { type CaughtFault, gapsOf } from '../aws/caught-fault.ts';
import type { Clock } from '../aws/clock.ts';
import { AwsCallError } from '../aws/errors.ts';
import { inShape, unusable } from '../model/check-fact.ts';
import { type Fact, GLOBAL } from '../model/fact.ts';
import { FACTS, type FactKey } from '../model/fact-values.ts';
import type { BillingTransfers } from '../model/facts/billing-transfers.ts';
import type { DelegatedAdministrators } from '../model/facts/delegated-administrators.ts';
import type { Organization } from '../model/facts/organization.ts';
import type {
  OrganizationAccount,
  OrganizationAccounts,
  OrganizationalUnitRef,
} from '../model/facts/organization-accounts.ts';
import {
  listedAccounts,
  type OrganizationTree,
  organizationTree,
} from '../model/facts/organization-accounts.ts';
import { readBillingTransfers } from './billing-transfers.ts';

/** What Organizations says, fact by fact. */
export interface OrganizationReading {
  organization: Fact<Organization>;
  accounts: Fact<OrganizationAccounts>;
  delegatedAdministrators: Fact<DelegatedAdministrators>;
  billingTransfers: Fact<BillingTransfers>;
  /** The accounts as far as they are known when the fact as a whole is not: their paths may be missing. */
  knownAccounts: KnownAccount[];
  /** Every unit by its way from the root, also one without accounts; undefined when the tree was not read. */
  units: OrganizationalUnitRef[][] | undefined;
  /** What was thrown that AWS did not cause. */
  faults: CaughtFault[];
}

type ListedAccount = Omit<OrganizationAccount, 'path'>;
export type KnownAccount = ListedAccount & { path?: OrganizationalUnitRef[] };

/**
 * Reads the organization from its management account or a delegated administrator. Accounts are listed once, and
 * their units found by walking the tree from its roots: asking each account for its parents takes a call an account.
 */
export async function readOrganization(
  caller: (fact: string) => Caller,
  clock: Clock,
  askerId: string,
): Promise<OrganizationReading> {
  const faults: CaughtFault[] = [];
  const settle = settler(clock, faults);
  const listing = { fact: 'organization-accounts', source: 'organizations:ListAccounts' } as const;
  const walking = { ...listing, source: 'organizations:ListAccountsForParent' } as const;
  const describing = { fact: 'organization', source: 'organizations:DescribeOrganization' } as const;
  const asking = {
    fact: 'delegated-administrators',
    source: 'organizations:ListDelegatedAdministrators',
  } as const;
  const [organization, listed, tree, delegatedAdministrators] = await Promise.all([
    settle(describing, FACTS.organization.shape, () => describe(caller('organization'))),
    settle(listing, listedAccounts, () => listAccounts(caller('organization-accounts'))),
    settle(walking, organizationTree, () => walk(caller('organization-accounts'))),
    settle(asking, FACTS['delegated-administrators'].shape, () =>
      administrators(caller('delegated-administrators')),
    ),
  ]);
  const transfers = {
    fact: 'billing-transfers',
    source: 'organizations:ListOutboundResponsibilityTransfers',
  } as const;
  const billingTransfers =
    organization.status === 'NOT_COLLECTED'
      ? { ...organization, message: `Needs organization, which was not collected: ${organization.message}` }
      : await settle(transfers, FACTS['billing-transfers'].shape, () =>
          readBillingTransfers(caller('billing-transfers'), organization.value, askerId),
        );
  return {
    organization,
    accounts: joined(listed, tree, clock),
    delegatedAdministrators,
    billingTransfers,
    knownAccounts: known(listed, tree),
    units: tree.status === 'COLLECTED' ? tree.value.units : undefined,
    faults,
  };
}

function settler(clock: Clock, faults: CaughtFault[]) {
  return async <T>(
    { fact, source }: { fact: FactKey; source: string },
    shape: z.ZodType<T>,
    read: () => Promise<T>,
  ): Promise<Fact<T>> => {
    try {
      const checked = inShape(shape, await read());
      if ('problem' in checked) return unusable(source, checked.problem);
      return { status: 'COLLECTED', value: checked.value, collectedAt: clock.now().toISOString(), source };
    } catch (error) {
      if (error instanceof UnusableAnswer) return unusable(source, error.message);
      return gapsOf(faults, fact, GLOBAL)(error);
    }
  };
}

async function describe(caller: Caller): Promise<Organization> {
  const { Organization: found } = await caller.call('organizations', 'DescribeOrganization', 'global', {});
  if (!found?.Id || !found.Arn || !found.MasterAccountId) {
    throw new UnusableAnswer('Organizations did not say which organization this is');
  }
  return { id: found.Id, arn: found.Arn, managementAccountId: found.MasterAccountId };
}

async function listAccounts(caller: Caller): Promise<{ accounts: ListedAccount[] }> {
  const accounts = await caller.list('organizations', 'ListAccounts', 'global', {}, (page) => page.Accounts);
  return { accounts: accounts.map(toAccount) };
}

/** Every account with its path, and every unit. */
async function walk(caller: Caller): Promise<OrganizationTree> {
  async function below(
    parent: OrganizationalUnitRef,
    above: OrganizationalUnitRef[],
  ): Promise<OrganizationTree> {
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

function joinedTrees(trees: readonly OrganizationTree[]): OrganizationTree {
  return {
    accounts: trees.flatMap(({ accounts }) => accounts),
    units: trees.flatMap(({ units }) => units),
  };
}

async function administrators(caller: Caller): Promise<DelegatedAdministrators> {
  const of = async (ServicePrincipal: string) => {
    const found = await caller.list(
      'organizations',
      'ListDelegatedAdministrators',
      'global',
      { ServicePrincipal },
      (page) => page.DelegatedAdministrators,
    );
    return found.map(({ Id }) => requiredText(Id, 'the id of an administrator')).toSorted();
  };
  const [accessAnalyzer, stackSets] = await Promise.all([
    of('access-analyzer.amazonaws.com'),
    of('member.org.stacksets.cloudformation.amazonaws.com').catch((error: unknown) => {
      // Where there are no stack sets of organizations, their name is not known.
      if (error instanceof AwsCallError && error.code === 'InvalidInputException') return undefined;
      throw error;
    }),
  ]);
  return { accessAnalyzer, ...(stackSets && { stackSets }) };
}

function toUnit(unit: { Id?: string | undefined; Name?: string | undefined }): OrganizationalUnitRef {
  return { id: requiredText(unit.Id, 'the id of a unit'), name: unit.Name ?? '' };
}

/** `State` replaces `Status`; older answers have the latter only, with fewer values. */
function toAccount(account: Account): ListedAccount {
  const state = account.State ?? account.Status;
  const id = requiredText(account.Id, 'the id of an account');
  const name = account.Name ?? id;
  return { id, name, arn: account.Arn ?? '', state: required(state, 'the state of an account') };
}

function joined(
  listed: Fact<{ accounts: ListedAccount[] }>,
  tree: Fact<OrganizationTree>,
  clock: Clock,
): Fact<OrganizationAccounts> {
  if (listed.status === 'NOT_COLLECTED') return listed;
  if (tree.status === 'NOT_COLLECTED') return tree;
  const paths = new Map(tree.value.accounts.map((account) => [account.id, account.path]));
  const accounts = listed.value.accounts.map((account) => ({
    ...account,
    path: paths.get(account.id) ?? [],
  }));
  return {
    status: 'COLLECTED',
    value: { accounts: accounts.toSorted((a, b) => compareText(a.id, b.id)) },
    collectedAt: clock.now().toISOString(),
    source:
      'organizations:ListAccounts, organizations:ListAccountsForParent, organizations:ListOrganizationalUnitsForParent, organizations:ListRoots',
  };
}

function known(listed: Fact<{ accounts: ListedAccount[] }>, tree: Fact<OrganizationTree>): KnownAccount[] {
  const paths = new Map<string, OrganizationalUnitRef[]>();
  const accounts = new Map<string, KnownAccount>();
  if (tree.status === 'COLLECTED') {
    for (const account of tree.value.accounts) {
      paths.set(account.id, account.path);
      accounts.set(account.id, account);
    }
  }
  for (const account of listed.status === 'COLLECTED' ? listed.value.accounts : []) {
    const path = paths.get(account.id);
    accounts.set(account.id, { ...account, ...(path && { path }) });
  }
  return [...accounts.values()].toSorted((a, b) => compareText(a.id, b.id));
}
