import type { JudgementConfig } from '../model/config.ts';
import type { KnownVendor } from '../model/party.ts';
import type { Config } from './schema.ts';

/** The part of the configuration that judging depends on, with the vendors that its files name. Holds no way into an account. */
export function toJudgement(config: Config, vendors: readonly KnownVendor[]): JudgementConfig {
  const { mode, maxAge } = config.drift;
  const { source, days } = config.activity;
  const { externalIds, title, organizationName, print } = config.report;
  return {
    organizationId: config.organization?.id ?? null,
    ...(config.organizations === undefined
      ? {}
      : { organizationIds: config.organizations.map(({ id }) => id) }),
    thirdParties: config.thirdParties,
    vendors: [...vendors],
    exceptions: config.exceptions,
    ...(config.blindSpots.length === 0 ? {} : { blindSpots: config.blindSpots }),
    checks: config.checks,
    ...(config.owners.length === 0 ? {} : { owners: config.owners }),
    ...(Object.keys(config.environments).length === 0 ? {} : { environments: config.environments }),
    deadlines: config.deadlines,
    drift: { mode, maxAge },
    ...(config.resourcePolicies.length === 0 ? {} : { resourcePolicies: config.resourcePolicies }),
    ...(source === 'off' ? {} : { activity: { source, days } }),
    ...(config.recording ? { recording: true as const } : {}),
    ...(config.identityCenter === undefined
      ? {}
      : {
          identityCenter: {
            accountId: config.identityCenter.account,
            region: config.identityCenter.region,
          },
        }),
    report: {
      externalIds,
      title,
      organizationName: organizationName ?? null,
      ...(print === 'full' ? { print } : {}),
    },
    outputs: config.outputs,
    ...(config.strict ? { strict: true as const } : {}),
  };
}
