import { expect, it } from 'vitest';
import { accountScope, missingEvidence } from '../../../src/evaluate/coverage.ts';
import { partiesMeant, revocationPlan } from '../../../src/report/revocation/plan.ts';
import { allow, REGISTERED, role } from '../../checks/support/trust-fixtures.ts';
import { reportOn, SUBJECT } from '../../evaluate/role-fix/fixed.ts';

it('names an account that left no evidence at all among those whose roles were not read', () => {
  const lost = '444455556666';
  const report = reportOn([role(allow(REGISTERED))]);
  const coverage = missingEvidence(lost);
  const scope = {
    ...report.scope,
    accounts: [...report.scope.accounts, accountScope({ ...SUBJECT, accountId: lost }, coverage)],
  };
  const [summary] = partiesMeant(report, REGISTERED);
  if (summary === undefined) throw new Error('the party is not in the report');
  const plan = revocationPlan(
    { ...report, scope, coverage: { ...report.coverage, gaps: coverage.gaps } },
    summary,
    { register: [], auditorRoles: new Set() },
  );
  expect(plan.notRead).toEqual([lost]);
});
