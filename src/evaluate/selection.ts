import type { Check } from '../model/check.ts';
import type { JudgementConfig } from '../model/config.ts';
import type { AccountFactKey } from '../model/fact-values.ts';

/** Which checks a run applies, and why the others are left out. */
export interface CheckSelection {
  checks: Check[];
  disabled: Array<{ checkId: string; reason: string }>;
}

/** Facts that no check may go without: who answered, and the population of roles. */
const ALWAYS_READ: readonly AccountFactKey[] = ['account-identity', 'authorization-details', 'role-settings'];

/** Those that CloudFormation's drift detection makes. */
const DRIFT_FACTS: ReadonlySet<string> = new Set(['drift', 'stack-sets']);

/** Why checks of resource policies are left out, which are read of the services alone that the configuration names. */
export const NOT_ASKED_FOR = 'resourcePolicies in the configuration names no service';

/** Why the check of people in IAM Identity Center is left out. */
const NO_IDENTITY_CENTER = 'identityCenter in the configuration names no account';

/** Whether a check was left out only because nobody asks for what it reads, which costs many calls. */
export function isNotAskedFor(reason: string | undefined): boolean {
  return reason === NOT_ASKED_FOR || reason === NO_IDENTITY_CENTER;
}

export function selectChecks(registry: readonly Check[], config: JudgementConfig): CheckSelection {
  const checks: Check[] = [];
  const disabled: CheckSelection['disabled'] = [];
  for (const check of registry) {
    const reason = reasonToLeaveOut(check, config);
    if (reason === null) checks.push(check);
    else disabled.push({ checkId: check.id, reason });
  }
  return { checks, disabled };
}

function reasonToLeaveOut(
  check: Check,
  { checks, drift, resourcePolicies = [], activity, recording, identityCenter }: JudgementConfig,
): string | null {
  if (checks[check.id]?.enabled === false) return 'switched off in the configuration or on the command line';
  if (
    drift.mode === 'off' &&
    check.requires.some((fact: string) => DRIFT_FACTS.has(fact)) &&
    check.withoutDrift !== true
  )
    return 'drift.mode is off in the configuration';
  if (resourcePolicies.length === 0 && check.requires.includes('resource-policies')) return NOT_ASKED_FOR;
  if (activity === undefined && check.requires.includes('activity'))
    return 'activity.source is off in the configuration';
  if (recording === undefined && check.requires.includes('trails'))
    return 'recording is false in the configuration';
  if (identityCenter === undefined && check.requires.includes('identity-center')) return NO_IDENTITY_CENTER;
  return null;
}

/** The facts that the selected checks read; what nobody reads is not collected and asks for no permission. */
export function factsFor(checks: readonly Check[]): Set<AccountFactKey> {
  return new Set([...ALWAYS_READ, ...checks.flatMap((check) => check.requires)]);
}

/** Those of them that calls to AWS bring: who came in may be read from log files, which takes no permission. */
export function factsFromCalls(
  checks: readonly Check[],
  { activity }: Pick<JudgementConfig, 'activity'>,
): Set<AccountFactKey> {
  const facts = factsFor(checks);
  if (activity?.source !== 'lookup') facts.delete('activity');
  return facts;
}
