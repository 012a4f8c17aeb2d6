import { describe, expect, it } from 'vitest';
import { recordingAtRisk } from '../../../src/checks/activity/recording-at-risk.ts';
import { thirdPartyAdmin } from '../../../src/checks/trust/third-party-admin.ts';
import { thirdPartyPrivileges } from '../../../src/checks/trust/third-party-privileges.ts';
import { staleRole } from '../../../src/checks/usage/stale-role.ts';
import type { AccountCheck, CheckContext, Outcome } from '../../../src/model/check.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import type { AnywhereProfile, RolesAnywhere } from '../../../src/model/facts/roles-anywhere.ts';
import { resolvePointer } from '../../../src/model/json-pointer.ts';
import type { CheckParameters } from '../../../src/model/parameter.ts';
import { allow, deny, document, type Held, managed, roleHolding } from '../../policy/permissions/roles.ts';
import { defaultsOf } from '../../support/defaults.ts';
import { activityOf } from '../activity/activity-facts.ts';
import { ANCHOR, anchor, machines, OTHER, profile, SOURCE } from '../sharing/anywhere-fixtures.ts';
import { contextOf, ENTRY, HERE, REGISTERED, role, STRANGER, withExternalId } from './trust-fixtures.ts';

const REGION = 'eu-west-1';
const ENTRY_WITH_ANCHOR = { ...ENTRY, trustAnchors: ['machines'] };
const ADMIN: Held = { inline: allow('*') };
const READS = document(allow('s3:GetObject', 'arn:aws:s3:::reports/*'));

interface Case {
  held?: Held;
  trust?: object[];
  profiles?: Array<Partial<AnywhereProfile>>;
  anywhere?: Partial<RolesAnywhere>;
  unread?: string[];
  isLookedAt?: false;
  activity?: CheckContext['activity'];
  entry?: Parameters<typeof contextOf>[0] extends infer G
    ? G extends { entry?: infer E }
      ? E
      : never
    : never;
  more?: Partial<Role>;
  others?: Role[];
  policies?: ReturnType<typeof managed>[];
}

// biome-ignore lint/suspicious/noExplicitAny: any check of an account's authorization details.
function judged(check: AccountCheck<any, any, any>, given: Case): Outcome[] {
  const { held = ADMIN, trust = [machines(SOURCE)], more = {}, others = [] } = given;
  const holding = roleHolding(held);
  const vendor = { ...holding.role, trustPolicy: role(trust).trustPolicy, ...more };
  const details = {
    roles: [vendor, ...others],
    policies: [...holding.policies, ...(given.policies ?? [])],
  };
  const value: RolesAnywhere = {
    trustAnchors: [anchor()],
    profiles: (given.profiles ?? [{}]).map((one) => profile({ roleArns: [vendor.arn], ...one })),
    revocationLists: [],
    ...given.anywhere,
  };
  const context: CheckContext<CheckParameters> = {
    ...contextOf({ entry: given.entry ?? ENTRY_WITH_ANCHOR, parameters: defaultsOf(check) }),
    anywhere: {
      regions: given.isLookedAt === false ? [] : [{ region: REGION, value }],
      unread: given.unread ?? [],
    },
    ...(given.activity === undefined ? {} : { activity: given.activity }),
  };
  const outcomes = check.evaluate({ 'authorization-details': details }, context);
  const facts = { 'authorization-details': details, 'roles-anywhere': value };
  for (const outcome of outcomes) {
    if (outcome.status !== 'FAIL') continue;
    for (const { fact, pointer, value: shown } of outcome.evidence)
      expect(resolvePointer(facts[fact as keyof typeof facts], pointer)).toEqual(shown);
  }
  return outcomes.filter(({ resource }) => resource.arn === vendor.arn);
}

const limited = (sessionPolicy: string, more: Partial<AnywhereProfile> = {}) => ({ sessionPolicy, ...more });
const SECOND = { arn: `arn:aws:rolesanywhere:eu-west-1:${HERE}:profile/2`, name: 'second' };
const OF_AWS = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

describe('third parties that come by certificates', () => {
  it('a role with the rights of an administrator makes them administrator', () => {
    const [found, ...more] = judged(thirdPartyAdmin, {});
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      status: 'FAIL',
      discriminator: 'by-certificate/Auditors Ltd',
      thirdParty: { name: 'Auditors Ltd', kind: 'registered' },
      detail: expect.stringMatching(
        /^By this role Auditors Ltd \(by certificate\) is administrator: .* It comes by the trust anchor machines and the profile scanners, which sets no limit\.$/,
      ),
      evidence: [
        { pointer: '/roles/0/inlinePolicies/0/document/Statement' },
        { pointer: '/roles/0/trustPolicy/Statement/0' },
        { fact: 'roles-anywhere', region: REGION, pointer: '/trustAnchors/0' },
        { fact: 'roles-anywhere', region: REGION, pointer: '/profiles/0' },
      ],
    });
    expect(found).not.toHaveProperty('severity');
  });

  it.each<[words: string, given: Case, status: string, severity: string | undefined, detail: RegExp]>([
    [
      'a session policy that leaves little',
      { profiles: [limited(READS)] },
      'PASS',
      undefined,
      /^What session policies leave of the role does not administer/,
    ],
    [
      'a session policy that leaves everything',
      { profiles: [limited(document(allow('*')))] },
      'FAIL',
      undefined,
      / is administrator.*which sets no limit/,
    ],
    [
      'two session policies that leave everything together',
      {
        profiles: [
          limited(document([{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }]), {
            managedPolicyArns: ['arn:aws:iam::111122223333:policy/rest'],
          }),
        ],
        policies: [managed('rest', allow('iam:*'))],
      },
      'FAIL',
      undefined,
      / is administrator.*which sets no limit\.$/,
    ],
    [
      'two session policies, of which one denies what the other allows',
      {
        profiles: [
          limited(document(allow('*')), { managedPolicyArns: ['arn:aws:iam::111122223333:policy/rest'] }),
        ],
        policies: [managed('rest', deny('*'))],
      },
      'PASS',
      undefined,
      /^What session policies/,
    ],
    [
      'a session policy that allows everything, and one that was not collected',
      {
        profiles: [
          limited(document(allow('*')), { managedPolicyArns: ['arn:aws:iam::111122223333:policy/rest'] }),
        ],
      },
      'FAIL',
      'high',
      /may be administrator: .*not all of it was collected/,
    ],
    [
      'a session policy that leaves everything under a condition',
      {
        profiles: [
          limited(
            document({ ...allow('*'), Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
          ),
        ],
      },
      'FAIL',
      undefined,
      / is administrator under conditions: .*within its session policy\.$/,
    ],
    [
      'a session policy that leaves the passing of roles to a service of no method',
      { profiles: [limited(document(allow(['iam:PassRole', 'amplify:CreateApp'])))] },
      'FAIL',
      'high',
      /pass a role with more rights to a service that takes one by amplify:CreateApp .*leaves is enough for it/,
    ],
    [
      'a session policy that leaves the passing of roles, and what takes one on nothing',
      { profiles: [limited(document([allow('iam:PassRole'), allow('s3:GetObject')]))] },
      'PASS',
      undefined,
      /^What session policies/,
    ],
    [
      'a session policy that denies what it allows',
      { profiles: [limited(document([allow('*'), deny('*')]))] },
      'PASS',
      undefined,
      /^What session policies/,
    ],
    [
      'a session policy that leaves a way to more rights',
      { profiles: [limited(document(allow('iam:AttachRolePolicy')))] },
      'FAIL',
      'high',
      /may be able to make itself administrator.*This works where .*what the session policy of the profile scanners leaves is enough for it/,
    ],
    [
      'a managed session policy that was not collected',
      { profiles: [{ managedPolicyArns: [OF_AWS] }] },
      'FAIL',
      'high',
      /may be administrator.*Not counted as a limit: the session policy of profile scanners: not all of it was collected/,
    ],
    [
      'a session policy that was not understood',
      { profiles: [limited('{"Statement":')] },
      'FAIL',
      'high',
      /may be administrator.*not all of it was collected and understood/,
    ],
    [
      'a session policy beside a boundary',
      { held: { ...ADMIN, boundary: managed('limit', allow('*')) }, profiles: [limited(READS)] },
      'PASS',
      undefined,
      /^What session policies/,
    ],
    [
      'a session policy that takes everything but what a boundary takes',
      {
        held: { ...ADMIN, boundary: managed('limit', allow('s3:*')) },
        profiles: [limited(document([{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }]))],
      },
      'PASS',
      undefined,
      /^What session policies/,
    ],
    [
      'a session policy beside a boundary that both leave a way to more rights',
      {
        held: { ...ADMIN, boundary: managed('limit', allow(['lambda:*', 'iam:PassRole'])) },
        profiles: [limited(document(allow(['lambda:*', 'iam:PassRole', 's3:*'])))],
      },
      'FAIL',
      'high',
      /may be able to make itself administrator/,
    ],
    [
      'a second profile that sets no limit',
      { profiles: [limited(READS), SECOND] },
      'FAIL',
      undefined,
      /is administrator.*the profile second, which sets no limit/,
    ],
    [
      'a second profile that leaves more',
      { profiles: [limited(READS), limited(document(allow(['iam:AttachRolePolicy'])), SECOND)] },
      'FAIL',
      'high',
      /the profile second, within its session policy\.$/,
    ],
    [
      'a private authority in the account of a stranger',
      {
        entry: ENTRY,
        anywhere: {
          trustAnchors: [
            anchor({ privateCaArn: `arn:aws:acm-pca:eu-west-1:${STRANGER}:certificate-authority/x` }),
          ],
        },
      },
      'FAIL',
      undefined,
      new RegExp(`${STRANGER} \\(by certificate\\) is administrator`),
    ],
    [
      'a trust anchor that the register gives to nobody',
      { entry: ENTRY },
      'NOT_APPLICABLE',
      undefined,
      /^No third party/,
    ],
    [
      'a trust anchor that is disabled',
      { anywhere: { trustAnchors: [anchor({ enabled: false })] } },
      'NOT_APPLICABLE',
      undefined,
      /^No third party/,
    ],
    [
      'a profile that is disabled',
      { profiles: [{ enabled: false }] },
      'NOT_APPLICABLE',
      undefined,
      /^No third/,
    ],
    [
      'a trust policy that means another trust anchor',
      { trust: [machines({ ArnEquals: { 'aws:SourceArn': OTHER } })] },
      'NOT_APPLICABLE',
      undefined,
      /^No third/,
    ],
    [
      'nothing that is known, where a Region was not read',
      { profiles: [], unread: ['us-east-1'] },
      'UNKNOWN',
      undefined,
      /not read in us-east-1/,
    ],
    [
      'nothing that is known, where no certificates were looked at',
      { isLookedAt: false },
      'NOT_APPLICABLE',
      undefined,
      /but by certificates of IAM Roles Anywhere, which were not looked at\.$/,
    ],
    [
      'no certificates, where a Region was not read',
      {
        trust: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        unread: ['us-east-1'],
      },
      'NOT_APPLICABLE',
      undefined,
      /^No third/,
    ],
  ])('%s', (_, given, status, severity, detail) => {
    const outcomes = judged(thirdPartyAdmin, given);
    expect(outcomes).toMatchObject([{ status, detail: expect.stringMatching(detail) }]);
    expect(outcomes.map((one) => ('severity' in one ? one.severity : undefined))).toEqual([severity]);
  });

  it.each([
    [1, /the profile scanners, within its session policy\.$/],
    [2, /within its session policy\. It may do too much by another profile as well: p1\.$/],
    [8, /by other profiles as well: p1, p2, p3, p4, p5 and 2 more\.$/],
  ])('%i profiles that leave too much are named', (count, detail) => {
    const leaving = Array.from({ length: count }, (_, index) =>
      limited(
        document(allow('iam:AttachRolePolicy')),
        index === 0 ? {} : { arn: `${SECOND.arn}${index}`, name: `p${index}` },
      ),
    );
    const [found] = judged(thirdPartyAdmin, { profiles: [...leaving, limited(READS, SECOND)] });
    expect(found?.detail).toMatch(detail);
  });

  it('a party that comes by its account as well has one answer', () => {
    const outcomes = judged(thirdPartyAdmin, { trust: [machines(SOURCE), withExternalId(REGISTERED)] });
    expect(outcomes).toMatchObject([{ status: 'FAIL', discriminator: REGISTERED }]);
  });

  it('another party than comes by an account has its own, and what was not read is said beside them', () => {
    const outcomes = judged(thirdPartyAdmin, {
      trust: [machines(SOURCE), withExternalId(STRANGER)],
      unread: ['us-east-1'],
    });
    expect(outcomes).toMatchObject([
      { status: 'FAIL', discriminator: STRANGER },
      { status: 'FAIL', discriminator: 'by-certificate/Auditors Ltd' },
      { status: 'UNKNOWN' },
    ]);
  });

  it.each<[words: string, actions: string[], status: string]>([
    ['may assume roles', ['sts:AssumeRole', 's3:GetObject'], 'FAIL'],
    ['may not', ['s3:GetObject'], 'PASS'],
  ])('goes on to other roles where its sessions %s', (_, actions, status) => {
    const boss = role(
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${HERE}:role/vendor` }, Action: 'sts:AssumeRole' },
      { name: 'boss', inlinePolicies: [{ name: 'all', document: document(allow('*')) }] },
    );
    const outcomes = judged(thirdPartyAdmin, {
      held: { inline: allow(['sts:AssumeRole', 's3:GetObject']) },
      profiles: [limited(document(allow(actions)))],
      others: [boss],
    });
    expect(outcomes).toMatchObject([{ status, ...(status === 'FAIL' ? { severity: 'high' } : {}) }]);
    if (status === 'FAIL') expect(outcomes[0]?.detail).toMatch(/^From this role .* may be able to go on/);
  });

  const BOSS = `arn:aws:iam::${HERE}:role/boss`;
  const NAMED = { AWS: `arn:aws:iam::${HERE}:role/vendor` };
  const SESSION = { AWS: `arn:aws:sts::${HERE}:assumed-role/vendor/0a1b` };
  const HERE_ALONE = { StringEquals: { 'aws:PrincipalAccount': HERE } };

  it.each<[words: string, admitted: object, session: object[], status: string]>([
    ['another role alone', NAMED, [allow('sts:AssumeRole', `${BOSS}-not`)], 'PASS'],
    ['that role', NAMED, [allow('sts:AssumeRole', BOSS)], 'FAIL'],
    ['no role, where one admits the role', NAMED, [allow('s3:GetObject')], 'PASS'],
    ['no role, where one admits a session', SESSION, [allow('s3:GetObject')], 'FAIL'],
    ['no role, where one admits all of the account', { AWS: '*' }, [allow('s3:GetObject')], 'FAIL'],
    ['denied a role that admits a session', SESSION, [allow('s3:*'), deny('sts:*')], 'PASS'],
    ['denied another that admits a session', SESSION, [allow('s3:*'), deny('sts:*', `${BOSS}-not`)], 'FAIL'],
  ])('may ask for %s', (_, Principal, session, status) => {
    const boss = role(
      {
        Effect: 'Allow',
        Principal,
        Action: 'sts:AssumeRole',
        ...('*' === Object.values(Principal)[0] ? { Condition: HERE_ALONE } : {}),
      },
      { name: 'boss', inlinePolicies: [{ name: 'all', document: document(allow('*')) }] },
    );
    const outcomes = judged(thirdPartyAdmin, {
      held: { inline: allow(['sts:AssumeRole', 's3:GetObject']) },
      profiles: [limited(document(session))],
      others: [boss],
    });
    expect(outcomes).toMatchObject([{ status, ...(status === 'FAIL' ? { severity: 'high' } : {}) }]);
    if (status === 'FAIL') expect(outcomes[0]?.detail).toMatch(/may be able to go on to .*role\/boss/);
  });

  it('go by the role that their session policies leave, where the whole role would go by another', () => {
    const bosses = ['boss', 'chief'].map((name) =>
      role(
        { Effect: 'Allow', Principal: NAMED, Action: 'sts:AssumeRole' },
        { name, inlinePolicies: [{ name: 'all', document: document(allow('*')) }] },
      ),
    );
    const [found] = judged(thirdPartyAdmin, {
      held: { inline: allow('sts:AssumeRole') },
      profiles: [limited(document(allow('sts:AssumeRole', `arn:aws:iam::${HERE}:role/chief`)))],
      others: bosses,
    });
    expect(found?.detail).toMatch(/may be able to go on to .*role\/vendor → \S*role\/chief\./);
  });

  it.each<[words: string, given: Case, status: string]>([
    ['more than agreed', { held: { inline: allow('s3:PutObject') } }, 'FAIL'],
    [
      'as much as the register says',
      { held: { inline: allow('s3:PutObject') }, entry: { ...ENTRY_WITH_ANCHOR, maxAccess: 'write' } },
      'PASS',
    ],
    [
      'less by one profile and all by another',
      { profiles: [limited(READS), limited(document(allow(['iam:AttachRolePolicy'])), SECOND)] },
      'NOT_APPLICABLE',
    ],
    ['less by a session policy', { held: { inline: allow('s3:*') }, profiles: [limited(READS)] }, 'PASS'],
    [
      'less by what a session policy and a boundary leave together',
      {
        held: { inline: allow('s3:*'), boundary: managed('limit', allow(['s3:PutObject', 's3:ListBucket'])) },
        profiles: [limited(document(allow(['s3:DeleteObject', 's3:ListBucket'])))],
      },
      'PASS',
    ],
    [
      'reads that a boundary binds to named resources',
      {
        held: {
          inline: allow('s3:*'),
          boundary: managed('limit', allow('s3:GetObject', 'arn:aws:s3:::reports/*')),
        },
        profiles: [limited(document(allow('s3:Get*')))],
      },
      'PASS',
    ],
    [
      'reads that neither binds',
      {
        held: { inline: allow('s3:*'), boundary: managed('limit', allow('s3:GetObject')) },
        profiles: [limited(document(allow('s3:Get*')))],
      },
      'FAIL',
    ],
    [
      'an action of no list, which a boundary takes',
      {
        held: { inline: allow(['made:Up', 's3:ListBucket']), boundary: managed('limit', allow('s3:*')) },
        profiles: [limited(document(allow(['made:Up', 's3:ListBucket'])))],
      },
      'PASS',
    ],
    [
      'more in spite of both',
      {
        held: { inline: allow('s3:*'), boundary: managed('limit', allow('s3:*')) },
        profiles: [limited(document(allow(['s3:DeleteObject', 's3:ListBucket'])))],
      },
      'FAIL',
    ],
    [
      'more in spite of it',
      { held: { inline: allow('s3:*') }, profiles: [limited(document(allow('s3:*')))] },
      'FAIL',
    ],
  ])('hold %s', (_, given, status) => {
    expect(judged(thirdPartyPrivileges, given)).toMatchObject([{ status }]);
  });

  it.each<[words: string, sessionPolicy: string | null, status: string]>([
    ['without limit', null, 'FAIL'],
    ['within a session policy without it', READS, 'PASS'],
  ])('may stop the recording %s', (_, sessionPolicy, status) => {
    const given = {
      held: { inline: allow(['cloudtrail:StopLogging', 's3:GetObject']) },
      profiles: [{ sessionPolicy }],
    };
    expect(judged(recordingAtRisk, given)).toMatchObject([{ status }]);
  });

  it.each<[words: string, given: Case, expected: object[]]>([
    ['not used', {}, [{ status: 'FAIL', thirdParty: { name: 'Auditors Ltd' } }]],
    ['used', { more: { lastUsed: { at: '2026-05-30T00:00:00Z', region: REGION } } }, [{ status: 'PASS' }]],
    ['of your own machines', { entry: ENTRY }, []],
    [
      'of somebody, where a Region was not read',
      { profiles: [], unread: ['us-east-1'] },
      [{ status: 'UNKNOWN' }],
    ],
  ])('a role %s, as stale-role sees it', (_, given, expected) => {
    expect(judged(staleRole, given)).toMatchObject(expected);
  });

  it.each([
    ['is said of those who come by an account', [withExternalId(REGISTERED)], true],
    ['is not said where others come by certificates', [withExternalId(REGISTERED), machines(SOURCE)], false],
  ])('that nobody came into a stale role %s', (_, trust, isSaid) => {
    const [found] = judged(staleRole, { trust, activity: activityOf({}) });
    expect(found?.detail?.includes('CloudTrail shows no entry')).toBe(isSaid);
  });

  it('two trust anchors of one party are named together', () => {
    const second = anchor({ arn: OTHER, name: 'machines-2' });
    const [found] = judged(thirdPartyAdmin, {
      trust: [machines({ ArnEquals: { 'aws:SourceArn': [ANCHOR, OTHER] } })],
      entry: { ...ENTRY, trustAnchors: ['machines*'] },
      anywhere: { trustAnchors: [anchor(), second] },
    });
    expect(found?.detail).toMatch(/the trust anchor machines and machines-2 and the profile scanners/);
  });
});
