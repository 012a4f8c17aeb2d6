import type { WorldEvent } from '../../src/simulator/world.ts';
import { callRecord, entryRecord, HERE, VENDOR } from './trail-events.ts';

type Record = WorldEvent['record'];

const GITHUB = `arn:aws:iam::${HERE}:oidc-provider/token.actions.githubusercontent.com`;

const REFUSED = { errorCode: 'AccessDenied', requestParameters: null, responseElements: null };

/** Events of every kind that a table of the organization trail holds, of two accounts. */
export const TABLE_EVENTS: readonly Record[] = [
  entryRecord('2025-12-10T09:00:00Z'),
  entryRecord('2025-12-10T09:00:00Z'),
  entryRecord('2025-12-10T09:31:00Z'),
  entryRecord('2025-12-11T23:59:00Z', { sourceIPAddress: '2001:db8::7', userAgent: null }),
  entryRecord('2025-12-12T10:00:00Z', {
    userIdentity: {
      type: 'WebIdentityUser',
      principalId: `${GITHUB}:sts.amazonaws.com:repo:acme/site:ref:refs/heads/main`,
      userName: 'repo:acme/site:ref:refs/heads/main',
      identityProvider: GITHUB,
    },
    eventName: 'AssumeRoleWithWebIdentity',
    requestParameters: { roleArn: `arn:aws:iam::${HERE}:role/partner`, roleSessionName: 'jane.doe' },
  }),
  entryRecord('2025-12-12T11:00:00Z', {
    userIdentity: {
      type: 'SAMLUser',
      principalId: 'SampleUkh1i4keXAMPLE=:jane.doe',
      userName: 'jane.doe',
      identityProvider: 'SampleUkh1i4keXAMPLE=',
    },
    eventName: 'AssumeRoleWithSAML',
  }),
  entryRecord('2025-12-13T10:00:00Z', {
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAPARTNER:jane.doe',
      arn: `arn:aws:sts::${HERE}:assumed-role/partner/jane.doe`,
      accountId: HERE,
    },
    eventSource: 'signin.amazonaws.com',
    eventName: 'SwitchRole',
    userAgent: 'Mozilla/5.0 (X11)',
    requestParameters: null,
    responseElements: { SwitchRole: 'Success' },
    additionalEventData: { SwitchFrom: `arn:aws:sts::${VENDOR}:assumed-role/Support/jane.doe` },
  }),
  // Not outsiders: the account itself, an AWS service; and what is too old or too new.
  entryRecord('2025-12-13T11:00:00Z', {
    userIdentity: { type: 'IAMUser', accountId: HERE, principalId: 'AIDAOWN' },
  }),
  entryRecord('2025-12-13T11:00:00Z', {
    userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
  }),
  entryRecord('2025-09-10T09:00:00Z'),
  entryRecord('2026-02-10T09:00:00Z'),
  // An own account by its role, which only the register makes no outsider.
  entryRecord('2025-12-13T12:00:00Z', {
    userIdentity: {
      type: 'AssumedRole',
      accountId: '900000000003',
      principalId: 'AROAOTHER:jane.doe',
      arn: 'arn:aws:sts::900000000003:assumed-role/tooling/jane.doe',
      sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::900000000003:role/tooling' } },
    },
  }),
  entryRecord('2025-12-14T09:00:00Z', {
    ...REFUSED,
    errorMessage: `User: arn:aws:iam::${VENDOR}:user/eve is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${HERE}:role/partner`,
  }),
  entryRecord('2025-12-14T10:00:00Z', { errorCode: 'AccessDenied', responseElements: null }),
  callRecord('2025-12-10T09:00:00Z', 'CreateUser'),
  callRecord('2025-12-10T09:00:00Z', 'CreateUser'),
  callRecord('2025-12-10T09:31:00Z', 'CreateUser', { errorCode: 'AccessDenied' }),
  callRecord('2025-12-12T10:00:00Z', 'ListBuckets', { eventSource: 's3.amazonaws.com' }),
  callRecord('2025-12-01T10:00:00Z', 'DeleteUser'),
  entryRecord(
    '2025-12-10T09:00:00Z',
    {
      recipientAccountId: '900000000004',
      requestParameters: { roleArn: 'arn:aws:iam::900000000004:role/partner' },
    },
    'elsewhere',
  ),
];
