import { registry } from '../checks/registry.ts';
import { nearest } from '../config/nearest.ts';
import type { JudgementConfig } from '../model/config.ts';
import { compareSeverity } from '../model/severity.ts';
import { UserError } from '../model/user-error.ts';
import type { ChecksAsked } from './options.ts';

/**
 * The judgement by which only the checks that were asked for are applied: the others are switched off in it, which the
 * run keeps. Throws `UserError` for a check that there is not.
 */
export function narrowed(judgement: JudgementConfig, { check, severity }: ChecksAsked): JudgementConfig {
  const ids = registry.map(({ id }) => id);
  const unknown = check?.find((id) => !ids.includes(id));
  if (unknown !== undefined) {
    const close = nearest(unknown, ids);
    const hint = close === undefined ? 'Run: countersign checks list' : `Did you mean ${close}?`;
    throw new UserError('NO_SUCH_CHECK', `There is no check "${unknown}". ${hint}`);
  }
  const off = registry.filter(
    ({ id, severity: own }) =>
      (check !== undefined && !check.includes(id)) ||
      (severity !== undefined && compareSeverity(judgement.checks[id]?.severity ?? own, severity) > 0),
  );
  const switchedOff = off.map(({ id }) => [id, { ...judgement.checks[id], enabled: false }]);
  return { ...judgement, checks: { ...judgement.checks, ...Object.fromEntries(switchedOff) } };
}
