import type { OutcomeEvidence } from '../../model/check.ts';
import type { AccessKey, CredentialHolder, CredentialReport } from '../../model/facts/credential-report.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { listed } from './judged-role.ts';

const DAY = 86_400_000;

/** An access key that may be used now, and its place in the report. */
export interface ActiveKey extends AccessKey {
  /** As the report calls it: `access_key_1`. */
  name: string;
  index: number;
}

export function activeKeys({ accessKeys }: CredentialHolder): ActiveKey[] {
  return accessKeys.flatMap((key, index) =>
    key.active ? [{ ...key, name: `access_key_${index + 1}`, index }] : [],
  );
}

export function isRoot({ arn }: Pick<CredentialHolder, 'arn'>): boolean {
  return arn.endsWith(':root');
}

/** Why a report that lists nobody says nothing of anybody: every account has a root user. */
export const LISTS_NOBODY = 'The credential report lists nobody, not even the root user.';

/** `access_key_1, made on 2025-01-01 and last used on 2025-12-01 in eu-west-1 by s3`. */
export function keyInWords({ name, rotatedAt, ...use }: ActiveKey): string {
  return `${name}, made ${rotatedAt === null ? 'at a time that is not given' : `on ${day(rotatedAt)}`} and ${lastUse(use)}`;
}

export function keysInWords(keys: readonly ActiveKey[]): string {
  return listed(keys.map(keyInWords));
}

function lastUse({
  lastUsedAt,
  lastUsedRegion: region,
  lastUsedService: service,
}: Omit<ActiveKey, 'name' | 'rotatedAt'>): string {
  if (lastUsedAt === null) return 'with no use on record';
  const where = region === null ? '' : ` in ${region}`;
  return `last used on ${day(lastUsedAt)}${where}${service === null ? '' : ` by ${service}`}`;
}

/** How fresh all of this is, as a sentence. */
export function asOfReport({ generatedAt }: CredentialReport): string {
  return `The credential report is of ${generatedAt.slice(0, 16).replace('T', ' ')} UTC.`;
}

export function day(time: string): string {
  return time.slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / DAY);
}

/** Each of the keys as it stands in the report. */
export function keyEvidence(
  holder: number,
  keys: readonly ActiveKey[],
  marks: readonly string[],
): OutcomeEvidence[] {
  return keys.map(({ name: _, index, ...key }) => ({
    fact: 'credential-report',
    region: 'global',
    pointer: jsonPointer('users', holder, 'accessKeys', index),
    value: key,
    marks: marks.map((member) => jsonPointer(member)),
  }));
}
