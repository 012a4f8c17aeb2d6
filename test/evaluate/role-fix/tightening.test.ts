import { expect, it } from 'vitest';
import { fixScript } from '../../../src/report/role-fix/script.ts';
import { activityOf, entry } from '../../checks/activity/activity-facts.ts';
import { allow, REGISTERED, role, UUID, withExternalId } from '../../checks/support/trust-fixtures.ts';
import { JUDGED_AT } from '../../support/judged-report.ts';
import { reportOn } from './fixed.ts';

const TIMES = ['2026-05-01T10:00:00Z', '2026-05-03T10:00:00Z'];

function fixWith(trust: object, ...entries: ReturnType<typeof entry>[]) {
  const value = activityOf({ entries });
  const record = { fact: 'activity', region: 'global', status: 'COLLECTED', collectedAt: JUDGED_AT } as const;
  const { roleFixes = [] } = reportOn([role(trust)], { facts: [{ ...record, source: 'the test', value }] });
  const [fix] = roleFixes;
  if (fix === undefined) throw new Error('No fix.');
  return fix;
}

it('the one fix of a role says of the entries on record what its whole trust policy would have refused', () => {
  const good = entry(TIMES, { address: '203.0.113.7', 'sts:ExternalId': UUID });
  const bad = entry(TIMES, { address: '192.0.2.1', 'sts:ExternalId': UUID });
  const fix = fixWith(withExternalId(REGISTERED), good, bad);
  expect(fix.tightening).toMatchObject([{ entries: 4, refused: 2, undecided: 0 }]);
  const text = fix.tightening?.[0]?.text ?? '';
  expect(text).toContain('would have refused 2 of these entries');
  const script = fixScript(fix) ?? '';
  expect(script).toMatch(/^# .*would have refused 2 of these entries/m);
});

it('for an ID that is yet to be agreed stands the one that was sent, and nothing is said where nothing was read', () => {
  const sent = entry(TIMES, { address: '203.0.113.7', 'sts:ExternalId': UUID });
  expect(fixWith(allow(REGISTERED), sent).tightening).toMatchObject([{ entries: 2, refused: 0 }]);
  const [unread] = reportOn([role(allow(REGISTERED))]).roleFixes ?? [];
  expect(unread).toBeDefined();
  expect(unread).not.toHaveProperty('tightening');
});
