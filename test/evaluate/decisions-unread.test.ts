import { expect, it } from 'vitest';
import { accountScope, missingEvidence } from '../../src/evaluate/coverage.ts';
import { reviewSetting } from '../../src/evaluate/decisions.ts';
import { allow, HERE, REGISTERED, role } from '../checks/support/trust-fixtures.ts';
import { reportOn, SUBJECT } from './role-fix/fixed.ts';

it('takes no decision for carried out in an account that left no evidence at all', () => {
  const lost = '444455556666';
  const report = reportOn([role(allow(REGISTERED))]);
  const coverage = missingEvidence(lost);
  const accounts = [...report.scope.accounts, accountScope({ ...SUBJECT, accountId: lost }, coverage)];
  const { wasRead } = reviewSetting(
    {
      ...report,
      scope: { ...report.scope, accounts },
      coverage: { ...report.coverage, gaps: coverage.gaps },
    },
    { thirdParties: [] },
  );
  expect([HERE, lost].map((accountId) => wasRead({ accountId, roleArn: '', principal: '' }))).toEqual([
    true,
    false,
  ]);
});
