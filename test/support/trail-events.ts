import { gzipSync } from 'node:zlib';
import { stableUuid } from '../../src/simulator/digest.ts';
import type { Json, WorldEvent } from '../../src/simulator/world.ts';

export const HERE = '900000000002';
export const VENDOR = '123123123123';

type Record = WorldEvent['record'];

/** An entry of a vendor into a role of the account, as CloudTrail documents it. */
export function entryRecord(at: string, more: { [member: string]: Json } = {}, role = 'partner'): Record {
  return {
    eventVersion: '1.08',
    userIdentity: { type: 'AWSAccount', principalId: 'AROAVENDOR:jane.doe', accountId: VENDOR },
    eventTime: at,
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    readOnly: true,
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: '[Boto3/1.34.0 md/Botocore#1.34.0]',
    requestParameters: {
      roleArn: `arn:aws:iam::${HERE}:role/${role}`,
      roleSessionName: 'jane.doe',
      externalId: 'tenant-7f3a9c-0042',
    },
    responseElements: { credentials: { accessKeyId: `ASIA${at.replace(/\D/g, '')}` } },
    eventID: stableUuid(at, role, JSON.stringify(more)),
    recipientAccountId: HERE,
    ...more,
  };
}

/** What the session that an entry at this time began has called. */
export function callRecord(at: string, name: string, more: { [member: string]: Json } = {}): Record {
  return {
    eventVersion: '1.08',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAPARTNER:jane.doe',
      arn: `arn:aws:sts::${HERE}:assumed-role/partner/jane.doe`,
      accountId: HERE,
      accessKeyId: `ASIA${at.replace(/\D/g, '')}`,
      sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${HERE}:role/partner` } },
    },
    eventTime: at,
    eventSource: 'iam.amazonaws.com',
    eventName: name,
    readOnly: false,
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'Boto3/1.34.0',
    requestParameters: { userName: 'secret-user' },
    responseElements: null,
    eventID: stableUuid(at, name, JSON.stringify(more)),
    recipientAccountId: HERE,
    ...more,
  };
}

export function inRegion(region: string, ...records: Record[]): WorldEvent[] {
  return records.map((record) => ({ region, record }));
}

/** A log file as CloudTrail delivers it. */
export function logFile(...records: unknown[]): Buffer {
  return gzipSync(JSON.stringify({ Records: records }));
}
