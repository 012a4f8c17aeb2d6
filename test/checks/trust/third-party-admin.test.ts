import { describe, expect, it } from 'vitest';
import { thirdPartyAdmin } from '../../../src/checks/trust/third-party-admin.ts';
import type { Failed } from '../../../src/model/check.ts';
import type { AuthorizationDetails } from '../../../src/model/facts/authorization-details.ts';
import { ESCALATION_METHODS } from '../../../src/policy/permissions/escalation-methods.ts';
import {
  ACCOUNT,
  ADMINISTRATORS,
  allow,
  deny,
  document,
  FITTING,
  type Held,
  managed,
  roleHolding,
} from '../../policy/permissions/roles.ts';
import { some } from '../../support/thorough.ts';
import { judgePermissions, partyRole } from '../support/third-party-permissions.ts';
import {
  finding,
  fixOf,
  HERE,
  OWN,
  proposedStatements,
  REGISTERED,
  STRANGER,
  statuses,
  VENDOR,
} from '../support/trust-fixtures.ts';

const ADMINISTRATOR_ACCESS = {
  ...managed('AdministratorAccess', [allow('*')]),
  arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
};
const TO_LAMBDA = { Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } };
const IP = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };

function judged(
  held: Held,
  accounts: string | Array<string | object> = [STRANGER],
  rest: Pick<AuthorizationDetails, 'users' | 'groups'> = {},
) {
  return judgePermissions(thirdPartyAdmin, [partyRole(accounts, held)], {}, rest);
}

function userArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:user/${name}`;
}

/** The same in an account that has administrators, which services and other roles may act as. */
function judgedAmongAdministrators(held: Held) {
  const others = ADMINISTRATORS.map((role) => ({ role, policies: [] }));
  return judgePermissions(thirdPartyAdmin, [partyRole([STRANGER], held), ...others]).slice(0, 1);
}

describe('third-party-admin', () => {
  it('fails for AdministratorAccess, by whom, by what, and how to take it away', () => {
    const found = finding(judged({ attached: [ADMINISTRATOR_ACCESS] }, [VENDOR]));
    expect(found).toMatchObject({
      discriminator: VENDOR,
      thirdParty: { name: 'Datadog', kind: 'known-vendor', accountId: VENDOR },
    });
    expect(found.severity).toBeUndefined();
    expect(found.detail).toBe(
      `By this role Datadog (account ${VENDOR}) is administrator: statement 1 of attached policy AdministratorAccess allows every action on every resource. Service and resource control policies may narrow this and were not evaluated.`,
    );
    expect(fixOf(found, 'cli')).toBe(
      "aws iam detach-role-policy --role-name 'vendor' --policy-arn 'arn:aws:iam::aws:policy/AdministratorAccess'",
    );
    expect(found.evidence.map(({ pointer }) => pointer)).toEqual([
      '/policies/1/document/Statement/0',
      '/roles/0/trustPolicy/Statement/0',
    ]);
  });

  it('points at a statement that stands alone, and into inline policies', () => {
    const alone = finding(judged({ attached: [managed('all', allow('*'))] }));
    expect(alone.evidence[0]?.pointer).toBe('/policies/1/document/Statement');
    const inline = finding(judged({ inline: [allow('s3:*'), allow('*')] }));
    expect(inline.evidence[0]?.pointer).toBe('/roles/0/inlinePolicies/0/document/Statement/1');
    expect(fixOf(inline, 'cli')).toBe("aws iam delete-role-policy --role-name 'vendor' --policy-name 'own'");
  });

  it('fails for whoever comes by an identity provider of outsiders, and not for the sign-in of one’s own', () => {
    const by = (provider: string) => [
      {
        Effect: 'Allow',
        Principal: { Federated: provider.startsWith('arn:') ? provider : `arn:aws:iam::${HERE}:${provider}` },
        Action: ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'],
      },
    ];
    const outcomes = (provider: string) => judged({ inline: allow('*') }, by(provider));
    const github = finding(outcomes('oidc-provider/token.actions.githubusercontent.com'));
    expect(github).toMatchObject({
      discriminator: 'token.actions.githubusercontent.com',
      thirdParty: { kind: 'identity-provider', key: 'identity-provider:token.actions.githubusercontent.com' },
    });
    expect(github.detail).toContain(
      'By this role whoever comes by GitHub Actions (token.actions.githubusercontent.com) is administrator',
    );
    for (const outside of [
      'oidc-provider/gitlab.com',
      'oidc-provider/app.eu.terraform.io',
      'oidc-provider/oidc.circleci.com/org/1',
      `arn:aws:iam::${STRANGER}:saml-provider/okta`,
    ])
      expect([outside, statuses(outcomes(outside))]).toEqual([outside, ['FAIL']]);
    for (const own of [
      'saml-provider/okta',
      'saml-provider/gitlab.com',
      'oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A1',
    ])
      expect(outcomes(own)).toMatchObject([{ status: 'NOT_APPLICABLE' }]);
    expect(outcomes('oidc-provider/idp.example.com')).toMatchObject([
      { status: 'NOT_APPLICABLE', silent: true },
    ]);
    expect(statuses(judged({ inline: allow('s3:GetObject') }, by('oidc-provider/idp.example.com')))).toEqual([
      'PASS',
    ]);
  });

  it('fails once for each third party, the public included', () => {
    const anyone = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' };
    const outcomes = judged({ inline: allow('*') }, [STRANGER, REGISTERED, OWN, anyone]);
    expect(
      outcomes.map((outcome) => [outcome.status, 'discriminator' in outcome && outcome.discriminator]),
    ).toEqual([
      ['FAIL', STRANGER],
      ['FAIL', REGISTERED],
      ['FAIL', 'anyone'],
    ]);
  });

  it.each([
    ['a condition', { inline: allow('*', '*', IP) }, 'under conditions'],
    [
      'a conditional Deny',
      { inline: [allow('*'), deny('s3:*', '*', IP)] },
      'Denied under conditions by statement 2',
    ],
    [
      'a boundary that was not collected',
      { inline: allow('*'), missingBoundary: `arn:aws:iam::${ACCOUNT}:policy/b` },
      'Not counted as a limit: permissions boundary b: the document was not collected',
    ],
    [
      'a Deny that is not understood',
      { inline: [allow('*'), { ...deny('*'), Surprise: true }] },
      'Not counted as a limit: inline policy own: statement 2: element Surprise is not known',
    ],
  ] as Array<[string, Held, string]>)('fails all the same under %s, and says so', (_says, held, words) => {
    expect(finding(judged(held)).detail).toContain(words);
  });

  it('names other ways as far as a sentence bears it', () => {
    const others = (...actions: string[]) =>
      / (?:Another way is|(\d+) more ways are) open: ([^.]*)\./.exec(
        finding(judged({ inline: allow(actions) })).detail,
      );
    expect(others('iam:PutRolePolicy', 'iam:AttachRolePolicy')?.slice(1)).toEqual([
      undefined,
      expect.not.stringContaining(','),
    ]);
    const [, count, named = ''] =
      others('iam:Put*', 'iam:Attach*', 'iam:Create*', 'iam:Update*', 'sts:AssumeRole') ?? [];
    expect(named.split(', ')).toHaveLength(7);
    expect(named).toMatch(new RegExp(` and ${Number(count) - 7} more$`));
  });

  it('fails for a way to administrator: names it, its actions, their statements, the other ways and a Deny', () => {
    const lambda = managed('lambda', [allow('lambda:List*'), allow('lambda:*')]);
    const found = finding(judgedAmongAdministrators({ inline: allow('iam:PassRole'), attached: [lambda] }));
    expect(found.severity).toBe('critical');
    expect(found.detail).toContain(
      'it may pass a role with more rights to a new Lambda function and invoke it (iam:PassRole by statement 1 of inline policy own; lambda:CreateFunction and lambda:InvokeFunction by statement 2 of attached policy lambda).',
    );
    expect(found.detail).toContain('This leads to role admin-for-services.');
    expect(found.detail).toMatch(/ \d more ways are open: /);
    expect(found.evidence.map(({ pointer }) => pointer)).toEqual([
      '/roles/0/inlinePolicies/0/document/Statement',
      '/policies/1/document/Statement/1',
      '/roles/0/trustPolicy/Statement/0',
    ]);
    expect(proposedStatements(found)).toEqual([
      {
        Effect: 'Deny',
        Action: ['iam:PassRole', 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'],
        Resource: '*',
      },
    ]);
  });

  it.each([
    [
      'users that were not read',
      allow('iam:CreateAccessKey', '*', IP),
      'high',
      'This works where the request meets the conditions of the statements and a user that it may do this to has more rights (users and groups were not read).',
    ],
    [
      'an instance that must be there',
      allow('ssm:SendCommand'),
      'high',
      'This works where there is a managed instance whose role has more rights.',
    ],
  ])('is %s', (_says, statement, severity, words) => {
    const found = finding(judged({ inline: statement }));
    expect(found.severity).toBe(severity);
    expect(found.detail).toContain(
      severity === 'critical' ? ' can make itself' : ' may be able to make itself',
    );
    expect(found.detail).toContain(words);
  });

  it.each([
    ['all users', allow('iam:CreateAccessKey'), 'critical', ' This leads to user admin.'],
    ['the user', allow('iam:CreateAccessKey', userArn('admin')), 'critical', ' This leads to user admin.'],
    [
      'users under a condition',
      allow('iam:CreateAccessKey', '*', IP),
      'high',
      ' This leads to user admin. This works where the request meets the conditions of the statements.',
    ],
    [
      'a user that it makes',
      allow(['iam:CreateUser', 'iam:PutUserPolicy', 'iam:CreateAccessKey'], userArn('apps/*')),
      'critical',
      ' This leads to a user that it makes.',
    ],
  ])('is %s, that has more rights or is given them', (_says, statement, severity, words) => {
    const found = finding(judged({ inline: statement }, [STRANGER], FITTING));
    expect(found.severity ?? 'critical').toBe(severity);
    expect(found.detail).toContain(words);
  });

  it('passes where no user that it may act on gets it further, and says so', () => {
    const inline = allow('iam:CreateAccessKey', userArn('plain'));
    expect(judged({ inline }, [STRANGER], FITTING)).toMatchObject([
      {
        status: 'PASS',
        detail: expect.stringContaining(' no user that was collected, or that it can make, gets it further.'),
      },
    ]);
    expect(judged({ inline: allow('s3:GetObject') }, [STRANGER], FITTING)[0]?.detail).not.toContain('user');
  });

  it('may only, where no role has the rights that it could pass, and a harmless named one is no way', () => {
    const lambda = allow(['lambda:CreateFunction', 'lambda:InvokeFunction']);
    const found = finding(judged({ inline: [allow('iam:PassRole'), lambda] }));
    expect(found.severity).toBe('high');
    expect(found.detail).toContain(
      'may be able to make itself administrator: it may pass a role with more rights to a new Lambda function and invoke it',
    );
    expect(found.detail).toContain(
      'This works where a role that trusts lambda.amazonaws.com is given more rights (none that was collected has them).',
    );
    const named = allow('iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/worker`);
    expect(statuses(judged({ inline: [named, lambda] }))).toEqual(['PASS']);
  });

  it('is not administrator by everything less all but one bucket, and says how many ways were tried', () => {
    const rest = { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::drop/*' };
    const outcomes = judged({ inline: [allow('*'), rest] });
    expect(statuses(outcomes)).toEqual(['PASS']);
    expect(outcomes[0]?.detail).toMatch(
      /none of the \d+ published ways to more rights that were tried is open/,
    );
  });

  it('can rewrite its own policies under a boundary that allows it all, and may under one that was not read', () => {
    const own = allow('iam:PutRolePolicy');
    const open = finding(
      judged({ inline: own, boundary: managed('b', [allow('*'), deny('organizations:*')]) }),
    );
    expect(open.severity).toBe('critical');
    const unread = finding(judged({ inline: own, missingBoundary: 'arn:aws:iam::partner:policy/b' }));
    expect(unread.severity).toBe('high');
    expect(unread.detail).toContain('permissions boundary b: the document was not collected');
    const everything = finding(
      judged({ inline: allow('*'), missingBoundary: 'arn:aws:iam::partner:policy/b' }),
    );
    expect(everything).toMatchObject({ severity: 'high' });
    expect(everything.detail).toContain('may be administrator');
  });

  it.each(some(ESCALATION_METHODS, 15))(
    'fails for $id, and the Deny that it proposes closes it',
    ({ id, actions, does }) => {
      const names = actions.map(({ action }) => action);
      const found = finding(judged({ inline: allow(names) }));
      expect([does, id].some((words) => found.detail.includes(words))).toBe(true);
      const proposed = proposedStatements(found);
      expect(statuses(judged({ inline: [allow(names), ...proposed] }))).toEqual(['PASS']);
    },
  );

  it.each([
    ['without policies', {}],
    ['that reads', { inline: allow(['s3:Get*', 'ec2:Describe*']) }],
    ['within a boundary', { inline: allow('*'), boundary: managed('b', allow('s3:*')) }],
    ['after a Deny', { inline: [allow('*'), deny('*')] }],
    [
      'with a boundary that was not collected',
      { inline: allow('s3:*'), missingBoundary: 'arn:aws:iam::1:policy/b' },
    ],
  ] as Array<[string, Held]>)('passes for a role %s', (_says, held) => {
    expect(statuses(judged(held))).toEqual(['PASS']);
  });

  it.each([
    [
      'an attached policy was not collected',
      { inline: allow('s3:*'), missing: ['lost'] },
      'attached policy lost',
    ],
    ['a document is not JSON', { inline: '{' }, 'the document is not JSON'],
    [
      'an Allow is not understood',
      { inline: { ...allow('s3:*'), Effect: 'Permit' } },
      'neither Allow nor Deny',
    ],
  ] as Array<[string, Held, string]>)('is unknown where %s', (_says, held, words) => {
    const outcomes = judged(held);
    expect(statuses(outcomes)).toEqual(['UNKNOWN']);
    expect(outcomes[0]?.detail).toContain(words);
  });

  it.each([
    ['AdministratorAccess', [allow('*')], 'critical'],
    [
      'PowerUserAccess',
      [
        { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
        allow(['iam:CreateServiceLinkedRole', 'iam:DeleteServiceLinkedRole', 'iam:ListRoles']),
      ],
      // By sts:AssumeRole on the administrators that trust the account.
      'critical',
    ],
    ['IAMFullAccess', [allow(['iam:*', 'organizations:DescribeAccount'])], 'critical'],
    ['AWSLambda_FullAccess', [allow('lambda:*'), allow('iam:PassRole', '*', TO_LAMBDA)], 'critical'],
    ['AmazonSSMFullAccess', [allow(['cloudwatch:PutMetricData', 'ssm:*', 'ec2messages:*'])], 'high'],
    ['SecurityAudit', [allow(['iam:Get*', 'iam:List*', 'ec2:Describe*', 's3:GetBucket*'])], 'PASS'],
    ['AmazonS3FullAccess', [allow(['s3:*', 's3-object-lambda:*'])], 'PASS'],
  ] as Array<[string, object[], string]>)('judges %s by its document', (name, statements, expected) => {
    const [outcome] = judgedAmongAdministrators({ attached: [managed(name, statements)] });
    expect(outcome?.status === 'FAIL' ? (outcome.severity ?? 'critical') : outcome?.status).toBe(expected);
  });

  describe('for a role that may assume others', () => {
    const asking = (held: Held = { inline: allow('sts:AssumeRole') }) => partyRole([STRANGER], held);
    const own = (name: string, trust: object, held: Held = {}) => {
      const { role, policies } = roleHolding(held);
      const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
      return {
        role: { ...role, name, arn, id: `AROA${name.toUpperCase()}`, trustPolicy: document(trust) },
        policies,
      };
    };
    const admits = (principal: object, Condition?: object) => ({
      Effect: 'Allow',
      Principal: principal,
      Action: 'sts:AssumeRole',
      ...(Condition === undefined ? {} : { Condition }),
    });
    const VENDORS = { AWS: `arn:aws:iam::${ACCOUNT}:role/vendor` };
    const ACCOUNTS = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
    const LAMBDA = { Service: 'lambda.amazonaws.com' };
    const ALL = { inline: allow('*') };
    const first = (...roles: Array<ReturnType<typeof own>>) =>
      judgePermissions(thirdPartyAdmin, [asking(), ...roles])[0];
    const verdict = (...roles: Array<ReturnType<typeof own>>) => {
      const outcome = first(...roles);
      return outcome?.status === 'FAIL' ? outcome.severity : outcome?.status;
    };

    it.each<[string, Array<ReturnType<typeof own>>, string]>([
      ['none that trusts it', [own('admin', admits(LAMBDA), ALL)], 'PASS'],
      ['none at all', [], 'PASS'],
      ['an administrator that trusts it', [own('admin', admits(VENDORS), ALL)], 'critical'],
      ['an administrator that trusts the account', [own('admin', admits(ACCOUNTS), ALL)], 'critical'],
      ['a reader', [own('reader', admits(ACCOUNTS), { inline: allow('s3:Get*') })], 'PASS'],
      [
        'one that can make itself administrator',
        [own('x', admits(ACCOUNTS), { inline: allow('iam:*') })],
        'critical',
      ],
      ['one that may', [own('x', admits(ACCOUNTS), { inline: allow('ssm:SendCommand') })], 'high'],
      [
        'an administrator behind another role',
        [
          own('runner', admits(ACCOUNTS), { inline: allow('sts:AssumeRole') }),
          own('admin', admits({ AWS: `arn:aws:iam::${ACCOUNT}:role/runner` }), ALL),
        ],
        'critical',
      ],
      [
        'an administrator under a condition that is not known',
        [own('admin', admits(ACCOUNTS, { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }), ALL)],
        'high',
      ],
      [
        'an administrator under a condition that it cannot meet',
        [own('admin', admits(ACCOUNTS, { StringEquals: { 'aws:PrincipalAccount': STRANGER } }), ALL)],
        'PASS',
      ],
      [
        'one whose trust policy is not understood',
        [own('x', { ...admits(ACCOUNTS), Surprise: 1 }, ALL)],
        'critical',
      ],
      ['one of which nobody knows whom it admits', [own('x', { Surprise: 1 }, ALL)], 'UNKNOWN'],
      [
        'one whose policies were not collected',
        [own('x', admits(ACCOUNTS), { missing: ['lost'] })],
        'UNKNOWN',
      ],
    ])('is judged by the roles of its account: %s', (_says, roles, expected) => {
      expect(verdict(...roles)).toBe(expected);
    });

    it('shows the way, and what it rests on', () => {
      const found = first(own('admin', admits(ACCOUNTS), ALL)) as Failed;
      expect(found.detail).toBe(
        `From this role account ${STRANGER} can go on to one that administers the account: arn:aws:iam::${ACCOUNT}:role/vendor → arn:aws:iam::${ACCOUNT}:role/admin.`,
      );
      expect(found.evidence.map(({ pointer }) => pointer)).toEqual([
        '/roles/0/inlinePolicies/0/document/Statement',
        '/roles/1/trustPolicy/Statement',
        '/roles/0/trustPolicy/Statement/0',
      ]);
      expect(proposedStatements(found)).toEqual([
        { Effect: 'Deny', Action: ['sts:AssumeRole'], Resource: `arn:aws:iam::${ACCOUNT}:role/admin` },
      ]);
    });

    it('needs no permission of its own where the trust policy names it', () => {
      const reading = asking({ inline: allow('s3:Get*') });
      const outcomes = judgePermissions(thirdPartyAdmin, [reading, own('admin', admits(VENDORS), ALL)]);
      expect(finding(outcomes.slice(0, 1)).severity).toBe('critical');
    });

    it('goes before ways that depend on more', () => {
      const held = { inline: allow(['sts:AssumeRole', 'ssm:SendCommand']) };
      const outcomes = judgePermissions(thirdPartyAdmin, [asking(held), own('admin', admits(ACCOUNTS), ALL)]);
      expect(finding(outcomes.slice(0, 1))).toMatchObject({ severity: 'critical' });
    });
  });

  it('fails for what is known even where something is missing', () => {
    expect(statuses(judged({ inline: allow('*'), missing: ['lost'] }))).toEqual(['FAIL']);
  });

  it('is unknown when the trust policy was not understood, whatever the role holds', () => {
    expect(statuses(judged({ inline: allow('*') }, '{'))).toEqual(['UNKNOWN']);
  });

  it('is not applicable for roles of own accounts', () => {
    expect(statuses(judged({ inline: allow('*') }, [OWN]))).toEqual(['NOT_APPLICABLE']);
  });

  it('leaves out roles reserved to AWS', () => {
    const { role, policies } = partyRole([STRANGER], { inline: allow('*') });
    const reserved = { role: { ...role, path: '/aws-reserved/sso.amazonaws.com/' }, policies };
    expect(judgePermissions(thirdPartyAdmin, [reserved])).toEqual([]);
  });
});
