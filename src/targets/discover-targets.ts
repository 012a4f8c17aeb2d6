import { callsInOrder, compareText } from '../aws/call-order.ts';
import type { CaughtFault } from '../aws/caught-fault.ts';
import type { Aws } from '../aws/connection.ts';
import { parseArn } from '../aws/regions.ts';
import type { AccountAccess, AccountTarget, ExcludedAccount } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import { type FactRecord, GLOBAL } from '../model/fact.ts';
import { UserError } from '../model/user-error.ts';
import { toTarget } from './account-target.ts';
import { type KnownAccount, type OrganizationReading, readOrganization } from './organization.ts';
import { type Candidate, exclusionOf, namesOfUnit, selects } from './scope.ts';
import type { TargetsInput } from './targets-input.ts';
import { whoCalls } from './who-calls.ts';

/** Which accounts a run reads, which it leaves out, and what it learned of the organization on the way. */
export interface DiscoveredTargets {
  callerArn: string;
  /** By account id. */
  targets: AccountTarget[];
  excluded: ExcludedAccount[];
  /** Selectors that mean no account that is listed or found. */
  unknown: string[];
  /** Selectors that mean only accounts that are left out, and why those are. */
  leftOut: Array<{ selector: string; message: string }>;
  /** What accounts can be selected by: ids and names. */
  accountNames: string[];
  /** The units of `include` that the organization does not have; empty where its tree was not read. */
  unknownUnits: string[];
  /** What its units can be called by, ids and paths of names. */
  unitNames: string[];
  /** `organization`, `organization-accounts`, `delegated-administrators`; none when nothing was to be discovered. */
  organizationFacts: FactRecord[];
  /** What was thrown on the way that AWS did not cause. */
  faults: CaughtFault[];
  calls: Call[];
  /** Where the list of accounts came from, in words. */
  source: string;
  /** Organization accounts that are not active. */
  closedAccounts: Array<{ accountId: string; name: string; state: string }>;
}

const ORGANIZATION_FACTS = ['organization', 'organization-accounts', 'delegated-administrators'];

/**
 * Finds the accounts to read: those the configuration lists, those of the organization where it is to be discovered,
 * or else the caller's own. An organization that cannot be read leaves the listed accounts in, and says so in its
 * facts. Throws when there are no working credentials, or when the organization is not the one configured.
 */
export async function discoverTargets(input: TargetsInput, aws: Aws): Promise<DiscoveredTargets> {
  const calls: Call[] = [];
  const callerArn = await whoCalls(aws, calls);
  const callerAccount = parseArn(callerArn)?.accountId ?? '';
  const reading = input.organization?.discover
    ? await discover(input, aws, callerAccount, (call) => calls.push(call))
    : undefined;
  expectOrganization(input, reading);

  const found = reading?.knownAccounts ?? [];
  const listed =
    input.accounts.length === 0 && reading === undefined ? [{ id: callerAccount }] : input.accounts;
  const targets: AccountTarget[] = [];
  const excluded: ExcludedAccount[] = [];
  const candidates = candidatesOf(listed, found);
  for (const candidate of candidates) {
    const exclusion = exclusionOf(candidate, input);
    if (exclusion === undefined) targets.push(toTarget(candidate, input, callerArn));
    else excluded.push(exclusion);
  }
  const unitNames = (reading?.units ?? []).flatMap(namesOfUnit);
  return {
    callerArn,
    targets,
    excluded,
    ...selection(input.selected ?? [], candidates, excluded),
    accountNames: [...new Set(candidates.flatMap(({ accountId, name }) => [accountId, name]))],
    unknownUnits:
      reading?.units === undefined
        ? []
        : (input.organization?.include.organizationalUnits ?? []).filter((unit) => !unitNames.includes(unit)),
    unitNames,
    organizationFacts: reading === undefined ? [] : factRecords(reading),
    faults: reading?.faults ?? [],
    calls: callsInOrder(calls, ORGANIZATION_FACTS, []),
    source: sourceInWords(input, reading),
    closedAccounts: found
      .filter((account) => account.state !== 'ACTIVE')
      .map((account) => ({ accountId: account.id, name: account.name, state: account.state })),
  };
}

function selection(
  selected: readonly string[],
  candidates: readonly Candidate[],
  excluded: readonly ExcludedAccount[],
): Pick<DiscoveredTargets, 'unknown' | 'leftOut'> {
  const out = new Map(excluded.map(({ accountId, message }) => [accountId, message]));
  const meant = selected.map((selector) => ({
    selector,
    messages: candidates
      .filter((candidate) => selects(selector, candidate))
      .map(({ accountId }) => out.get(accountId)),
  }));
  return {
    unknown: meant.flatMap(({ selector, messages }) => (messages.length === 0 ? [selector] : [])),
    leftOut: meant.flatMap(({ selector, messages: [message, ...more] }) =>
      message !== undefined && !more.includes(undefined) ? [{ selector, message }] : [],
    ),
  };
}

async function discover(
  { organization, auditor }: TargetsInput,
  aws: Aws,
  callerAccount: string,
  record: (call: Call) => void,
): Promise<OrganizationReading> {
  const roleArn = organization?.roleArn;
  const access: AccountAccess =
    roleArn === undefined
      ? { kind: 'caller' }
      : {
          kind: 'assume-role',
          roleArn,
          ...(organization?.externalId !== undefined && { externalId: organization.externalId }),
          sessionDuration: auditor.sessionDuration,
        };
  const accountId = parseArn(roleArn ?? '')?.accountId ?? callerAccount;
  return readOrganization(aws.connect(accountId, access, record).caller, aws.clock);
}

function expectOrganization({ organization }: TargetsInput, reading: OrganizationReading | undefined): void {
  const found = reading?.organization;
  if (organization?.id === undefined || found?.status !== 'COLLECTED') return;
  if (found.value.id !== organization.id) {
    throw new UserError(
      'OTHER_ORGANIZATION',
      `The organization is ${found.value.id}, and the configuration names ${organization.id}.`,
    );
  }
}

/** Every known account once, by id. */
function candidatesOf(listed: TargetsInput['accounts'], found: readonly KnownAccount[]): Candidate[] {
  const listedById = new Map(listed.map((account) => [account.id, account]));
  const foundById = new Map(found.map((account) => [account.id, account]));
  return [...new Set([...listedById.keys(), ...foundById.keys()])].toSorted(compareText).map((accountId) => {
    const entry = listedById.get(accountId);
    const discovered = foundById.get(accountId);
    return { accountId, name: entry?.name ?? discovered?.name ?? accountId, listed: entry, discovered };
  });
}

function factRecords(reading: OrganizationReading): FactRecord[] {
  return [
    { fact: 'organization', region: GLOBAL, ...reading.organization },
    { fact: 'organization-accounts', region: GLOBAL, ...reading.accounts },
    { fact: 'delegated-administrators', region: GLOBAL, ...reading.delegatedAdministrators },
  ];
}

function sourceInWords(input: TargetsInput, reading: OrganizationReading | undefined): string {
  const listed = input.accounts.length;
  const parts = [
    ...(reading === undefined ? [] : [organizationInWords(reading)]),
    ...(listed === 0
      ? []
      : [`${listed} ${listed === 1 ? 'account' : 'accounts'} listed in the configuration`]),
  ];
  return parts.length > 0 ? parts.join(' and ') : "the caller's own account";
}

function organizationInWords({ organization, accounts, knownAccounts }: OrganizationReading): string {
  const name =
    organization.status === 'COLLECTED' ? `organization ${organization.value.id}` : 'the organization';
  const count = `${knownAccounts.length} ${knownAccounts.length === 1 ? 'account' : 'accounts'}`;
  const whole = accounts.status === 'COLLECTED' ? '' : ', which could not be read in full';
  return `AWS Organizations (${name}, ${count}${whole})`;
}
