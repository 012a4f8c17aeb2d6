import type { AccountContents, Json, WorldResource } from '../world.ts';
import type { Place } from './place.ts';
import { ROUND } from './scenarios.ts';
import { policy } from './trust-policies.ts';
import { BRACKWATER, DATADOG, FIVETRAN, OTHER_STRANGER, STRANGER, VANTA } from './vendors.ts';

type Resources = Pick<AccountContents, 'resources' | 'layers' | 'registryPolicies' | 'publicAccessBlock'>;

const HOME = 'us-east-1';
const BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** What lets outsiders in without any role, by seat in the round; elsewhere what lets nobody in. */
const BY_SEAT: Readonly<Record<number, (place: Place) => Resources>> = {
  2: publicBucket,
  3: wellGuarded,
  4: shutAndSecret,
  5: beyondWhatWasAgreed,
  10: sharedExports,
  11: publicAndDropped,
  16: websiteAndTopic,
  18: queueAndKey,
};

export function resourcesOf(place: Place): Resources {
  const scenario = place.index < ROUND ? BY_SEAT[place.index % ROUND] : undefined;
  const { resources = [], ...account } = scenario?.(place) ?? {};
  return { ...account, resources: [ownLogs(place), ...resources] };
}

/** Written by a service of AWS, and by nobody else. */
function ownLogs(place: Place): WorldResource {
  const name = `quillmarsh-${place.accountId}-trail`;
  return {
    ...{ service: 's3', region: HOME, name, publicAccessBlock: BLOCKED },
    policy: policy(
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${name}/AWSLogs/*`,
        Condition: { StringEquals: { 'aws:SourceAccount': place.accountId } },
      },
      overTls(name),
    ),
  };
}

function publicBucket(place: Place): Resources {
  return { resources: [bucket(place, 'tariffs', reading('*'))] };
}

/** A registered third party by TLS alone, and a topic as SNS makes it. */
function wellGuarded(place: Place): Resources {
  const name = `quillmarsh-${place.accountId}-metrics`;
  return {
    resources: [
      bucket(place, 'metrics', reading({ AWS: DATADOG.accountId }), () => overTls(name)),
      { service: 'sns', region: HOME, name: 'alerts' },
    ],
  };
}

/** A bucket that would be public, were Block Public Access not on for the account, and a secret of a stranger. */
function shutAndSecret(place: Place): Resources {
  return {
    publicAccessBlock: BLOCKED,
    resources: [
      bucket(place, 'brochures', reading('*')),
      {
        ...{ service: 'secretsmanager', region: 'eu-west-1', name: 'carrier-api-QmR7xZ' },
        policy: policy(allow({ AWS: STRANGER.accountId }, 'secretsmanager:GetSecretValue', '*')),
      },
    ],
  };
}

/** Registered third parties that got more than they were to have, and one of each kind that is left. */
function beyondWhatWasAgreed(place: Place): Resources {
  const arn = (service: string, resource: string) =>
    `arn:aws:${service}:${HOME}:${place.accountId}:${resource}`;
  const account = { AWS: `arn:aws:iam::${place.accountId}:root` };
  return {
    resources: [
      {
        ...{ service: 'kms', region: HOME, name: '5b1c2d3e-0000-4000-8000-000000000005' },
        policy: policy(allow(account, 'kms:*', '*')),
        grants: [
          { grantee: `arn:aws:iam::${VANTA.accountId}:role/evidence`, operations: ['Encrypt', 'Decrypt'] },
        ],
      },
      {
        ...{ service: 'lambda', region: HOME, name: 'quote' },
        policy: policy(allow('*', 'lambda:InvokeFunction', arn('lambda', 'function:quote'))),
      },
      {
        ...{ service: 'ecr', region: HOME, name: 'forecasts' },
        policy: policy({
          Effect: 'Allow',
          Principal: { AWS: BRACKWATER.accountId },
          Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:PutImage'],
        }),
      },
      {
        ...{ service: 'events', region: HOME, name: 'default' },
        policy: policy(
          allow({ AWS: DATADOG.accountId }, 'events:PutEvents', arn('events', 'event-bus/default')),
        ),
      },
      {
        ...{ service: 'backup', region: HOME, name: 'offsite' },
        policy: policy({
          ...allow('*', 'backup:CopyIntoBackupVault', '*'),
          Condition: { StringEquals: { 'aws:PrincipalOrgID': place.organizationId } },
        }),
      },
    ],
  };
}

function sharedExports(place: Place): Resources {
  return {
    resources: [
      bucket(place, 'exports', reading({ AWS: FIVETRAN.accountId })),
      delegating(place, 'claims', { AWS: STRANGER.accountId }),
    ],
  };
}

function publicAndDropped(place: Place): Resources {
  const fromOffice = { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } };
  return {
    resources: [
      bucket(place, 'public-assets', (arn) => allow('*', 's3:GetObject', `${arn}/*`)),
      bucket(place, 'partner-drop', (arn) => ({
        ...allow({ AWS: STRANGER.accountId }, ['s3:GetObject', 's3:PutObject'], `${arn}/*`),
        ...fromOffice,
      })),
    ],
  };
}

function websiteAndTopic(place: Place): Resources {
  const topic = `arn:aws:sns:${HOME}:${place.accountId}:arrivals`;
  return {
    layers: [
      {
        ...{ region: HOME, name: 'tracing' },
        versions: [
          { policy: policy(allow('*', 'lambda:GetLayerVersion', layerArn(place, 'tracing', 1))) },
          {},
        ],
      },
    ],
    resources: [
      bucket(place, 'website', (arn) => allow('*', 's3:GetObject', `${arn}/*`)),
      {
        ...{ service: 'sns', region: HOME, name: 'arrivals' },
        policy: policy(allow({ AWS: OTHER_STRANGER.accountId }, 'sns:Subscribe', topic)),
      },
    ],
  };
}

/** A registry that takes what a registered third party replicates into it. */
function queueAndKey(place: Place): Resources {
  const queue = `arn:aws:sqs:${HOME}:${place.accountId}:manifests`;
  const repositories = `arn:aws:ecr:${HOME}:${place.accountId}:repository/*`;
  return {
    registryPolicies: [
      {
        region: HOME,
        policy: policy(
          allow({ AWS: BRACKWATER.accountId }, ['ecr:CreateRepository', 'ecr:ReplicateImage'], repositories),
        ),
      },
    ],
    resources: [
      {
        ...{ service: 'sqs', region: HOME, name: 'manifests' },
        policy: policy(allow({ AWS: BRACKWATER.accountId }, 'sqs:SendMessage', queue)),
      },
      { service: 'kms', region: HOME, name: '5b1c2d3e-0000-4000-8000-000000000018' },
    ],
  };
}

type Statement = { [element: string]: Json };

function allow(principal: Json, actions: Json, resource: Json): Statement {
  return { Effect: 'Allow', Principal: principal, Action: actions, Resource: resource };
}

function reading(principal: Json): (arn: string) => Statement {
  return (arn) => allow(principal, ['s3:GetObject', 's3:ListBucket'], [arn, `${arn}/*`]);
}

function bucket(
  place: Place,
  purpose: string,
  ...statements: ReadonlyArray<(arn: string) => Statement>
): WorldResource {
  const name = `quillmarsh-${place.accountId}-${purpose}`;
  const arn = `arn:aws:s3:::${name}`;
  return { service: 's3', region: HOME, name, policy: policy(...statements.map((one) => one(arn))) };
}

function layerArn({ accountId }: Place, name: string, version: number): string {
  return `arn:aws:lambda:${HOME}:${accountId}:layer:${name}:${version}`;
}

/** A bucket that leaves it to its access points who may read it, and one of these, which lets a stranger in. */
function delegating(place: Place, purpose: string, principal: Json): WorldResource {
  const name = `quillmarsh-${purpose}`;
  const point = `arn:aws:s3:${HOME}:${place.accountId}:accesspoint/${name}`;
  return {
    ...bucket(place, purpose, (arn) => ({
      ...allow('*', ['s3:GetObject', 's3:ListBucket'], [arn, `${arn}/*`]),
      Condition: { StringEquals: { 's3:DataAccessPointAccount': place.accountId } },
    })),
    accessPoints: [{ name, policy: policy(allow(principal, 's3:GetObject', `${point}/object/*`)) }],
  };
}

/** Refuses whatever does not come over TLS. */
function overTls(name: string): Statement {
  const arn = `arn:aws:s3:::${name}`;
  return {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
