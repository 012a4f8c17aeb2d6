import { callsInOrder, compareText } from '../aws/call-order.ts';
import type { CaughtFault } from '../aws/caught-fault.ts';
import type { Aws } from '../aws/connection.ts';
import { parseArn } from '../aws/regions.ts';
import type { AccountTarget, ExcludedAccount } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import type { FactRecord } from '../model/fact.ts';
import { organizationsOf } from '../model/organizations-of.ts';
import { toTarget } from './account-target.ts';
import type { KnownAccount, OrganizationReading } from './organization.ts';
import { type Candidate, exclusionOf, namesOfUnit, selects } from './scope.ts';
import type { OrganizationInput, TargetsInput } from './targets-input.ts';
import { factRecords, type OrganizationVisit, visitOrganization } from './visit-organization.ts';
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
  /** Of each organization whose tree was read: the units of `include` that it does not have, and what its units are called by. */
  units: Array<{ place: string; unknown: string[]; names: string[] }>;
  /** `organization`, `organization-accounts`, `delegated-administrators`, `billing-transfers` of each; none when nothing was to be discovered. */
  organizationFacts: FactRecord[];
  /** The same with the calls behind it, as it is kept: what is of one of several organizations names it. */
  evidence: Array<{ organization?: string; facts: FactRecord[]; calls: Call[] }>;
  /** What was thrown on the way that AWS did not cause. */
  faults: CaughtFault[];
  calls: Call[];
  /** Where the list of accounts came from, in words. */
  source: string;
  /** Organization accounts that are not active. */
  closedAccounts: Array<{ accountId: string; name: string; state: string }>;
}

const ORGANIZATION_FACTS = [
  'organization',
  'organization-accounts',
  'delegated-administrators',
  'billing-transfers',
];

/**
 * Finds the accounts to read: those the configuration lists, those of the organizations that are to be discovered, or
 * else the caller's own. An organization that cannot be read leaves the others and the listed accounts in, and says so
 * in its facts. Throws when there are no working credentials, or when an organization is not the one configured.
 */
export async function discoverTargets(input: TargetsInput, aws: Aws): Promise<DiscoveredTargets> {
  const calls: Call[] = [];
  const callerArn = await whoCalls(aws, calls);
  const several = input.organizations !== undefined;
  const visits = await Promise.all(
    organizationsOf<OrganizationInput>(input).map((organization, index) => {
      const place = several ? `organizations[${index}]` : 'organization';
      return visitOrganization(organization, place, { aws, callerArn, auditor: input.auditor });
    }),
  );
  const read = visits.flatMap(({ reading, ...visit }) =>
    reading === undefined ? [] : [{ ...visit, reading }],
  );
  const listed =
    input.accounts.length === 0 && read.length === 0
      ? [{ id: parseArn(callerArn)?.accountId ?? '' }]
      : input.accounts;
  const targets: AccountTarget[] = [];
  const excluded: ExcludedAccount[] = [];
  const candidates = candidatesOf(listed, read, several);
  for (const candidate of candidates) {
    const exclusion = exclusionOf(candidate, input);
    if (exclusion === undefined) targets.push(toTarget(candidate, input, callerArn));
    else excluded.push(exclusion);
  }
  const inOrder = (made: Call[]) => callsInOrder(made, ORGANIZATION_FACTS, []);
  const evidence = several
    ? [
        { facts: [], calls: inOrder(calls) },
        ...read.map((visit) => ({
          organization: visit.organization.id ?? '',
          facts: factRecords(visit.reading),
          calls: inOrder(visit.calls),
        })),
      ]
    : [
        {
          facts: read.flatMap(({ reading }) => factRecords(reading)),
          calls: inOrder([...calls, ...read.flatMap((visit) => visit.calls)]),
        },
      ];
  return {
    callerArn,
    targets,
    excluded,
    ...selection(input.selected ?? [], candidates, excluded),
    accountNames: [...new Set(candidates.flatMap(({ accountId, name }) => [accountId, name]))],
    units: read.flatMap(unitsOf),
    organizationFacts: evidence.flatMap(({ facts, calls: _made, ...of }) =>
      facts.map((fact) => ({ ...fact, ...of })),
    ),
    evidence,
    faults: read.flatMap(({ reading }) => reading.faults),
    calls: evidence.flatMap((one) => one.calls),
    source: sourceInWords(input, read),
    closedAccounts: read
      .flatMap(({ reading }) => reading.knownAccounts)
      .filter((account) => account.state !== 'ACTIVE')
      .map((account) => ({ accountId: account.id, name: account.name, state: account.state })),
  };
}

type Read = OrganizationVisit & { reading: OrganizationReading };

function unitsOf({ place, organization, reading: { units } }: Read): DiscoveredTargets['units'] {
  if (units === undefined) return [];
  const names = units.flatMap(namesOfUnit);
  const unknown = organization.include.organizationalUnits.filter((unit) => !names.includes(unit));
  return [{ place, unknown, names }];
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

/** Every known account once, by id. One that two organizations list, since it has moved, is that of the one where it is active. */
function candidatesOf(
  listed: TargetsInput['accounts'],
  read: readonly Read[],
  several: boolean,
): Candidate[] {
  const listedById = new Map(listed.map((account) => [account.id, account]));
  const foundById = new Map<string, { discovered: KnownAccount; visit: Candidate['visit'] & object }>();
  for (const { reading, organization, place, callerArn } of read) {
    const { organization: itself } = reading;
    const organizationId =
      several && itself.status === 'COLLECTED' ? { organizationId: itself.value.id } : {};
    const { delegatedAdministrators: delegated } = reading;
    const stackSetAdministrators = delegated.status === 'COLLECTED' ? (delegated.value.stackSets ?? []) : [];
    const visit = { organization, place, callerArn, ...organizationId, stackSetAdministrators };
    for (const discovered of reading.knownAccounts) {
      const known = foundById.get(discovered.id)?.discovered;
      if (known === undefined || (known.state !== 'ACTIVE' && discovered.state === 'ACTIVE'))
        foundById.set(discovered.id, { discovered, visit });
    }
  }
  return [...new Set([...listedById.keys(), ...foundById.keys()])].toSorted(compareText).map((accountId) => {
    const entry = listedById.get(accountId);
    const { discovered, visit } = foundById.get(accountId) ?? {};
    return {
      accountId,
      name: entry?.name ?? discovered?.name ?? accountId,
      listed: entry,
      discovered,
      ...(visit === undefined ? {} : { visit }),
    };
  });
}

function sourceInWords(input: TargetsInput, read: readonly Read[]): string {
  const listed = input.accounts.length;
  const parts = [
    ...read.map(organizationInWords),
    ...(listed === 0
      ? []
      : [`${listed} ${listed === 1 ? 'account' : 'accounts'} listed in the configuration`]),
  ];
  const last = parts.pop();
  if (last === undefined) return "the caller's own account";
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

function organizationInWords({ organization: { id }, reading }: Read): string {
  const { organization, accounts, knownAccounts } = reading;
  const known = organization.status === 'COLLECTED' ? organization.value.id : id;
  const name = known === undefined ? 'the organization' : `organization ${known}`;
  const count = `${knownAccounts.length} ${knownAccounts.length === 1 ? 'account' : 'accounts'}`;
  const whole = accounts.status === 'COLLECTED' ? '' : ', which could not be read in full';
  return `AWS Organizations (${name}, ${count}${whole})`;
}
