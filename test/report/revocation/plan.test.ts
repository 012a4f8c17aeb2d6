import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { accountScope, missingEvidence } from '../../../src/evaluate/coverage.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import type { AuditReport } from '../../../src/model/report.ts';
import { revocationFiles } from '../../../src/report/revocation/files.ts';
import { partiesMeant, type RevocationPlan, revocationPlan } from '../../../src/report/revocation/plan.ts';
import { accessesOf } from '../../../src/review/accesses.ts';
import { lastUseInWords } from '../../../src/review/columns.ts';
import {
  allow,
  ENTRY,
  HERE,
  REGISTERED,
  REGISTERED_ORGANIZATION,
  role,
  rootOf,
  STRANGER,
} from '../../checks/support/trust-fixtures.ts';
import { reportOn, SUBJECT } from '../../evaluate/role-fix/fixed.ts';
import { evaluateRequest } from '../../policy/support/request-evaluator.ts';
import { JUDGED_AT } from '../../support/judged-report.ts';

function planOn(roles: readonly Role[], asked: string, auditorRoles: readonly string[] = []): RevocationPlan {
  const report = reportOn(roles);
  const [summary] = partiesMeant(report, asked);
  if (summary === undefined)
    throw new Error(`${asked} is none of ${report.thirdParties.map(({ party }) => party.name).join(', ')}`);
  return revocationPlan(report, summary, { register: [ENTRY], auditorRoles: new Set(auditorRoles) });
}

const words = (plan: RevocationPlan) => revocationFiles(plan).get('plan.md') ?? '';

/** The trust policy of a role with the refusals of the plan in it. */
function shut({ trustPolicy }: Role, plan: RevocationPlan, at = 0): string {
  const { Statement, ...rest } = JSON.parse(trustPolicy);
  return JSON.stringify({ ...rest, Statement: [Statement, plan.roles[at]?.denies ?? []].flat() });
}

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
  expect(words(plan)).toContain(`- 1 account in scope whose roles were not read: ${lost}.`);
});

describe('who comes in', () => {
  it.each([
    ['SAML', `arn:aws:iam::${HERE}:saml-provider/Corp`, 'sts:AssumeRoleWithSAML'],
    ['OIDC', `arn:aws:iam::${HERE}:oidc-provider/idp.example`, 'sts:AssumeRoleWithWebIdentity'],
  ])('by an identity provider (%s) is refused by its ARN, and nobody else', (_kind, provider, action) => {
    const federated = { Effect: 'Allow', Principal: { Federated: provider }, Action: action };
    const shared = role([federated, allow(REGISTERED)]);
    const report = reportOn([shared]);
    const party = report.thirdParties.find((one) => one.party.kind === 'identity-provider');
    const plan = planOn([shared], party?.party.name ?? '');
    expect(plan.roles[0]?.denies).toEqual([
      expect.objectContaining({ Effect: 'Deny', Principal: { Federated: provider }, Action: action }),
    ]);
    expect(plan.roles[0]?.others).toEqual([ENTRY.name]);
    const policy = shut(shared, plan);
    const account = { kind: 'aws', arn: rootOf(REGISTERED), accountId: REGISTERED } as const;
    const request = { action: 'sts:AssumeRole', caller: account, context: {} };
    expect(evaluateRequest(policy, request)).toBe('ALLOW');
  });

  it('by its organization is refused by that, and by its accounts', () => {
    const condition = { StringEquals: { 'aws:PrincipalOrgID': REGISTERED_ORGANIZATION } };
    const whole = role({
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'sts:AssumeRole',
      Condition: condition,
    });
    const plan = planOn([whole], ENTRY.name);
    expect(plan.roles[0]?.denies).toEqual([
      expect.objectContaining({ Condition: { StringEquals: { 'aws:PrincipalAccount': [REGISTERED] } } }),
      expect.objectContaining({
        Condition: { StringLike: { 'aws:PrincipalOrgID': [REGISTERED_ORGANIZATION] } },
      }),
    ]);
  });

  it('by its organization is refused also where the policy names that by a pattern', () => {
    const pattern = 'o-q1w2e3r4t*';
    const condition = { StringLike: { 'aws:PrincipalOrgID': pattern } };
    const whole = role({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', Condition: condition });
    const plan = planOn([whole], pattern);
    const caller = { kind: 'aws', arn: `arn:aws:iam::${STRANGER}:role/x`, accountId: STRANGER } as const;
    const context = { 'aws:PrincipalAccount': STRANGER, 'aws:PrincipalOrgID': 'o-q1w2e3r4t5' };
    const request = { action: 'sts:AssumeRole', caller, context };
    expect([
      evaluateRequest(whole.trustPolicy, request),
      evaluateRequest(shut(whole, plan), request),
    ]).toEqual(['ALLOW', 'EXPLICIT_DENY']);
  });

  it('by a principal that was deleted is told as what it is, and not as a way through another role', () => {
    const gone = role(allow('', { Principal: { AWS: 'AROAQ7DELETEDROLE5EXA' } }));
    const text = words(planOn([gone], 'deleted principal AROAQ7DELETEDROLE5EXA'));
    expect(text).toContain('its principal was deleted');
    expect(text).not.toContain('by another role |');
  });

  it('as anyone may is refused by its own name where the role stands open', () => {
    const open = role({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }, { name: 'open' });
    const plan = planOn([open, role(allow(STRANGER), { name: 'known' })], STRANGER);
    const at = plan.roles.findIndex(({ roleName }) => roleName === 'open');
    expect(plan.roles[at]).toMatchObject({ asAnyone: true });
    const caller = { kind: 'aws', arn: `arn:aws:iam::${STRANGER}:role/x`, accountId: STRANGER } as const;
    const context = { 'aws:PrincipalAccount': STRANGER };
    const request = { action: 'sts:AssumeRole', caller, context };
    expect([
      evaluateRequest(open.trustPolicy, request),
      evaluateRequest(shut(open, plan, at), request),
    ]).toEqual(['ALLOW', 'EXPLICIT_DENY']);
    expect(words(plan)).toContain('as anyone may');
  });
});

describe('what no script changes is said', () => {
  it.each([
    ['the role of the audit', `arn:aws:iam::${HERE}:role/access`, 'It is the role of this audit'],
    [
      'a role of IAM Identity Center',
      `arn:aws:iam::${HERE}:role/aws-reserved/sso.amazonaws.com/access`,
      'IAM Identity Center made it',
    ],
    [
      'a role linked to a service',
      `arn:aws:iam::${HERE}:role/aws-service-role/x.amazonaws.com/access`,
      'It is linked to a service',
    ],
  ])('%s', (_what, roleArn, why) => {
    const other = role(allow(REGISTERED), { name: 'other' });
    const report = reportOn([role(allow(REGISTERED)), other]);
    // What the audit leaves out of its inventory today a later one may show.
    const roles = report.roles.map((one) => (one.roleName === 'access' ? { ...one, roleArn } : one));
    const [summary] = partiesMeant(report, REGISTERED);
    if (summary === undefined) throw new Error('the party is not in the report');
    const plan = revocationPlan({ ...report, roles }, summary, {
      register: [ENTRY],
      auditorRoles: new Set([`arn:aws:iam::${HERE}:role/access`]),
    });
    const files = revocationFiles(plan);
    expect(files.get('plan.md')).toContain(`- \`${roleArn}\`: ${why}`);
    const script = files.get(`${HERE}/revoke.sh`) ?? '';
    expect(script).toContain('"other"');
    expect(script).not.toContain('"access"');
    expect(files.get(`${HERE}/template.yaml`)).not.toMatch(/RoleName: access$/m);
  });
});

describe('plan.md', () => {
  it('says what breaks: the last visit, that services were not asked, and how to ask IAM for them', () => {
    const used = role(allow(REGISTERED), { lastUsed: { at: '2026-10-01T00:00:00Z', region: 'eu-west-1' } });
    const text = words(planOn([used], REGISTERED));
    expect(text).toContain('Last visit: 2026-10-01T00:00');
    expect(text).toContain(`- \`access\` (${HERE}): not asked by the run.`);
    const commands = text.split('\n').filter((line) => line.startsWith('    '));
    expect(commands).toHaveLength(3);
    expect(spawnSync('bash', ['-n'], { input: commands.join('\n') }).status).toBe(0);
    expect(commands.join('\n')).toContain(`role='${used.arn}'`);
  });

  it('says what each role used in 90 days, or why that is not known, and asks IAM for no more than that', () => {
    const [one, other, idle] = ['one', 'other', 'idle'].map((name) => role(allow(REGISTERED), { name })) as [
      Role,
      Role,
      Role,
    ];
    const read = (services: object[]) => ({
      status: 'COLLECTED' as const,
      collectedAt: JUDGED_AT,
      source: 'iam',
      value: { completedAt: '2026-10-20T00:00:00.000Z', services },
    });
    const service = (namespace: string, lastAccessedAt: string | null) => ({
      ...{ namespace, name: `Amazon ${namespace} <b>|`, lastAccessedAt, region: null, actions: [] },
    });
    const used = [
      service('s3', '2026-10-18T09:00:00.000Z'),
      service('<b>|x', '2026-10-17T09:00:00.000Z'),
      service('sqs', '2026-07-21T00:00:00.000Z'),
      service('kms', null),
    ];
    const failed = { status: 'NOT_COLLECTED', reason: 'FAILED', message: 'IAM could not <b>.' } as const;
    const report = reportOn([one, other, idle], {
      facts: [
        {
          fact: 'service-last-accessed',
          region: 'global',
          ...read([]),
          value: {
            perResource: [
              { resource: one.arn, fact: read(used) },
              { resource: other.arn, fact: failed },
              { resource: idle.arn, fact: read([service('s3', null)]) },
            ],
          },
        },
      ],
    });
    const [summary] = partiesMeant(report, REGISTERED);
    if (summary === undefined) throw new Error('the party is not in the report');
    const plan = revocationPlan(report, summary, { register: [], auditorRoles: new Set() });
    const text = words(plan);
    expect(text).toContain(`- \`one\` (${HERE}): s3 (2026-10-18), &#60;b&#62;&#124;x (2026-10-17)`);
    expect(text).toContain(`- \`other\` (${HERE}): not known. IAM could not &#60;b&#62;.`);
    expect(text).toContain(`- \`idle\` (${HERE}): none`);
    expect(text).not.toMatch(/sqs|kms/);
    expect(text).toContain(`role='${other.arn}'`);
    expect(text).not.toContain(`role='${one.arn}'`);
    expect(plan.roles.map(({ servicesUsed }) => servicesUsed)).toContainEqual({
      since: '2026-07-22T00:00:00.000Z',
      until: '2026-10-20T00:00:00.000Z',
      services: [
        { namespace: 's3', at: '2026-10-18T09:00:00.000Z', region: null },
        { namespace: '<b>|x', at: '2026-10-17T09:00:00.000Z', region: null },
      ],
    });
    const accesses = accessesOf(report);
    expect(accesses.map(({ roleName, servicesUsed }) => [roleName, servicesUsed])).toEqual([
      ['idle', []],
      ['one', ['s3', '<b>|x']],
      ['other', undefined],
    ]);
    expect(accesses.map(lastUseInWords)).toEqual([
      'not within the tracked period; services in 90 days: none',
      'not within the tracked period; services in 90 days: s3, <b>|x',
      'not within the tracked period',
    ]);
  });

  it('names who answers for the party, and leaves no markup of others', () => {
    const report = reportOn([role(allow(REGISTERED))]);
    const [summary] = partiesMeant(report, REGISTERED);
    if (summary === undefined) throw new Error('the party is not in the report');
    const owner = '<b>| `Jo` |</b>\n# Doe';
    const plan = revocationPlan(report, summary, {
      register: [{ ...ENTRY, owner }],
      auditorRoles: new Set(),
    });
    const text = words(plan);
    expect(text).toContain('who answers for the access');
    expect(text).not.toContain('<b>');
    expect(text).not.toMatch(/^# Doe/m);
  });
});

describe('resource shares', () => {
  const share = (name: string, more: object = {}) => ({
    ...{
      accountId: HERE,
      region: 'eu-west-1',
      shareArn: `arn:aws:ram:eu-west-1:${HERE}:resource-share/${name}`,
    },
    ...{ name, direction: 'given', since: JUDGED_AT, isAccepted: true, resources: 1 },
    ...{ principals: [REGISTERED, `arn:aws:iam::${REGISTERED}:role/it's`], ...more },
  });

  function planWith(shares: object[] | undefined, more: object = {}): RevocationPlan {
    const report = { ...reportOn([role(allow(REGISTERED))]), ...more };
    const [summary] = partiesMeant(report, REGISTERED);
    if (summary === undefined) throw new Error('the party is not in the report');
    const given = { ...summary, ...(shares === undefined ? {} : { shares }) } as typeof summary;
    return revocationPlan(report, given, { register: [], auditorRoles: new Set() });
  }

  it('that the party has are to be ended by a command for each principal; those that it gives are left alone', () => {
    const plan = planWith([share('a'), share('b', { direction: 'received' })], { shares: [] });
    expect(plan.shares.map(({ name }) => name)).toEqual(['a']);
    expect(words(plan)).toContain(
      `      aws ram disassociate-resource-share --resource-share-arn 'arn:aws:ram:eu-west-1:${HERE}:resource-share/a' --principals '${REGISTERED}' --region 'eu-west-1'`,
    );
    expect(words(plan)).toContain(`role/it'\\''s' --region`);
    expect(words(plan)).toContain('It also has 1 share, which');
    expect(words(plan)).toContain('A share that was taken back has to be given again');
    expect(words(planWith(undefined))).not.toContain('A share that was taken back');
    expect(words(planWith(undefined))).not.toContain('It also has');
  });

  it('of the AWS Well-Architected Tool are ended by their ids', () => {
    const tool = (what: string) => ({
      ...{ service: 'wellarchitected', shareArn: `arn:aws:wellarchitected:eu-west-1:${HERE}:${what}/0a1b` },
      ways: [
        { principal: REGISTERED, isAccepted: true, permission: 'READONLY', shareId: 's-1' },
        { principal: `arn:aws:iam::${REGISTERED}:user/u`, isAccepted: true, shareId: "s'2" },
      ],
    });
    const commands = (shares: object[]) =>
      words(planWith(shares))
        .split('\n')
        .filter((line) => line.startsWith('      aws '));
    expect(commands([share('web', tool('workload')), share('rules', tool('lens'))])).toEqual([
      "      aws wellarchitected delete-workload-share --workload-id '0a1b' --share-id 's-1' --region 'eu-west-1'",
      "      aws wellarchitected delete-workload-share --workload-id '0a1b' --share-id 's'\\''2' --region 'eu-west-1'",
      `      aws wellarchitected delete-lens-share --lens-alias 'arn:aws:wellarchitected:eu-west-1:${HERE}:lens/0a1b' --share-id 's-1' --region 'eu-west-1'`,
      `      aws wellarchitected delete-lens-share --lens-alias 'arn:aws:wellarchitected:eu-west-1:${HERE}:lens/0a1b' --share-id 's'\\''2' --region 'eu-west-1'`,
    ]);
    expect(
      commands([share('first', tool('profile')), share('reviews', tool('review-template'))]).filter((line) =>
        line.includes("'s-1'"),
      ),
    ).toEqual([
      `      aws wellarchitected delete-profile-share --profile-arn 'arn:aws:wellarchitected:eu-west-1:${HERE}:profile/0a1b' --share-id 's-1' --region 'eu-west-1'`,
      `      aws wellarchitected delete-template-share --template-arn 'arn:aws:wellarchitected:eu-west-1:${HERE}:review-template/0a1b' --share-id 's-1' --region 'eu-west-1'`,
    ]);
  });

  it('alone make a plan that speaks of no scripts', () => {
    const plan = { ...planWith([share('a')]), roles: [] };
    const text = words(plan);
    expect(text).toContain('There is no role and no user that a script could change.');
    expect(text).toContain('It has 1 share, which');
    expect(text).not.toMatch(/revoke\.sh|Then scan/);
    expect(text).toContain('Scan again');
  });

  it('leave resources and bills to whoever ends the rest, by name', () => {
    const plan = planWith([]);
    // One that admits two accounts of the party is one all the same.
    const resources = Array.from({ length: 23 }, (_, index) => ({
      resourceArn: `arn:aws:s3:::b${Math.max(0, index - 1)}`,
    }));
    const billing = [
      { organizationId: 'o-abc1234567', managementAccountId: HERE, startsAt: null, endsAt: null },
    ];
    const text = words({ ...plan, summary: { ...plan.summary, resources, billing } as never });
    expect(text).toMatch(/22 resources admit the party .*arn:aws:s3:::b19 and 2 more, in report\.json\./);
    expect(text).toContain('The bills of o-abc1234567 go to the party');
    const one = words({ ...plan, summary: { ...plan.summary, resources: resources.slice(0, 1) } as never });
    expect(one).toContain('A resource admits the party by policies, grants or lists of its own');
    expect(words(plan)).not.toMatch(/the party by policies|The bills of|temporary delegation/);
  });

  it('leave requests for temporary delegation to whoever ends the rest, as they stand', () => {
    const request = (standing: string, roleBoundaryArns: string[] = []) => ({
      ...{ requestId: `dr-${standing}`, accountId: HERE, standing, roleBoundaryArns },
    });
    const delegations = [
      request('asks'),
      request('accepted'),
      request('let-in', ['arn:aws:iam::partner:policy/b']),
      request('not-known'),
    ];
    const plan = planWith([]);
    const text = words({ ...plan, summary: { ...plan.summary, delegations } as never });
    const reject = (standing: string) =>
      `reject it (\`aws iam reject-delegation-request --delegation-request-id 'dr-${standing}'\`).`;
    for (const line of [
      `The request \`dr-asks\` for temporary delegation in ${HERE} waits: ${reject('asks')}`,
      `\`dr-accepted\` for temporary delegation in ${HERE} was accepted: ${reject('accepted')}`,
      `\`dr-not-known\` for temporary delegation in ${HERE} may stand: ${reject('not-known')}`,
      `\`dr-let-in\` for temporary delegation in ${HERE} was accepted and its token sent: a session ends by itself, after twelve hours at most. Look for roles with the permissions boundary arn:aws:iam::partner:policy/b, which stay.`,
    ])
      expect(text).toContain(line);
  });

  it.each<[string, object, string[]]>([
    ['were read', { checks: [{ id: 'delegation-request' }], billsRead: [HERE] }, []],
    ['were not asked for', { checks: [], billsRead: [HERE] }, ['delegation']],
    ['of no organization is it known', { checks: [{ id: 'delegation-request' }] }, ['bills']],
    [
      'were refused',
      {
        ...{ checks: [{ id: 'delegation-request' }], billsRead: [HERE] },
        coverage: {
          gaps: ['delegation-requests', 'billing-transfers'].map((fact) => ({ accountId: HERE, fact })),
        },
      },
      ['delegation', 'bills'],
    ],
  ])('tell of requests for delegation and of bills whether they %s', (_, more, open) => {
    const text = words(planWith(undefined, more));
    const said = {
      delegation: text.includes('- Requests of the party for temporary delegation: they were not read'),
      bills: text.includes('- Bills that go to the party: not of every organization was it read'),
    };
    expect(said).toEqual({ delegation: open.includes('delegation'), bills: open.includes('bills') });
  });

  const [RAM, TOOL] = [{ id: 'external-resource-share' }, { id: 'well-architected-share' }];
  it.each([
    ['were not asked for', [], [], 'none', 'and shares: they were not read'],
    ['were read', [RAM, TOOL], [], 'all', 'and shares in Regions out of scope: they'],
    ['of one service were not asked for', [RAM], [], 'part', 'or of some services: they'],
    [
      'were refused',
      [RAM, TOOL],
      [{ fact: 'resource-shares' }],
      'part',
      'in some of the accounts and Regions',
    ],
  ])('are told to be open where they %s', (_, checks, gaps, read, sentence) => {
    const report = reportOn([role(allow(REGISTERED))]);
    const plan = planWith(undefined, { checks, coverage: { ...report.coverage, gaps } });
    expect(plan.sharesRead).toBe(read);
    expect(words(plan)).toContain(sentence);
  });
});

describe('users that the party works as', () => {
  const user = (name: string, accountId = HERE) => ({
    ...{
      accountId,
      userArn: `arn:aws:iam::${accountId}:user/vendors/${name}`,
      activeKeys: 1,
      password: null,
    },
    ...{ mfa: null, lastUsedAt: null, highestAccess: 'read' as const },
  });
  const other = '444455556666';
  const report = reportOn([role(allow(REGISTERED))]);
  const [summary] = partiesMeant(report, REGISTERED);
  if (summary === undefined) throw new Error('the party is not in the report');
  const too = {
    ...{ ...summary, users: [user('a')] },
    party: { kind: 'registered' as const, name: 'Too', key: 'registered:Too' },
  };
  const plan = revocationPlan(
    { ...report, thirdParties: [...report.thirdParties, too] },
    { ...summary, users: [user('b|`x`', other), user('a')] },
    { register: [ENTRY], auditorRoles: new Set() },
  );
  const files = revocationFiles(plan);

  it('stand in the script of their account, also where no role is', () => {
    expect([...files.keys()].filter((name) => name.endsWith('revoke.sh'))).toEqual([
      `${HERE}/revoke.sh`,
      `${other}/revoke.sh`,
    ]);
    const script = files.get(`${other}/revoke.sh`) ?? '';
    expect(script).toContain(`account='${other}'`);
    expect(script).toContain('"roles": []');
    expect(spawnSync('bash', ['-n'], { input: script }).status).toBe(0);
  });

  it('are refused by a template, which says that it leaves the keys', () => {
    const template = files.get(`${other}/template.yaml`) ?? '';
    expect(template).toMatch(/Type: AWS::IAM::UserPolicy/);
    expect(template).toMatch(/keys and passwords stay as they are/);
    expect(template).not.toContain('BegunBefore');
    expect(files.get(`${HERE}/template.yaml`)).toContain('BegunBefore');
  });

  it('are named with what is known of them, what breaks and what comes back', () => {
    const text = files.get('plan.md') ?? '';
    expect(text).toContain('1 role and 2 users in 2 accounts');
    expect(text).toContain("| `b''x'` | 444455556666 | – | 1 | not known | no use on record |");
    expect(text).toContain(`| \`a\` | ${HERE} | Too | 1 |`);
    expect(text).toContain('A password is not given back');
    expect(text).toContain('cannot deactivate a key that is there');
  });
});

describe('people in IAM Identity Center', () => {
  const INSTANCE = 'arn:aws:sso:::instance/ssoins-1111111111111111';
  const SET = 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111';
  const person = (more: object = {}) => ({
    ...{ accountId: HERE, userId: 'u-1', userName: "jo's|`id`\n# x", isDisabled: false, groups: ['Night'] },
    ...{ region: 'eu-west-1', instanceArn: INSTANCE, resourceArn: 'arn-of-jo' },
    assignments: [
      { accountId: HERE, permissionSet: 'Boss', permissionSetArn: SET, group: null },
      { accountId: STRANGER, permissionSet: 'Reader', permissionSetArn: SET, group: 'Night <b>' },
    ],
    ...more,
  });
  const READ = { accountId: HERE, region: 'eu-west-1', isRead: true, users: 3, domains: [], groups: [] };

  function planWith(people: object[], identityCenter?: object): RevocationPlan {
    const report = {
      ...reportOn([role(allow(REGISTERED))]),
      ...(identityCenter && { identityCenter }),
    } as AuditReport;
    const [summary] = partiesMeant(report, REGISTERED);
    if (summary === undefined) throw new Error('the party is not in the report');
    return revocationPlan(report, { ...summary, people } as typeof summary, {
      register: [],
      auditorRoles: new Set(),
    });
  }

  it('are told with what they hold, and a command for what is their own', () => {
    const text = words(
      planWith(
        [person(), person({ userId: 'u-2', userName: 'kim', isDisabled: true, assignments: [] })],
        READ,
      ),
    );
    expect(text).toContain('2 of its people are in IAM Identity Center');
    expect(text).toContain('"identitystore:userId":["u-1","u-2"]');
    expect(text).toContain(
      `Boss in ${HERE}; Reader in ${STRANGER} by the group Night &#60;b&#62;; take the person out of Night`,
    );
    expect(text.split('\n').filter((line) => line.startsWith('      aws sso-admin'))).toEqual([
      `      aws sso-admin delete-account-assignment --region 'eu-west-1' --instance-arn '${INSTANCE}' --target-type AWS_ACCOUNT --target-id '${HERE}' --permission-set-arn '${SET}' --principal-type USER --principal-id 'u-1'`,
    ]);
    expect(text).toContain('(u-2, disabled): nothing is assigned.');
    expect(text).not.toMatch(/^# x/m);
  });

  it.each([
    ['nobody looked', undefined, 'nobody looked for them'],
    ['it was not read', { ...READ, isRead: false }, 'they were not read'],
    ['it was read', READ, 'that the register does not give to the party'],
  ])('may be missed, and it is said how, where %s', (_what, looked, sentence) => {
    const text = words(planWith([], looked));
    expect(text).toContain(sentence);
    expect(text).not.toContain('of its people');
  });
});
