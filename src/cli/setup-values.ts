import { ATHENA_ACTIONS, ATHENA_ON_BEHALF } from '../collect/athena/actions.ts';
import { displayPath, type Path } from '../config/display.ts';
import type { Config } from '../config/schema.ts';
import { configuredOrganizations } from '../config/targets-input.ts';
import { EVIDENCE_ACTIONS } from '../evidence/actions.ts';
import type { NoticeKind } from '../model/notice-kinds.ts';
import { DEFAULT_OUTPUTS } from '../model/output.ts';
import { partitionOfRegion } from '../model/partitions.ts';
import { UserError } from '../model/user-error.ts';
import { NOTICE_ACTIONS } from '../notify/actions.ts';
import { HEARTBEAT } from '../report/notice/metrics.ts';
import { organizationPolicy, type PolicyDocument } from '../run/auditor-policy.ts';
import { NAMESPACE } from '../run/notices/sinks.ts';
import type { Configured } from '../setup/configuration.ts';
import { TOPIC_NAME } from '../setup/home-notices.ts';
import type { RoleName, RunnerNotices, SetupValues, TrailReader } from '../setup/values.ts';
import type { LoadedConfig } from './load-config.ts';
import { toolVersion } from './version.ts';

/** What templates are made from, with the values of a configuration where there is one. */
export function setupValues(policy: PolicyDocument, loaded: LoadedConfig | undefined): SetupValues {
  if (loaded !== undefined) refuseEnvironment(loaded);
  const config = loaded?.config;
  const { s3, signing, externalIdKmsKeyId } = config?.evidence ?? {};
  const organizations = config === undefined ? [] : configuredOrganizations(config);
  const readers = organizations.flatMap(({ roleArn }) => roleArn?.replace(/^.*?:role\//, '') ?? []);
  const auditors =
    organizations.length === 0
      ? [config?.auditor.roleName ?? []].flat()
      : organizations.flatMap(({ auditor }) => auditor?.roleName ?? config?.auditor.roleName ?? []);
  return {
    version: toolVersion(),
    auditorPolicy: policy,
    organizationPolicy: organizationPolicy(),
    runnerActions: EVIDENCE_ACTIONS,
    notices: runnerNotices(config?.notify ?? []),
    auditor: roleNamed(oneName(auditors, 'organizations[].auditor.roleName') ?? 'CountersignAuditor'),
    otherAuditors: (config?.accounts ?? []).flatMap(({ roleArn }) => roleArn ?? []),
    organizationReader: roleNamed(
      oneName(readers, 'organizations[].roleArn') ?? 'CountersignOrganizationReader',
    ),
    ...(config?.activity.athena === undefined ? {} : { trailReader: trailReaderOf(config.activity.athena) }),
    sessionDuration: config?.auditor.sessionDuration ?? 3600,
    archive: {
      ...(s3 === undefined ? {} : { bucket: s3.bucket }),
      prefix: s3?.prefix ?? 'countersign',
      objectLock: s3?.objectLock ?? { mode: 'governance', retainDays: 400 },
    },
    aliases: {
      signing: aliasOr('alias/countersign-signing', signing?.kmsKeyId),
      fingerprints: aliasOr('alias/countersign-fingerprints', externalIdKmsKeyId),
      encryption: aliasOr('alias/countersign-evidence', s3?.kmsKeyId),
    },
  };
}

function trailReaderOf(athena: NonNullable<Config['activity']['athena']>): TrailReader {
  const { roleArn, externalId, outputLocation, region, workGroup, database, table } = athena;
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(outputLocation ?? '') ?? [];
  return {
    role: roleNamed(roleArn?.replace(/^.*?:role\//, '') ?? 'CountersignTrailReader'),
    ...(roleArn === undefined ? {} : { roleArn }),
    sendsExternalId: externalId !== undefined,
    ...{ region, workGroup, database, table },
    ...(bucket === undefined ? {} : { results: { bucket, prefix } }),
    actions: { queries: ATHENA_ACTIONS, ...ATHENA_ON_BEHALF },
  };
}

/**
 * What notices take of the runner. Where the configuration names nobody, it is told to name the topic of the home and
 * metrics, and the templates have room for both.
 */
function runnerNotices(notify: Config['notify']): RunnerNotices {
  const targetsOf = (kind: NoticeKind) => [
    ...new Set(notify.flatMap(({ to, target }) => (to === kind && target !== undefined ? [target] : []))),
  ];
  const none = notify.length === 0;
  const [topics, buses] = [targetsOf('sns'), targetsOf('eventbridge')];
  const namespaces = none ? [NAMESPACE] : namespacesOf(notify);
  // A topic of this name is that of the home, or takes its place.
  const home = none || topics.some((arn) => arn.endsWith(`:${TOPIC_NAME}`));
  const { sns, eventbridge, metrics } = NOTICE_ACTIONS;
  return {
    ...(none || topics.length > 0 ? { topics: { actions: sns, arns: topics, home } } : {}),
    ...(buses.length > 0 ? { buses: { actions: eventbridge, arns: buses } } : {}),
    ...(namespaces.length > 0 ? { metrics: { actions: metrics, namespaces, heartbeat: HEARTBEAT } } : {}),
  };
}

function namespacesOf(notify: Config['notify']): string[] {
  return [...new Set(notify.flatMap(({ to, target = NAMESPACE }) => (to === 'metrics' ? [target] : [])))];
}

/** What the configuration has already of that which the templates make. */
export function configuredAlready(
  path: string,
  config: Config | undefined,
  region: string | undefined,
): Configured {
  const { s3, signing, externalIdKmsKeyId } = config?.evidence ?? {};
  const organizations = config === undefined ? [] : configuredOrganizations(config);
  return {
    path,
    auditorRole:
      config?.auditor.roleName !== undefined ||
      (organizations.length > 0 && organizations.every(({ auditor }) => auditor?.roleName !== undefined)),
    partition: partitionOf(config, region),
    // What each of several is reached by is for its owner to say.
    discovers: config === undefined || config.organization?.discover === true,
    organizationRole: organizations.some(({ roleArn }) => roleArn !== undefined),
    signing: signing !== undefined,
    fingerprints: externalIdKmsKeyId !== undefined,
    archive: s3 !== undefined,
    notices: (config?.notify ?? []).length > 0,
    outputs: config?.outputs ?? DEFAULT_OUTPUTS,
  };
}

/** The one partition that the Regions of the configuration are in; where it names none, that of the environment. */
function partitionOf(config: Config | undefined, region: string | undefined): string | undefined {
  const named = [config?.regions ?? 'enabled', config?.evidence.s3?.region ?? []].flat();
  const known = new Set(named.flatMap((one) => partitionOfRegion(one)?.id ?? []));
  const [only, ...others] = known;
  if (others.length > 0) return undefined;
  return only ?? (region === undefined ? undefined : partitionOfRegion(region)?.id);
}

/** Values that become defaults of parameters. What the environment holds may be secret, and is for no file. */
const WRITTEN: readonly Path[] = [
  ...['roleArn', 'region', 'workGroup', 'database', 'table', 'outputLocation'].map(
    (key): Path => ['activity', 'athena', key],
  ),
  ['auditor', 'roleName'],
  ['organization', 'roleArn'],
  ['evidence', 'externalIdKmsKeyId'],
  ['evidence', 's3', 'bucket'],
  ['evidence', 's3', 'kmsKeyId'],
  ['evidence', 's3', 'prefix'],
  ['evidence', 'signing', 'kmsKeyId'],
];

function refuseEnvironment({ config, cameFromEnvironment }: LoadedConfig): void {
  const roles = [
    ...config.accounts.map((_, index): Path => ['accounts', index, 'roleArn']),
    ...(config.organizations ?? []).flatMap((_, index): Path[] => [
      ['organizations', index, 'roleArn'],
      ['organizations', index, 'auditor', 'roleName'],
    ]),
  ];
  const targets = config.notify.flatMap(({ to }, index): Path[] =>
    to === 'webhook' ? [] : [['notify', index, 'target']],
  );
  const found = [...WRITTEN, ...roles, ...targets]
    .filter((path) => cameFromEnvironment(path))
    .map(displayPath);
  if (found.length === 0) return;
  throw new UserError(
    'VALUE_FROM_ENVIRONMENT',
    `Templates would hold ${found.join(' and ')}, which the configuration takes from the environment, and what is there is for no file. Write it into the configuration as it is, or make the templates without --config and give it as a parameter.`,
  );
}

/** The templates are the same for all organizations, and so are the names in them. */
function oneName(names: readonly string[], key: string): string | undefined {
  const [name, ...others] = new Set(names);
  if (others.length === 0) return name;
  throw new UserError(
    'SEVERAL_NAMES',
    `The templates are deployed in each organization with the same names, and ${key} names ${[name, ...others].join(' and ')}. Give the roles one name, or make the templates without --config.`,
  );
}

/** `audit/CountersignAuditor` in parts. */
function roleNamed(text: string): RoleName {
  const at = text.lastIndexOf('/') + 1;
  return { path: `/${text.slice(0, at)}`, name: text.slice(at) };
}

/** Only an alias can be given to a key that is made: an id or ARN is that of one that is there. */
function aliasOr(otherwise: string, kmsKeyId: string | undefined): string {
  return /(?:^|:)(alias\/.+)$/.exec(kmsKeyId ?? '')?.[1] ?? otherwise;
}
