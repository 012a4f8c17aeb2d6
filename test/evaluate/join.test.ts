import { expect, it } from 'vitest';
import { externalAccessFinding } from '../../src/checks/access-analyzer/external-access-finding.ts';
import { fullAdminPolicy } from '../../src/checks/trust/full-admin-policy.ts';
import { publicTrust } from '../../src/checks/trust/public-trust.ts';
import { foldIntoTrustFindings } from '../../src/evaluate/join.ts';
import type { Failure } from '../../src/evaluate/results.ts';
import type { Check } from '../../src/model/check.ts';

const ROLE = 'arn:aws:iam::111122223333:role/r';

function failure(check: Check, joins?: string): Failure {
  const outcome = {
    status: 'FAIL' as const,
    resource: { arn: ROLE, type: 'AWS::IAM::Role' },
    detail: 'So it is.',
    evidence: [],
    ...(joins === undefined ? {} : { joinsTrustFindingsOf: joins }),
  };
  return { check, accountId: '111122223333', region: 'global', outcome, evidenceAccountId: '111122223333' };
}

it.each([
  [publicTrust, 1],
  [fullAdminPolicy, 0],
] as const)('what an analyzer says of outsiders is folded into what speaks of them', (check, folded) => {
  const result = foldIntoTrustFindings([failure(check), failure(externalAccessFinding, ROLE)]);
  expect(result.folded).toHaveLength(folded);
  expect(result.kept).toHaveLength(2 - folded);
});
