import type { Config } from '../config/schema.ts';
import type { AccountSubject } from '../model/account.ts';
import { RUN_SCHEMA_VERSION, type RunRecord } from '../model/run-record.ts';
import { subjectOf } from './account-flow.ts';
import type { BegunRun } from './begin.ts';
import { namedInScope } from './named-in-scope.ts';
import type { RunKeys } from './open-keys.ts';
import type { ScanRequest } from './scan-request.ts';

/** What a run takes in, as it was decided at its start. */
export function scopeOf(
  { start, targets }: Pick<BegunRun, 'start' | 'targets'>,
  config: Config,
): RunRecord['scope'] {
  return {
    accountSource: start.accountSource,
    accounts: targets.map((target) => subjectOf(target, target.regions, start.callerArn)),
    excluded: start.excluded,
    ...namedInScope(config),
  };
}

/** The record of a run whose accounts were read, but for what it came to. */
export function recordOf(
  begun: BegunRun & { readUntil?: string },
  accounts: AccountSubject[],
  { config, judgement, theme, aws, externalIdKey, maskKey, provenance, signer }: ScanRequest & RunKeys,
): Omit<RunRecord, 'counts'> {
  const { start } = begun;
  return {
    schemaVersion: RUN_SCHEMA_VERSION,
    runId: start.runId,
    startedAt: start.startedAt,
    finishedAt: begun.readUntil ?? aws.clock.now().toISOString(),
    asOf: start.startedAt,
    tool: start.tool,
    provenance: {
      host: provenance.host,
      codeDigest: provenance.tool.codeDigest,
      signingKeyId: signer?.keyid ?? null,
    },
    configDigest: start.configDigest,
    ...(start.configFiles === undefined ? {} : { configFiles: start.configFiles }),
    callerArn: start.callerArn,
    externalIdKey: externalIdKey.id,
    ...(maskKey === undefined ? {} : { externalIds: 'masked' }),
    scope: { ...scopeOf(begun, config), accounts },
    judgement,
    ...(start.resumptions.length === 0 ? {} : { resumptions: start.resumptions }),
    ...(start.shards === undefined ? {} : { shards: start.shards }),
    ...(start.history === undefined ? {} : { history: start.history }),
    ...(theme === undefined ? {} : { theme: { sha256: theme.sha256 } }),
  };
}
