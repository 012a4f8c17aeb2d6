import type { RoleFix } from '../../../model/role-fix.ts';
import type { Rows } from '../../../model/rows.ts';
import { fixDifference } from '../../role-fix/difference.ts';
import { inputsOf } from '../../role-fix/script.ts';
import { shorten } from '../../visible.ts';
import { type FixView, fixView } from '../findings/remedy.ts';
import { capped, label, quantity } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';

/** The one fix of a role, as the owner of its account sees it. */
export interface RoleFixView {
  role: string;
  clears: string;
  change: FixView;
  /** How to have it as script and templates. */
  command: string;
  inputs: string[];
  /** What it would have meant for the entries that CloudTrail shows. */
  tightening: string[];
  remains: string[];
  remainsLeftOut: string | null;
  follows: string[];
}

export interface RoleFixesView {
  fixes: RoleFixView[];
  leftOut: string | null;
}

export function roleFixesView(fixes: Rows<RoleFix>, runId: string): RoleFixesView {
  const { shown, leftOut } = capped(
    fixes,
    LIMITS.roleFixes,
    (left) => `Fixes of ${quantity(left, 'more role is', 'more roles are')} in report.json.`,
  );
  return { fixes: shown.map((fix) => roleFixView(fix, runId)), leftOut };
}

function roleFixView(fix: RoleFix, runId: string): RoleFixView {
  const remains = capped(
    fix.remains,
    LIMITS.remainsPerFix,
    (left) => `${quantity(left, 'more is', 'more are')} left.`,
  );
  return {
    role: label(fix.roleName),
    clears: quantity(fix.clears.length, 'finding', 'findings'),
    change: fixView({ kind: 'policy', title: 'What changes', text: fixDifference(fix) }),
    command: `countersign fix ${runId} --role '${fix.roleArn}' --out fixes`,
    inputs: inputsOf(fix).map(({ placeholder, says }) => shorten(`${placeholder}: ${says}`, 300)),
    tightening: (fix.tightening ?? []).map(({ text }) => shorten(text, LIMITS.remediation)),
    remains: remains.shown.map(({ checkId, why }) => shorten(`${checkId}: ${why}`, 500)),
    remainsLeftOut: remains.leftOut,
    follows: fix.follows.map(({ checkId, detail }) => shorten(`${checkId}: ${detail}`, 500)),
  };
}
