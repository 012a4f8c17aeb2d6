import { describe, expect, it } from 'vitest';
import { rolesAnywhereTrust } from '../../../src/checks/sharing/roles-anywhere-trust.ts';
import type { Failed, Outcome } from '../../../src/model/check.ts';
import type {
  AnywhereProfile,
  RevocationList,
  RolesAnywhere,
  TrustAnchor,
} from '../../../src/model/facts/roles-anywhere.ts';
import {
  allow,
  ENTRY,
  fixOf,
  HERE,
  judge,
  OWN,
  proposedStatements,
  REGISTERED,
  role,
  STRANGER,
  VENDOR,
} from '../support/trust-fixtures.ts';
import {
  ANCHOR,
  anchor,
  anywhere,
  certificate,
  machines,
  OTHER,
  profile,
  SOURCE,
  SUBJECT,
} from './anywhere-fixtures.ts';

const EXPIRED = certificate({ subject: 'CN=Old CA', notAfter: '2026-05-31T00:00:00.000Z' });
const ROOT = certificate({ subject: 'CN=Root', selfSigned: true });

const PRIVATE_CA = { sourceType: 'AWS_ACM_PCA', privateCaArn: 'arn:aws:acm-pca:x', certificates: [] };

const BOUND = machines({ ...SOURCE, ...SUBJECT });

const everything = (more = {}) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...more }] });
const NAMED = { entry: { ...ENTRY, trustAnchors: ['mach*'] } };

/** What is said of one kind of thing. */
function about(type: string, outcomes: Outcome[]): Outcome[] {
  return outcomes.filter(({ resource }) => resource.type === type);
}

describe('trust anchors of roles-anywhere-trust', () => {
  it.each<[string, Partial<TrustAnchor>, Outcome['status'], RegExp]>([
    ['an authority that another one vouches for', {}, 'PASS', /hold until 2030-01-01\. No revocation list/],
    ['AWS Private CA', PRIVATE_CA, 'PASS', /AWS Private CA vouches/],
    [
      'one that is disabled, whatever it holds',
      { enabled: false, certificates: [EXPIRED] },
      'NOT_APPLICABLE',
      /disabled/,
    ],
    [
      'one that has expired',
      { certificates: [certificate(), EXPIRED] },
      'FAIL',
      /Expired: CN=Old CA on 2026-05-31/,
    ],
    ['a root', { certificates: [ROOT] }, 'FAIL', /Issued by itself, as a root is: CN=Root\./],
    [
      'one that cannot be read',
      { unreadableCertificates: 1 },
      'UNKNOWN',
      /a certificate that cannot be read/,
    ],
    ['a bundle of nothing', { certificates: [] }, 'UNKNOWN', /no certificate that can be read/],
    ['a source of a kind yet to come', { sourceType: 'NEW', certificates: [] }, 'UNKNOWN', /\(NEW\)/],
    [
      'one that cannot be read beside one that has expired',
      { certificates: [EXPIRED], unreadableCertificates: 1 },
      'FAIL',
      /Expired/,
    ],
    [
      'a subject of any length',
      { certificates: [{ ...ROOT, subject: `CN=${'x'.repeat(9000)}` }] },
      'FAIL',
      /x…\. Nobody/,
    ],
  ])('%s', (_what, more, status, detail) => {
    const [outcome] = judge(rolesAnywhereTrust, [], {}, anywhere({ trustAnchors: [anchor(more)] }));
    expect(outcome).toMatchObject({ status, resource: { arn: ANCHOR } });
    expect(outcome?.detail).toMatch(detail);
    expect(outcome?.detail.length).toBeLessThan(600);
  });

  it.each([
    [STRANGER, 'FAIL', 'high', STRANGER],
    [VENDOR, 'FAIL', 'high', 'Datadog'],
    [REGISTERED, 'PASS', undefined, undefined],
    [OWN, 'PASS', undefined, undefined],
    [HERE, 'PASS', undefined, undefined],
  ])('asks whose an authority of AWS Private CA is in account %s: %s', (id, status, severity, party) => {
    const privateCaArn = `arn:aws:acm-pca:eu-west-1:${id}:certificate-authority/1`;
    const [outcome] = judge(
      rolesAnywhereTrust,
      [],
      {},
      anywhere({ trustAnchors: [anchor({ ...PRIVATE_CA, privateCaArn })] }),
    );
    expect(outcome).toMatchObject({ status });
    const { severity: weight, thirdParty } = outcome as Failed;
    expect([weight, thirdParty?.name]).toEqual([severity, party]);
  });

  it('names the third party that the register gives it to, and how to disable it', () => {
    const [outcome] = judge(
      rolesAnywhereTrust,
      [],
      NAMED,
      anywhere({ trustAnchors: [anchor({ certificates: [ROOT] })] }),
    );
    expect(outcome).toMatchObject({ thirdParty: { kind: 'registered', name: ENTRY.name } });
    expect(fixOf(outcome as Failed, 'cli')).toContain(
      "aws rolesanywhere disable-trust-anchor --trust-anchor-id '11111111-2222-4333-8444-555555555555' --region 'eu-west-1'",
    );
  });

  it('says of each whether a revocation list is enabled', () => {
    const list = { arn: 'a', name: 'lost', enabled: true, trustAnchorArn: ANCHOR };
    const detail = (enabled: boolean) =>
      judge(rolesAnywhereTrust, [], {}, anywhere({ revocationLists: [{ ...list, enabled }] }))[0]?.detail;
    expect(detail(true)).toContain('A revocation list is enabled for it.');
    expect(detail(false)).toContain('No revocation list is enabled');
  });

  it.each<[string, Array<Partial<RevocationList>>, Outcome['status'], RegExp]>([
    [
      'is due',
      [{ nextUpdate: '2026-06-02T00:00:00.000Z' }],
      'PASS',
      /A revocation list is enabled for it\.$/,
    ],
    [
      'was due',
      [{ nextUpdate: '2026-05-31T00:00:00.000Z' }],
      'FAIL',
      /enabled for it\. The next one after lost was due on 2026-05-31: what was revoked since then/,
    ],
    [
      'was due, and it is disabled',
      [{ enabled: false, nextUpdate: '2026-05-31T00:00:00.000Z' }],
      'PASS',
      /No/,
    ],
    [
      'was due of one of two',
      [{ nextUpdate: '2026-05-31T00:00:00.000Z' }, { arn: 'b', nextUpdate: '2027-01-01T00:00:00.000Z' }],
      'PASS',
      /2 revocation lists are enabled for it\. The next one after lost was due/,
    ],
    ['is not said', [{ nextUpdate: null, readable: true }], 'PASS', /A revocation list is enabled for it\.$/],
    ['cannot be read', [{ nextUpdate: null, readable: false }], 'PASS', /Of 1 of them it could not be read/],
  ])('looks at when the next list %s', (_what, lists, status, detail) => {
    const list = { arn: 'a', name: 'lost', enabled: true, trustAnchorArn: ANCHOR };
    const revocationLists = lists.map((more) => ({ ...list, ...more }));
    const [outcome] = judge(rolesAnywhereTrust, [], {}, anywhere({ revocationLists }));
    expect(outcome).toMatchObject({ status, resource: { arn: ANCHOR } });
    expect(outcome?.detail).toMatch(detail);
    if (outcome?.status === 'FAIL') expect(outcome.remediation).toContain('update-crl');
  });

  it('does not apply where AWS has no such service', () => {
    expect(judge(rolesAnywhereTrust, [], {}, anywhere({ trustAnchors: [], isOffered: false }))).toMatchObject(
      [{ status: 'NOT_APPLICABLE', detail: 'AWS offers no IAM Roles Anywhere in the Region.' }],
    );
  });

  it('does not apply where there is nothing', () => {
    expect(judge(rolesAnywhereTrust, [], {}, anywhere({ trustAnchors: [] }))).toMatchObject([
      { status: 'NOT_APPLICABLE', detail: 'The Region has no trust anchor and no profile.' },
    ]);
  });
});

describe('profiles of roles-anywhere-trust', () => {
  const LIMIT =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}]}';
  const ALL = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
  const READ = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

  it.each<[string, object, Partial<AnywhereProfile>, object, Outcome['status'], RegExp]>([
    ['none, for the machines of a registered party', BOUND, {}, NAMED, 'FAIL', /for 60 minutes at a time/],
    [
      'none, for a role that another account may assume besides',
      [BOUND, allow(STRANGER)],
      {},
      {},
      'FAIL',
      /no session policy/,
    ],
    [
      'none, for a role of another account that no certificate opens',
      allow(STRANGER),
      {},
      {},
      'NOT_APPLICABLE',
      /no role/,
    ],
    [
      'a managed policy of which the document was not read',
      BOUND,
      { managedPolicyArns: [`arn:aws:iam::${HERE}:policy/limit`] },
      NAMED,
      'UNKNOWN',
      /not known whether/,
    ],
    ['a policy that is none', BOUND, { sessionPolicy: '{' }, NAMED, 'UNKNOWN', /not known whether/],
    ['a policy', BOUND, { sessionPolicy: LIMIT }, NAMED, 'PASS', /limits/],
    ['a managed policy', BOUND, { managedPolicyArns: [READ] }, NAMED, 'PASS', /limits/],
    [
      'a policy that allows everything',
      BOUND,
      { sessionPolicy: ALL },
      NAMED,
      'FAIL',
      /no session policy that limits/,
    ],
    [
      'two policies, of which one allows everything',
      BOUND,
      { managedPolicyArns: [READ, 'arn:aws:iam::aws:policy/AdministratorAccess'] },
      NAMED,
      'FAIL',
      /no session policy/,
    ],
    [
      'two policies, of which one allows everything and one denies it',
      BOUND,
      { sessionPolicy: everything(), managedPolicyArns: ['arn:aws:iam::aws:policy/AWSDenyAll'] },
      NAMED,
      'UNKNOWN',
      /not known whether they limit/,
    ],
    [
      'a policy that allows everything under a condition',
      BOUND,
      { sessionPolicy: everything({ Condition: { Bool: { 'aws:ViaAWSService': 'true' } } }) },
      NAMED,
      'UNKNOWN',
      /everything under conditions alone/,
    ],
    [
      'a policy that allows everything over TLS',
      BOUND,
      { sessionPolicy: everything({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }) },
      NAMED,
      'FAIL',
      /no session policy that limits/,
    ],
    ['none, and disabled', BOUND, { enabled: false }, NAMED, 'NOT_APPLICABLE', /disabled/],
    [
      'none, for machines of one’s own',
      BOUND,
      {},
      { entry: { ...ENTRY, trustAnchors: ['x'] } },
      'NOT_APPLICABLE',
      /no role of a third party/,
    ],
    [
      'none, where the register names no anchors',
      BOUND,
      {},
      {},
      'NOT_APPLICABLE',
      /register names no trust anchors/,
    ],
    [
      'none, for a role that is gone',
      BOUND,
      { roleArns: ['arn:aws:iam::1:role/gone'] },
      NAMED,
      'NOT_APPLICABLE',
      /no role/,
    ],
    [
      'none, for a role that takes another anchor’s certificates',
      machines({ ArnEquals: { 'aws:SourceArn': OTHER }, ...SUBJECT }),
      {},
      NAMED,
      'NOT_APPLICABLE',
      /no role of a third party/,
    ],
  ])('with %s', (_what, trust, more, given, status, detail) => {
    const outcomes = judge(rolesAnywhereTrust, role(trust), given, anywhere({ profiles: [profile(more)] }));
    const [outcome] = about('AWS::RolesAnywhere::Profile', outcomes);
    expect(outcome).toMatchObject({ status });
    expect(outcome?.detail).toMatch(detail);
  });

  it('reads managed policies of the account, whatever they are called', () => {
    const arn = `arn:aws:iam::${HERE}:policy/AdministratorAccess`;
    const status = (document: string) => {
      const outcomes = judge(rolesAnywhereTrust, role(BOUND), NAMED, {
        'authorization-details': {
          roles: [role(BOUND)],
          policies: [{ arn, name: 'AdministratorAccess', document }],
        },
        ...anywhere({ profiles: [profile({ managedPolicyArns: [arn] })] }),
      });
      return about('AWS::RolesAnywhere::Profile', outcomes).map((one) => one.status);
    };
    expect(status(LIMIT)).toEqual(['PASS']);
    expect(status(ALL)).toEqual(['FAIL']);
  });

  it('does not speak of a profile to which no enabled trust anchor leads', () => {
    const outcomes = judge(
      rolesAnywhereTrust,
      role(BOUND),
      NAMED,
      anywhere({ trustAnchors: [anchor({ enabled: false })], profiles: [profile()] }),
    );
    expect(about('AWS::RolesAnywhere::Profile', outcomes)).toMatchObject([{ status: 'NOT_APPLICABLE' }]);
  });

  it('leaves open whose machines come where the register names no anchors', () => {
    const outcomes = judge(rolesAnywhereTrust, role(BOUND), {}, anywhere({ profiles: [profile()] }));
    expect(about('AWS::RolesAnywhere::Profile', outcomes)).toMatchObject([{ silent: true }]);
  });

  it('names the party and the roles, and how to limit the profile', () => {
    const outcomes = judge(rolesAnywhereTrust, role(BOUND), NAMED, anywhere({ profiles: [profile()] }));
    const [failed] = about('AWS::RolesAnywhere::Profile', outcomes) as Failed[];
    expect(failed).toMatchObject({ thirdParty: { name: ENTRY.name }, roleArns: [role({}).arn] });
    expect(fixOf(failed as Failed, 'cli')).toContain('--session-policy file://session-policy.json');
  });
});

describe('roles of roles-anywhere-trust', () => {
  const judged = (trust: object, more: Partial<RolesAnywhere> = {}) =>
    about(
      'AWS::IAM::Role',
      judge(rolesAnywhereTrust, role(trust), {}, anywhere({ profiles: [profile()], ...more })),
    );

  it.each<[string, object, Outcome['status'] | 'nothing']>([
    ['anchor and subject', BOUND, 'PASS'],
    [
      'anchor and alternative name',
      machines({ ...SOURCE, StringEquals: { 'aws:PrincipalTag/x509SAN/URI': 'spiffe://a/b' } }),
      'PASS',
    ],
    [
      'anchor and source identity',
      machines({ ...SOURCE, StringEquals: { 'sts:SourceIdentity': 'CN=scanner' } }),
      'PASS',
    ],
    ['nothing', machines(), 'FAIL'],
    ['the subject alone', machines(SUBJECT), 'FAIL'],
    ['the anchor alone', machines(SOURCE), 'FAIL'],
    [
      'anchor and issuer',
      machines({ ...SOURCE, StringEquals: { 'aws:PrincipalTag/x509Issuer/CN': 'Root' } }),
      'FAIL',
    ],
    [
      'any anchor of the account',
      machines({
        ...SUBJECT,
        ArnLike: { 'aws:SourceArn': `arn:aws:rolesanywhere:*:${HERE}:trust-anchor/*` },
      }),
      'FAIL',
    ],
    [
      'any anchor of which the id begins so',
      machines({ ...SUBJECT, ArnLike: { 'aws:SourceArn': `${ANCHOR.slice(0, -20)}*` } }),
      'FAIL',
    ],
    [
      'an anchor that the session names',
      machines({
        ...SUBJECT,
        ArnEquals: { 'aws:SourceArn': ANCHOR.replace(/[^/]*$/, '${aws:PrincipalTag/a}') },
      }),
      'FAIL',
    ],
    [
      'any subject, as long as there is one',
      machines({ ...SOURCE, Null: { 'aws:PrincipalTag/x509Subject/CN': 'false' } }),
      'FAIL',
    ],
    ['whom it does not mean', machines({ ...SOURCE, StringNotEquals: SUBJECT.StringEquals }), 'FAIL'],
    [
      'nobody, by none of several values',
      machines({ ...SOURCE, 'ForAllValues:StringEquals': SUBJECT.StringEquals }),
      'FAIL',
    ],
    [
      'the account',
      machines({ ...SUBJECT, StringEquals: { ...SUBJECT.StringEquals, 'aws:SourceAccount': HERE } }),
      'FAIL',
    ],
    ['any subject', machines({ ...SOURCE, StringLike: { 'aws:PrincipalTag/x509Subject/CN': '*' } }), 'FAIL'],
    [
      'a subject only where there is one',
      machines({ ...SOURCE, StringEqualsIfExists: SUBJECT.StringEquals }),
      'FAIL',
    ],
    [
      'another anchor, which is not there',
      machines({ ArnEquals: { 'aws:SourceArn': OTHER } }),
      'NOT_APPLICABLE',
    ],
  ])('that bind %s', (_what, trust, status) => {
    expect(judged(trust).map((one) => one.status)).toEqual([status]);
  });

  it.each<[string, Partial<RolesAnywhere>]>([
    ['no profile', { profiles: [] }],
    ['no profile that is enabled', { profiles: [profile({ enabled: false })] }],
    ['no profile of this role', { profiles: [profile({ roleArns: [] })] }],
    ['no anchor that is enabled', { trustAnchors: [anchor({ enabled: false })] }],
  ])('are not judged where there is %s', (_what, more) => {
    expect(judged(machines(), more)).toMatchObject([
      { status: 'NOT_APPLICABLE', detail: expect.stringContaining('nothing of this Region opens it') },
    ]);
    expect(judged(allow(STRANGER), more)).toEqual([]);
  });

  it('say which certificates come in, and take those of the anchor where the subject is bound', () => {
    const [failed] = judged(machines(SUBJECT)) as Failed[];
    expect(failed?.detail).toContain(
      'a certificate with that subject from trust anchor machines lets its holder in',
    );
    expect(proposedStatements(failed as Failed)).toMatchObject([{ Condition: { ...SUBJECT, ...SOURCE } }]);
    const [open] = judged(machines()) as Failed[];
    expect(open?.detail).toContain('every certificate of trust anchor machines lets its holder in');
    expect(fixOf(open as Failed, 'policy')).toBe('');
    expect(fixOf(open as Failed, 'cli')).toContain('aws rolesanywhere list-subjects');
    expect(fixOf(failed as Failed, 'cli')).not.toContain('list-subjects');
  });

  it('leave a trust policy open that is not understood', () => {
    const text = { ...role({}), trustPolicy: '{' };
    const outcomes = judge(rolesAnywhereTrust, text, {}, anywhere({ profiles: [profile()] }));
    expect(about('AWS::IAM::Role', outcomes)).toMatchObject([{ status: 'UNKNOWN' }]);
  });
});
