import { stableId, stableUuid } from '../digest.ts';
import type { Json, WorldEvent } from '../world.ts';
import type { Place } from './place.ts';
import type { Vendor } from './vendors.ts';

/** How a vendor comes into a role, again and again. */
export interface Coming {
  role: string;
  vendor: Vendor;
  /** The name of its own role. */
  as: string;
  address: string;
  externalId?: string;
  /** Times before the fleet's moment. */
  daysAgo: readonly number[];
  /** UTC, at which it comes: `02:10`. */
  time: string;
  /** What its session calls each time, beside what the service is for. */
  calls?: ReadonlyArray<{ source: string; name: string; errorCode?: string }>;
}

/** The entries of a vendor, each with the calls of its session, as CloudTrail records them in the account of the role. */
export function visits(place: Place, coming: Coming): WorldEvent[] {
  return coming.daysAgo.flatMap((days) => visit(place, coming, days));
}

function visit(
  place: Place,
  { role, vendor, as, address, calls = [], ...how }: Coming,
  days: number,
): WorldEvent[] {
  const { accountId } = place;
  const at = `${place.daysAgo(days).slice(0, 10)}T${how.time}:00Z`;
  const roleArn = `arn:aws:iam::${accountId}:role/${role}`;
  const key = stableId('ASIA', 20, accountId, role, vendor.accountId, at);
  const common = { eventVersion: '1.08', sourceIPAddress: address, awsRegion: 'us-east-1' };
  const entry = {
    ...common,
    userIdentity: {
      type: 'AWSAccount',
      principalId: `${stableId('AROA', 21, vendor.accountId, as)}:session-${days}`,
      accountId: vendor.accountId,
    },
    eventTime: at,
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    userAgent: 'Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux',
    requestParameters: {
      roleArn,
      roleSessionName: `session-${days}`,
      ...(how.externalId === undefined ? {} : { externalId: how.externalId }),
    },
    responseElements: {
      credentials: { accessKeyId: key, expiration: 'Jan 1, 2030, 0:00:00 AM' },
      assumedRoleUser: {
        assumedRoleId: `${stableId('AROA', 21, accountId, role)}:session-${days}`,
        arn: `arn:aws:sts::${accountId}:assumed-role/${role}/session-${days}`,
      },
    },
    readOnly: true,
    sharedEventID: stableUuid('shared-event', accountId, role, at),
  };
  const made = calls.map(({ source, name, errorCode }) => ({
    ...common,
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${stableId('AROA', 21, accountId, role)}:session-${days}`,
      arn: `arn:aws:sts::${accountId}:assumed-role/${role}/session-${days}`,
      accountId,
      accessKeyId: key,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: stableId('AROA', 21, accountId, role),
          arn: roleArn,
          accountId,
        },
      },
    },
    eventTime: at,
    eventSource: source,
    eventName: name,
    userAgent: 'Boto3/1.34.0',
    requestParameters: null,
    responseElements: null,
    readOnly: false,
    ...(errorCode === undefined ? {} : { errorCode, errorMessage: 'It was refused.' }),
  }));
  return [entry, ...made].map((record) => recorded(place, record));
}

/** Tokens of somebody else's repository, for a role of GitHub Actions that does not take them. */
export function refusedTokens(place: Place, role: string, daysAgo: readonly number[]): WorldEvent[] {
  return daysAgo.map((days) =>
    recorded(place, {
      eventVersion: '1.08',
      userIdentity: {
        type: 'WebIdentityUser',
        principalId: `arn:aws:iam::${place.accountId}:oidc-provider/token.actions.githubusercontent.com:sts.amazonaws.com:repo:elsewhere/tries:ref:refs/heads/main`,
        userName: 'repo:elsewhere/tries:ref:refs/heads/main',
        identityProvider: `arn:aws:iam::${place.accountId}:oidc-provider/token.actions.githubusercontent.com`,
      },
      eventTime: `${place.daysAgo(days).slice(0, 10)}T11:40:00Z`,
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRoleWithWebIdentity',
      awsRegion: 'us-east-1',
      sourceIPAddress: '192.0.2.77',
      userAgent: 'aws-sdk-nodejs/2.1196.0 linux/v20.11.0 configure-aws-credentials-for-github-actions',
      errorCode: 'AccessDenied',
      errorMessage: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      requestParameters: {
        roleArn: `arn:aws:iam::${place.accountId}:role/${role}`,
        roleSessionName: 'GitHubActions',
      },
      responseElements: null,
      readOnly: true,
    }),
  );
}

function recorded({ accountId }: Place, record: { [member: string]: Json }): WorldEvent {
  const eventID = stableUuid('event', accountId, JSON.stringify(record));
  return {
    region: 'us-east-1',
    record: {
      ...record,
      requestID: stableUuid('request', eventID),
      eventID,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: accountId,
      eventCategory: 'Management',
    },
  };
}
