import { expect, it } from 'vitest';
import { externalAccessFinding } from '../../../src/checks/access-analyzer/external-access-finding.ts';
import type { Analyzer } from '../../../src/model/facts/analyzers.ts';
import type { ExternalAccessFinding } from '../../../src/model/facts/external-access-findings.ts';
import {
  ACCOUNT,
  contextFor,
  KNOWN_VENDOR,
  OWN_ORGANIZATION,
  OWN_OTHER,
  REGISTERED,
  REGISTERED_ORGANIZATION,
  statuses,
  UNKNOWN_ACCOUNT,
} from '../drift/facts.ts';
import { ANALYZER_ARN, analyzer, BUCKET, external } from './facts.ts';

type Changes = Partial<ExternalAccessFinding>;

function judge(changes: Changes[], analyzers: Analyzer[] = [analyzer()]) {
  const findings = changes.map((more, index) => external({ id: `f${index}`, ...more }));
  const facts = { analyzers: { analyzers }, 'external-access-findings': { findings } };
  return externalAccessFinding.evaluate(facts, contextFor(externalAccessFinding));
}

/** Whom a finding names, and how bad that is; of what is no finding, that it is none. */
function exposure(changes: Changes): [words: string, severity: string] {
  const [only] = judge([changes]);
  const words = /open to (.*?) for |goes to (.*?), which belongs/.exec(only?.detail ?? '');
  return [words?.[1] ?? words?.[2] ?? '', only?.status === 'FAIL' ? `${only.severity}` : 'none'];
}

const ALL = { principal: { AWS: '*' } };
const under = (key: string, value: string): Changes => ({ ...ALL, condition: { [key]: value } });
const STRANGE = 'o-stranger12';

it.each<[changes: Changes, words: string, severity: string]>([
  [{ ...ALL, isPublic: true }, 'anyone', 'critical'],
  [{ ...ALL, isPublic: null }, 'anyone', 'critical'],
  [{ ...ALL, isPublic: false }, 'any principal', 'high'],
  [{ principal: {} }, 'an unnamed principal', 'high'],
  [{}, `account ${UNKNOWN_ACCOUNT}`, 'high'],
  [{ principal: { AWS: KNOWN_VENDOR } }, `Datadog (account ${KNOWN_VENDOR})`, 'medium'],
  [{ principal: { AWS: OWN_OTHER } }, `shared (account ${OWN_OTHER})`, 'none'],
  [{ principal: { AWS: STRANGE } }, `every account of organization ${STRANGE}`, 'high'],
  [
    { principal: { AWS: REGISTERED_ORGANIZATION } },
    `every account of Acme (organization ${REGISTERED_ORGANIZATION})`,
    'medium',
  ],
  [{ principal: { AWS: OWN_ORGANIZATION } }, `your own organization ${OWN_ORGANIZATION}`, 'none'],
  [{ principal: { AWS: `x${STRANGE}` } }, `x${STRANGE}`, 'high'],
  [{ principal: { AWS: `${STRANGE}-x` } }, `${STRANGE}-x`, 'high'],
  [
    { principal: { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/corp` } },
    'users of the identity provider corp',
    'medium',
  ],
  [under('aws:PrincipalAccount', REGISTERED), `Acme (account ${REGISTERED})`, 'medium'],
  [under('kms:CallerAccount', REGISTERED), `Acme (account ${REGISTERED})`, 'medium'],
  [
    under('aws:SourceArn', `arn:aws:s3:::b, arn:aws:sns:eu-west-1:${REGISTERED}:t`),
    `Acme (account ${REGISTERED})`,
    'medium',
  ],
  [
    under('aws:PrincipalAccount', `${UNKNOWN_ACCOUNT},${REGISTERED}`),
    `account ${UNKNOWN_ACCOUNT} and Acme (account ${REGISTERED})`,
    'high',
  ],
  [
    under('aws:PrincipalAccounts', REGISTERED),
    'any principal that meets the conditions on aws:PrincipalAccounts',
    'high',
  ],
  [
    under('x-aws:PrincipalAccount', REGISTERED),
    'any principal that meets the conditions on x-aws:PrincipalAccount',
    'high',
  ],
  [under('aws:PrincipalOrgID', STRANGE), `every account of organization ${STRANGE}`, 'high'],
  [
    under('aws:PrincipalOrgIDs', STRANGE),
    'any principal that meets the conditions on aws:PrincipalOrgIDs',
    'high',
  ],
  [
    under('x-aws:PrincipalOrgID', STRANGE),
    'any principal that meets the conditions on x-aws:PrincipalOrgID',
    'high',
  ],
  [
    { ...ALL, condition: { 'aws:PrincipalAccount': REGISTERED, 'aws:SourceArn': 'arn:aws:s3:::*' } },
    'any principal that meets the conditions on aws:PrincipalAccount, aws:SourceArn',
    'high',
  ],
  [
    { ...ALL, condition: { 's3:x-amz-acl': 'private', 'aws:SourceIp': '10.0.0.0/8' } },
    'any principal that meets the conditions on aws:SourceIp, s3:x-amz-acl',
    'high',
  ],
  [
    { ...ALL, condition: { 'aws:PrincipalAccount': REGISTERED, 'aws:SourceIp': '10.0.0.0/8' } },
    `Acme (account ${REGISTERED})`,
    'medium',
  ],
  [
    { principal: { AWS: OWN_OTHER, Service: 'sns.amazonaws.com' } },
    `the service sns.amazonaws.com and shared (account ${OWN_OTHER})`,
    'medium',
  ],
])('says who gets access, worst first: %j: %s', (changes, words, severity) => {
  expect(exposure(changes)).toEqual([words, severity]);
});

const actions = (count: number) => Array.from({ length: count }, (_, index) => `s3:Action${index}`);

it.each<[changes: Changes, words: string]>([
  [{ action: [] }, 'for use, since 2026-07-21.'],
  [{ action: actions(2) }, 'for s3:Action0 and s3:Action1, since'],
  [{ action: actions(5) }, 's3:Action3 and s3:Action4, since'],
  [{ action: actions(6) }, 's3:Action4 and 1 more action, since'],
  [{ action: actions(7) }, 's3:Action4 and 2 more actions, since'],
  [
    { condition: { 'sts:ExternalId': 'x', 'aws:SourceIp': '10.0.0.0/8' } },
    'for s3:GetObject under conditions on aws:SourceIp and sts:ExternalId, since',
  ],
  [{ resourceControlPolicyRestriction: 'NOT_APPLICABLE' }, 'since 2026-07-21.'],
  [
    { resourceControlPolicyRestriction: 'APPLICABLE' },
    ' and may block this access; Access Analyzer leaves it out of account.',
  ],
  [
    { resourceControlPolicyRestriction: 'APPLIED' },
    ' Access Analyzer has taken the organization’s resource control policies into account.',
  ],
  [{ resourceControlPolicyRestriction: 'NEW' }, ' On resource control policies Access Analyzer says NEW.'],
])(
  'says for what, under which conditions, and what a policy of the organization has to do with it: %j',
  (changes, words) => {
    expect(judge([changes])[0]?.detail).toContain(words);
  },
);

it('is one finding of all analyzers that tell of the same, by the worst of them and the oldest', () => {
  const [only, ...others] = judge([
    { createdAt: '2026-07-22T00:00:00Z', ...under('aws:PrincipalAccount', REGISTERED) },
    { createdAt: '2026-07-20T00:00:00Z', ...ALL, isPublic: true },
    { createdAt: '2026-07-21T00:00:00Z', ...under('aws:PrincipalOrgID', STRANGE) },
  ]);
  expect(others).toEqual([]);
  expect(only).toMatchObject({ severity: 'critical', detail: expect.stringContaining('since 2026-07-20.') });
  const evidence = only?.status === 'FAIL' ? only.evidence : [];
  expect(evidence.map(({ marks }) => marks)).toEqual([
    ['/principal'],
    ['/principal', '/isPublic'],
    ['/principal'],
  ]);
});

it.each<[words: string, changes: Changes]>([
  ['resource', { resource: `${BUCKET}-2` }],
  ['kind of resource', { resourceType: 'AWS::KMS::Key' }],
  ['owner', { resourceOwnerAccount: OWN_OTHER }],
  ['principal', { principal: { AWS: KNOWN_VENDOR } }],
])('is a finding of its own for each %s', (_, changes) => {
  expect(statuses(judge([{}, changes]))).toEqual(['FAIL', 'FAIL']);
});

it.each<[words: string, findings: Changes[], analyzers: Analyzer[], expected: string[]]>([
  ['an analyzer without findings', [], [analyzer()], ['PASS']],
  [
    'one beside another with one',
    [{}],
    [analyzer(), analyzer({ arn: `${ANALYZER_ARN}-2`, name: 'second' })],
    ['FAIL', 'PASS'],
  ],
  ['one whose findings are archived', [{ status: 'ARCHIVED' }], [analyzer()], ['PASS']],
  ['findings of an analyzer that is no more', [{}], [], ['FAIL']],
  ['nothing at all', [], [], ['NOT_APPLICABLE']],
  ['an analyzer that does not run', [], [analyzer({ status: 'DISABLED' })], ['NOT_APPLICABLE']],
])('answers for each analyzer: %s', (_, findings, analyzers, expected) => {
  expect(statuses(judge(findings, analyzers))).toEqual(expected);
});

it('on a role is a witness of whom it names from outside, by what, under which conditions', () => {
  const arn = `arn:aws:iam::${ACCOUNT}:role/vendor`;
  const [only] = judge([
    {
      ...{ resource: arn, resourceType: 'AWS::IAM::Role', action: ['sts:AssumeRole'] },
      ...{
        principal: { AWS: '*' },
        condition: { 'sts:ExternalId': 'x', 'aws:PrincipalAccount': `${UNKNOWN_ACCOUNT},${OWN_OTHER}` },
      },
    },
  ]);
  expect(only?.status === 'FAIL' && only.witness).toEqual({
    roleArn: arn,
    ways: [{ actions: ['sts:AssumeRole'], conditionKeys: ['sts:externalid', 'aws:principalaccount'] }],
    parties: [
      { party: expect.objectContaining({ accountId: UNKNOWN_ACCOUNT }), principal: '*', severity: 'high' },
    ],
  });
});

it('offers commands that show the finding whole, and have the resource analysed again', () => {
  const [only] = judge([{}]);
  const fixes = only?.status === 'FAIL' ? (only.fixes?.() ?? []) : [];
  expect(fixes.map(({ text }) => text)).toEqual([
    expect.stringContaining(`aws accessanalyzer get-finding`),
    expect.stringContaining(`aws accessanalyzer start-resource-scan`),
  ]);
});
