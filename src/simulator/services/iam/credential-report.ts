import { holderArn, partitionOf } from '../../names.ts';
import type { Request, Result } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { WorldAccessKey, WorldCredentials } from '../../world.ts';
import { iamTime } from './role-shapes.ts';

const KEPT_MS = 4 * 3_600_000;
const NO_CERTIFICATES = ['false', 'N/A', 'false', 'N/A'];
const COLUMNS = [
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active',
  'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service',
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service',
  'cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated',
].join(',');

/** Begins a report where there is none of the last four hours. */
export function generateCredentialReport(request: Request): Result {
  if (isFresh(request)) return { State: 'COMPLETE' };
  request.simulation.credentialReports.set(request.account.id, request.now);
  return {
    State: 'STARTED',
    Description: 'No report exists. Starting a new report generation task',
  };
}

export function getCredentialReport(request: Request): Result {
  const { simulation, account } = request;
  if (!simulation.credentialReports.has(account.id))
    throw new ServiceError('ReportNotPresent', 'No report is present, please generate a new one', 410);
  if (!isFresh(request))
    throw new ServiceError('ReportExpired', 'The report has expired, please generate a new one', 410);
  return {
    Content: Buffer.from(table(request)).toString('base64'),
    ReportFormat: 'text/csv',
    GeneratedTime: iamTime(simulation.world.asOf),
  };
}

function isFresh({ simulation, account, now }: Request): boolean {
  const begun = simulation.credentialReports.get(account.id);
  return begun !== undefined && now.getTime() - begun.getTime() < KEPT_MS;
}

function table({ simulation: { world }, account }: Request): string {
  const { root = { password: null, mfa: true }, users = [] } = account.contents;
  const rootArn = `arn:${partitionOf(world)}:iam::${account.id}:root`;
  const rows = [
    row('<root_account>', rootArn, account.joinedAt ?? world.asOf, root),
    ...users.map((user) =>
      row(user.name, holderArn(world, account, 'user', user), user.createdAt ?? world.asOf, user),
    ),
  ];
  return [COLUMNS, ...rows].join('\n');
}

function row(name: string, arn: string, createdAt: string, credentials: WorldCredentials): string {
  const { password, mfa = false, accessKeys: [first, second] = [] } = credentials;
  const hasPassword = password !== undefined;
  return [
    ...[name, arn, reportTime(createdAt)],
    ...[String(hasPassword), hasPassword ? reportTime(password, 'no_information') : 'N/A'],
    ...[hasPassword ? reportTime(createdAt) : 'N/A', 'N/A', String(mfa)],
    ...accessKey(first),
    ...accessKey(second),
    ...NO_CERTIFICATES,
  ]
    .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
}

function accessKey(key: WorldAccessKey | undefined): string[] {
  if (key === undefined) return ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
  const { createdAt, inactive = false, lastUsed } = key;
  return [
    String(!inactive),
    reportTime(createdAt),
    reportTime(lastUsed?.at),
    lastUsed?.region ?? 'N/A',
    lastUsed?.service ?? 'N/A',
  ];
}

function reportTime(time: string | null | undefined, none = 'N/A'): string {
  return time === undefined || time === null ? none : `${new Date(time).toISOString().slice(0, 19)}+00:00`;
}
