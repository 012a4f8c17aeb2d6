import { describe, expect, test } from 'vitest';
import { analyzerCoverage } from '../../../src/checks/access-analyzer/analyzer-coverage.ts';
import type { Failed, Outcome } from '../../../src/model/check.ts';
import type { Analyzer } from '../../../src/model/facts/analyzers.ts';
import { ACCOUNT, contextFor, expectEvidence, OWN_OTHER, REGION } from '../drift/facts.ts';
import { analyzer } from './facts.ts';

const ADMINISTRATOR = '333344445555';

interface Member {
  accountId: string;
  analyzers: Analyzer[];
  region?: string;
  listedOnly?: boolean;
}

function judge(members: Member[], administrators: string[] | undefined, gaps: string[] = []) {
  const { account, region: _, ...context } = contextFor(analyzerCoverage);
  const digests = members.map(({ accountId, analyzers, region = REGION, listedOnly = false }) => {
    const subject = { ...account, accountId, ...(listedOnly ? {} : { organizationalUnit: 'Workloads' }) };
    const value = analyzerCoverage.digest(
      { analyzers: { analyzers } },
      { ...context, account: subject, region },
    );
    return { account: subject, region, value: JSON.parse(JSON.stringify(value)) };
  });
  return [
    ...analyzerCoverage.evaluate(
      { digests, gaps: gaps.map((accountId) => ({ account: { ...account, accountId }, region: REGION })) },
      { ...context, ...(administrators === undefined ? {} : { analyzerAdministrators: administrators }) },
    ),
  ];
}

function of(outcomes: Outcome[], accountId: string): Outcome | undefined {
  return outcomes.find((outcome) => outcome.accountId === accountId);
}

const ORGANIZATION = analyzer({ type: 'ORGANIZATION', name: 'org' });
const MEMBER = { accountId: ACCOUNT, analyzers: [] };

describe('PASS', () => {
  test('an active analyzer of its own', () => {
    expect(judge([{ accountId: ACCOUNT, analyzers: [analyzer()] }], undefined)).toMatchObject([
      { status: 'PASS', accountId: ACCOUNT, region: REGION },
    ]);
  });

  test('the organization’s analyzer in an administrator’s account covers members and itself', () => {
    const outcomes = judge(
      [{ accountId: ADMINISTRATOR, analyzers: [ORGANIZATION] }, MEMBER],
      [ADMINISTRATOR],
    );
    expect(outcomes).toMatchObject([{ status: 'PASS' }, { status: 'PASS' }]);
    expect(of(outcomes, ACCOUNT)?.detail).toContain(ADMINISTRATOR);
  });
});

describe('FAIL', () => {
  test('no analyzer anywhere, and all administrators read', () => {
    const outcomes = judge([{ accountId: ADMINISTRATOR, analyzers: [] }, MEMBER], [ADMINISTRATOR]);
    expect(of(outcomes, ACCOUNT)).toMatchObject({ status: 'FAIL' });
    expectEvidence(outcomes, { analyzers: { analyzers: [] } });
  });

  test.each<[string, Analyzer]>([
    ['not active', analyzer({ status: 'DISABLED' })],
    ['for unused access', analyzer({ type: 'ACCOUNT_UNUSED_ACCESS' })],
    ['for internal access', analyzer({ type: 'ORGANIZATION_INTERNAL_ACCESS' })],
  ])('the only analyzer is %s', (_name, only) => {
    const outcomes = judge([{ accountId: ADMINISTRATOR, analyzers: [only] }], [ADMINISTRATOR]);
    expect(outcomes).toMatchObject([{ status: 'FAIL' }]);
    expectEvidence(outcomes, { analyzers: { analyzers: [only] } });
  });

  test('the organization’s analyzer is in another Region', () => {
    const outcomes = judge(
      [
        { accountId: ADMINISTRATOR, analyzers: [ORGANIZATION], region: 'us-east-1' },
        { accountId: ADMINISTRATOR, analyzers: [] },
        MEMBER,
      ],
      [ADMINISTRATOR],
    );
    expect(of(outcomes, ACCOUNT)).toMatchObject({ status: 'FAIL', region: REGION });
  });

  test('an organization analyzer in an account that administers nothing covers nobody else', () => {
    const outcomes = judge(
      [
        { accountId: OWN_OTHER, analyzers: [ORGANIZATION] },
        { accountId: ADMINISTRATOR, analyzers: [] },
        MEMBER,
      ],
      [ADMINISTRATOR],
    );
    expect(of(outcomes, ACCOUNT)).toMatchObject({ status: 'FAIL' });
  });
});

describe('UNKNOWN', () => {
  test('the administrator’s analyzers were not read, or it is not part of the run', () => {
    for (const gaps of [[ADMINISTRATOR], []]) {
      expect(of(judge([MEMBER], [ADMINISTRATOR], gaps), ACCOUNT)).toMatchObject({
        status: 'UNKNOWN',
        detail: expect.stringContaining(ADMINISTRATOR),
      });
    }
  });

  test('one of two administrators was not read', () => {
    const outcomes = judge([{ accountId: OWN_OTHER, analyzers: [] }, MEMBER], [ADMINISTRATOR, OWN_OTHER]);
    expect(of(outcomes, ACCOUNT)).toMatchObject({ status: 'UNKNOWN' });
  });

  test('the organization was not read', () => {
    expect(judge([MEMBER], undefined)).toMatchObject([{ status: 'UNKNOWN' }]);
  });

  test('an account that is merely listed may belong to another organization', () => {
    const outcomes = judge(
      [
        { accountId: ADMINISTRATOR, analyzers: [ORGANIZATION] },
        { ...MEMBER, listedOnly: true },
      ],
      [ADMINISTRATOR],
    );
    expect(of(outcomes, ACCOUNT)).toMatchObject({ status: 'UNKNOWN' });
  });
});

const DISABLED = analyzer({ name: 'old', status: 'DISABLED' });
const UNUSED = analyzer({ name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS' });

/** The finding of the account that administers Access Analyzer itself, with these analyzers. */
function finding(analyzers: Analyzer[]): Failed {
  const [found] = judge([{ accountId: ADMINISTRATOR, analyzers }], [ADMINISTRATOR]);
  if (found?.status !== 'FAIL') throw new Error(`no finding: ${JSON.stringify(found)}`);
  return found;
}

describe('what is said', () => {
  test.each<[string, Analyzer[], string]>([
    ['none', [], `no external-access analyzer in ${REGION}. `],
    ['one of another kind', [UNUSED], `no external-access analyzer in ${REGION}. `],
    [
      'one that rests',
      [DISABLED, UNUSED],
      `no active external-access analyzer in ${REGION}: old is DISABLED. `,
    ],
    [
      'two that rest',
      [DISABLED, analyzer({ name: 'new', type: 'ORGANIZATION', status: 'CREATING' })],
      `no active external-access analyzer in ${REGION}: old is DISABLED and new is CREATING. `,
    ],
  ])('of the account’s own analyzers: %s', (_, analyzers, says) => {
    expect(finding(analyzers).detail).toBe(
      `The account has ${says}No organization analyzer watches it either.`,
    );
  });

  test('of whose analyzer watches', () => {
    const own = judge([{ accountId: ACCOUNT, analyzers: [analyzer()] }], undefined);
    expect(own[0]?.detail).toBe(`An analyzer of the account watches ${REGION}.`);
    const organization = judge([{ accountId: ADMINISTRATOR, analyzers: [ORGANIZATION] }], [ADMINISTRATOR]);
    expect(organization[0]?.detail).toMatch(/^The organization’s analyzer, which is in this account/);
  });

  test('marks the state of those that rest', () => {
    const [evidence] = finding([UNUSED, DISABLED]).evidence;
    expect(evidence?.marks).toEqual(['/1/status']);
  });

  test('offers an analyzer of the account', () => {
    const fixes = finding([]).fixes?.() ?? [];
    expect(fixes.map(({ kind }) => kind)).toEqual(['cli', 'cloudformation']);
    expect(fixes[0]?.text).toBe(
      `aws accessanalyzer create-analyzer --analyzer-name external-access --type ACCOUNT --region '${REGION}'`,
    );
    expect(fixes[1]?.text).toMatch(/Type: AWS::AccessAnalyzer::Analyzer[\s\S]*Type: ACCOUNT/);
  });
});

describe('the analyzer that rests or is of another kind', () => {
  test.each([DISABLED, UNUSED, analyzer({ type: 'ORGANIZATION', status: 'FAILED' })])(
    'of an administrator covers no member: %j',
    (only) => {
      const outcomes = judge([{ accountId: ADMINISTRATOR, analyzers: [only] }, MEMBER], [ADMINISTRATOR]);
      expect(of(outcomes, ACCOUNT)).toMatchObject({ status: 'FAIL' });
    },
  );

  test('an account’s own analyzer in an administrator’s account covers no member', () => {
    const outcomes = judge([{ accountId: ADMINISTRATOR, analyzers: [analyzer()] }, MEMBER], [ADMINISTRATOR]);
    expect(of(outcomes, ACCOUNT)).toMatchObject({ status: 'FAIL' });
  });
});

test('an administrator that was read in another Region alone is not known in this one', () => {
  const outcomes = judge(
    [{ accountId: ADMINISTRATOR, analyzers: [], region: 'us-east-1' }, MEMBER],
    [ADMINISTRATOR],
  );
  expect(of(outcomes, ACCOUNT)).toMatchObject({ status: 'UNKNOWN' });
});

test('what is kept of a Region that is watched is that it is', () => {
  const context = contextFor(analyzerCoverage);
  const kept = analyzerCoverage.digest({ analyzers: { analyzers: [ORGANIZATION, DISABLED] } }, context);
  expect(kept).toEqual({ account: false, organization: true, analyzers: [] });
});
