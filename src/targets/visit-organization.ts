import type { Aws } from '../aws/connection.ts';
import { AwsCallError, notCollected } from '../aws/errors.ts';
import { parseArn } from '../aws/regions.ts';
import type { AccountAccess } from '../model/account.ts';
import type { Call } from '../model/call.ts';
import { type FactRecord, GLOBAL, type NotCollectedFact } from '../model/fact.ts';
import { plainText } from '../model/plain-text.ts';
import { UserError } from '../model/user-error.ts';
import { type OrganizationReading, readOrganization } from './organization.ts';
import type { OrganizationInput, TargetsInput } from './targets-input.ts';
import { whoCalls } from './who-calls.ts';

/** What was learned of one organization, and as whom. */
export interface OrganizationVisit {
  organization: OrganizationInput;
  /** Where it stands in the configuration: `organization`, `organizations[1]`. */
  place: string;
  /** Who asked, and who enters its accounts. */
  callerArn: string;
  /** Undefined where it is only named. */
  reading: OrganizationReading | undefined;
  calls: Call[];
}

/**
 * Reads one organization, if it is to be read. One that cannot be reached is a gap in its own facts and stops no other.
 * Throws `UserError` when it is not the one configured.
 */
export async function visitOrganization(
  organization: OrganizationInput,
  place: string,
  { aws, callerArn, auditor }: { aws: Aws; callerArn: string } & Pick<TargetsInput, 'auditor'>,
): Promise<OrganizationVisit> {
  const calls: Call[] = [];
  const visit = { organization, place, callerArn, reading: undefined, calls };
  if (!organization.discover) return visit;
  const { profile } = organization;
  try {
    const asked =
      profile === undefined ? callerArn : await whoCalls(aws, calls, { kind: 'profile', profile });
    const foreign = otherPartition(organization, place, asked);
    const reading =
      foreign === undefined ? await read(organization, asked, auditor, aws, calls) : unread(foreign);
    expectOrganization(organization, reading);
    return { ...visit, callerArn: asked, reading };
  } catch (error) {
    if (profile === undefined || !(error instanceof AwsCallError)) throw error;
    return { ...visit, reading: unread(ofProfile(error, profile)) };
  }
}

function read(
  { roleArn, profile, externalId, auditor: own }: OrganizationInput,
  callerArn: string,
  auditor: TargetsInput['auditor'],
  aws: Aws,
  calls: Call[],
): Promise<OrganizationReading> {
  const byProfile = profile === undefined ? {} : { profile };
  const access: AccountAccess =
    roleArn !== undefined
      ? {
          kind: 'assume-role',
          roleArn,
          ...(externalId === undefined ? {} : { externalId }),
          sessionDuration: own?.sessionDuration ?? auditor.sessionDuration,
          ...byProfile,
        }
      : profile === undefined
        ? { kind: 'caller' }
        : { kind: 'profile', profile };
  const accountId = parseArn(roleArn ?? callerArn)?.accountId ?? '';
  return readOrganization(
    aws.connect(accountId, access, (call) => calls.push(call)).caller,
    aws.clock,
    accountId,
  );
}

/** Credentials of one partition are unknown in every other, and AWS does not say that this is why it refuses them. */
function otherPartition(
  { roleArn, profile }: OrganizationInput,
  place: string,
  callerArn: string,
): NotCollectedFact | undefined {
  const has = parseArn(callerArn)?.partition;
  const needs = parseArn(roleArn ?? '')?.partition;
  if (has === undefined || needs === undefined || has === needs) return undefined;
  const whose =
    profile === undefined ? 'the caller’s' : `those of the profile ${plainText(profile).slice(0, -1)}`;
  return {
    status: 'NOT_COLLECTED',
    reason: 'FAILED',
    action: 'sts:AssumeRole',
    message: `The role of ${place} is in the partition ${needs}, and the credentials, ${whose}, are of ${has}: no partition knows those of another. ${profileOf(needs, place)}`,
  };
}

function profileOf(partition: string, place: string): string {
  return place === 'organization'
    ? `Write it as a list under organizations, with a profile of ${partition}.`
    : `Name a profile of ${partition} under ${place}.profile.`;
}

function ofProfile(error: AwsCallError, profile: string): NotCollectedFact {
  const gap = notCollected(error);
  // Where there are no credentials, the message names the profile already.
  return error.code === 'NoCredentials'
    ? gap
    : { ...gap, message: `${gap.message} The profile is ${plainText(profile)}` };
}

function unread(gap: NotCollectedFact): OrganizationReading {
  return {
    organization: gap,
    accounts: gap,
    delegatedAdministrators: gap,
    billingTransfers: gap,
    knownAccounts: [],
    units: undefined,
    faults: [],
  };
}

function expectOrganization({ id }: OrganizationInput, { organization: found }: OrganizationReading): void {
  if (id === undefined || found.status !== 'COLLECTED' || found.value.id === id) return;
  throw new UserError(
    'OTHER_ORGANIZATION',
    `The organization is ${found.value.id}, and the configuration names ${id}.`,
  );
}

/** What was read of the organization, fact by fact. */
export function factRecords(reading: OrganizationReading): FactRecord[] {
  return [
    { fact: 'organization', region: GLOBAL, ...reading.organization },
    { fact: 'organization-accounts', region: GLOBAL, ...reading.accounts },
    { fact: 'delegated-administrators', region: GLOBAL, ...reading.delegatedAdministrators },
    { fact: 'billing-transfers', region: GLOBAL, ...reading.billingTransfers },
  ];
}
