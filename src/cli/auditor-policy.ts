import { registry } from '../checks/registry.ts';
import { factsFromCalls, selectChecks } from '../evaluate/selection.ts';
import { auditorPolicy, type PolicyDocument } from '../run/auditor-policy.ts';
import type { LoadedConfig } from './load-config.ts';

/** The policy of the auditor role for what a configuration collects; for the defaults where there is none. */
export function auditorPolicyFor(loaded: LoadedConfig | undefined): PolicyDocument {
  if (loaded === undefined) return auditorPolicy({ driftMode: 'access-roles', enabledRegions: true });
  const { config, judgement } = loaded;
  const enabledRegions =
    config.regions === 'enabled' || config.accounts.some(({ regions }) => regions === 'enabled');
  const { checks } = selectChecks(registry, judgement);
  const publishes = config.notify.some(({ to }) => to === 'securityhub');
  return auditorPolicy({
    driftMode: config.drift.mode,
    enabledRegions,
    resourcePolicies: config.resourcePolicies,
    wanted: factsFromCalls(checks, judgement),
    publishes,
  });
}
