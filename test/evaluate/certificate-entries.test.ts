import { describe, expect, it } from 'vitest';
import { reviewSetting } from '../../src/evaluate/decisions.ts';
import type { Role } from '../../src/model/facts/authorization-details.ts';
import type { RolesAnywhere } from '../../src/model/facts/roles-anywhere.ts';
import { partyKey, type RegisteredThirdParty } from '../../src/model/party.ts';
import { partyAccess, worstOf } from '../../src/report/html/map/access.ts';
import { revocationFiles } from '../../src/report/revocation/files.ts';
import { revocationPlan } from '../../src/report/revocation/plan.ts';
import { walksOf } from '../../src/report/walk.ts';
import { accessesOf } from '../../src/review/accesses.ts';
import { comesInAs } from '../../src/review/columns.ts';
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
} from '../checks/sharing/anywhere-fixtures.ts';
import { allow, ENTRY, HERE, REGISTERED, role, STRANGER } from '../checks/support/trust-fixtures.ts';
import { evaluateRequest } from '../policy/support/request-evaluator.ts';
import { JUDGED_AT } from '../support/judged-report.ts';
import { reportOn } from './role-fix/fixed.ts';

const THEIRS: RegisteredThirdParty = { ...ENTRY, trustAnchors: ['mach*'] };
const BOUND = role(machines({ ...SOURCE, ...SUBJECT }));
const OPEN = { profiles: [profile()] };

function reportWith(roles: Role[], more: Partial<RolesAnywhere> = OPEN, register = [THEIRS]) {
  const value = anywhere(more)['roles-anywhere'];
  const fact = { fact: 'roles-anywhere', region: 'eu-west-1', status: 'COLLECTED' } as const;
  return reportOn(roles, {
    register,
    facts: [{ ...fact, collectedAt: JUDGED_AT, source: 'the test', value }],
    checks: { 'roles-anywhere-trust': { enabled: true } },
  });
}

function partyIn(report: ReturnType<typeof reportWith>) {
  const summary = report.thirdParties.find(({ trustAnchors }) => trustAnchors !== undefined);
  if (summary === undefined) throw new Error('nobody comes with a certificate');
  return summary;
}

describe('whoever comes into a role with a certificate', () => {
  it('is the third party to which the register gives the trust anchor, with the role and what guards it', () => {
    const report = reportWith([BOUND]);
    expect(partyIn(report)).toMatchObject({
      party: { kind: 'registered', name: ENTRY.name },
      roles: [BOUND.arn],
      reachable: { direct: { roles: [BOUND.arn] } },
      trustAnchors: [{ accountId: HERE, anchorArn: ANCHOR, name: 'machines' }],
    });
    expect([...report.roles].map(({ admits }) => admits)).toEqual([
      [
        {
          party: expect.objectContaining({ kind: 'registered' }),
          principal: ANCHOR,
          trustAnchor: 'machines',
          sessions: expect.any(String),
          ...{ requiredConditions: ['certificate subject', 'trust anchor'], weakConditions: [] },
          guard: 'strong',
        },
      ],
    ]);
  });

  it('is nobody that is known where the register gives it to nobody, and no third party for the checks', () => {
    const report = reportWith([role([machines(), allow(HERE)])], OPEN, [ENTRY]);
    const { party, roles } = partyIn(report);
    expect([party.kind, party.name, roles.length]).toEqual(['identity-provider', 'trust anchor machines', 1]);
    expect([...report.findings].filter(({ checkId }) => checkId === 'unregistered-third-party')).toEqual([]);
  });

  it('is whoever holds the authority of AWS Private CA, where that is in an account of others', () => {
    const privateCaArn = `arn:aws:acm-pca:eu-west-1:${STRANGER}:certificate-authority/1`;
    const foreign = anchor({ sourceType: 'AWS_ACM_PCA', privateCaArn, certificates: [] });
    const named = (register: RegisteredThirdParty[]) =>
      reportWith([BOUND], { ...OPEN, trustAnchors: [foreign] }, register)
        .thirdParties.filter(({ roles }) => roles.length > 0)
        .map(({ party, accountIds }) => [party.kind, party.name, accountIds.join()]);
    expect(named([ENTRY])).toEqual([['unknown', STRANGER, STRANGER]]);
    expect(named([THEIRS])).toEqual([
      ['registered', ENTRY.name, ''],
      ['unknown', STRANGER, STRANGER],
    ]);
  });

  it.each<[string, object, string[], string]>([
    ['nothing', {}, [], 'none'],
    ['the anchor alone', SOURCE, ['trust anchor'], 'weak'],
    ['the subject alone', SUBJECT, ['certificate subject'], 'weak'],
    [
      'the common name as source identity, and the anchor',
      { ...SOURCE, StringEquals: { 'sts:SourceIdentity': 'scanner' } },
      ['certificate subject', 'trust anchor'],
      'strong',
    ],
    ['the account alone', { StringEquals: { 'aws:SourceAccount': HERE } }, [], 'none'],
    [
      'any anchor of the account',
      { ArnLike: { 'aws:SourceArn': `arn:aws:rolesanywhere:*:${HERE}:*` } },
      [],
      'none',
    ],
    ['a subject that is any', { StringLike: { 'aws:PrincipalTag/x509Subject/CN': '*' } }, [], 'none'],
    ['the issuer alone', { StringEquals: { 'aws:PrincipalTag/x509Issuer/CN': 'Machines CA' } }, [], 'none'],
    ['some anchor, whichever', { Null: { 'aws:SourceArn': 'false' } }, [], 'none'],
  ])('is guarded by what its conditions bind: %s', (_, condition, words, guard) => {
    const [row] = [...reportWith([role(machines(condition))]).roles];
    expect(row?.admits).toMatchObject([{ requiredConditions: words, guard }]);
  });

  it('is bound neither to the anchor nor to the subject by a Deny that leaves the choice', () => {
    const either = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'sts:AssumeRole',
      Condition: {
        ArnNotEquals: { 'aws:SourceArn': ANCHOR },
        StringNotEquals: { 'aws:PrincipalTag/x509Subject/CN': 'scanner' },
      },
    };
    const [row] = [...reportWith([role([machines(), either])]).roles];
    expect(row?.admits.map(({ guard }) => guard)).toEqual(['none']);
  });

  it.each<[string, Role, Partial<RolesAnywhere>]>([
    ['the anchor is disabled', BOUND, { ...OPEN, trustAnchors: [anchor({ enabled: false })] }],
    ['the profile is disabled', BOUND, { profiles: [profile({ enabled: false })] }],
    ['the profile names another role', BOUND, { profiles: [profile({ roleArns: ['arn:x'] })] }],
    [
      'a Deny names the anchor',
      role([machines(), { ...machines({ ArnEquals: { 'aws:SourceArn': ANCHOR } }), Effect: 'Deny' }]),
      OPEN,
    ],
    ['the role means another anchor', BOUND, { ...OPEN, trustAnchors: [anchor({ arn: OTHER })] }],
    [
      'the role admits another service',
      role(allow('', { Principal: { Service: 'ec2.amazonaws.com' } })),
      OPEN,
    ],
  ])('is nobody where %s', (_, one, more) => {
    const report = reportWith([one], more);
    expect([[...report.roles].length, report.thirdParties.map(({ roles }) => roles.length)]).toEqual([
      0,
      [0],
    ]);
  });

  it('stands on the map and in the review, each time as whom the register says that it is', () => {
    const report = reportWith([BOUND]);
    const [access] = partyAccess(report, walksOf(report))();
    expect(worstOf(access?.entered.get(HERE) ?? {})).toMatchObject({ way: 'strong' });
    const [asked] = accessesOf(report);
    expect(asked).toMatchObject({ principal: ANCHOR, guard: 'strong', owner: ENTRY.owner });
    expect(asked && comesInAs(asked)).toBe(`with a certificate by machines (${ANCHOR})`);
    const [unnamed] = accessesOf(reportWith([BOUND], OPEN, [ENTRY]));
    expect(unnamed?.party.kind).toBe('identity-provider');
    expect(unnamed?.id).not.toBe(asked?.id);
  });

  it('is everybody to whom the register gives the trust anchor, each with the role, the findings and a question', () => {
    const other: RegisteredThirdParty = {
      ...{ name: 'Other', accountIds: [], organizationIds: [], owner: 'Al', justification: 'Scans' },
      trustAnchors: ['machines'],
    };
    const root = anchor({ certificates: [certificate({ selfSigned: true })] });
    const report = reportWith([BOUND], { ...OPEN, trustAnchors: [root] }, [THEIRS, other]);
    const both = report.thirdParties.map(({ party, roles, openFindings: { medium } }) => [
      ...[party.name, roles.length, medium],
    ]);
    expect(both).toEqual([
      [ENTRY.name, 1, 3],
      ['Other', 1, 3],
    ]);
    const accesses = accessesOf(report);
    expect(accesses.map(({ party }) => party.name)).toEqual([ENTRY.name, 'Other']);
    expect(new Set(accesses.map(({ id }) => id)).size).toBe(2);
    // What was decided of one is not said of the other once the register names them in another order, or one alone.
    for (const register of [[other, THEIRS], [other]]) {
      const again = accessesOf(reportWith([BOUND], { ...OPEN, trustAnchors: [root] }, register));
      const idOf = (all: typeof accesses) => all.find(({ party }) => party.name === 'Other')?.id;
      expect(idOf(again)).toBe(idOf(accesses));
    }
  });

  it.each([
    ['without a session policy', null, ['behind'], 0],
    ['with one that takes nothing away', '*', ['behind'], 0],
    ['with one that limits', 's3:GetObject', [], 1],
  ])('goes on to another role %s only where that is known', (_, action, onward, unclear) => {
    const document = (Action: string, Resource = '*') =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
    const first = role(machines({ ...SOURCE, ...SUBJECT }), {
      inlinePolicies: [{ name: 'on', document: document('sts:AssumeRole') }],
    });
    const trust = { Effect: 'Allow', Principal: { AWS: first.arn }, Action: 'sts:AssumeRole' };
    const behind = role(trust, { name: 'behind' });
    const sessionPolicy = action === null ? null : document(action);
    const { reachable, roles } = partyIn(
      reportWith([first, behind], { profiles: [profile({ sessionPolicy })] }),
    );
    expect([roles, reachable.direct.roles]).toEqual([[first.arn], [first.arn]]);
    expect(reachable.transitive.roles.map((arn) => arn.split('/').at(-1))).toEqual(onward);
    expect(reachable.unclear).toHaveLength(unclear);
  });

  it('is another in a review once a session policy limits it, though the policies of the role are what they were', () => {
    const digests = [null, '{}'].map((sessionPolicy) => {
      const [access] = accessesOf(reportWith([BOUND], { profiles: [profile({ sessionPolicy })] }));
      return access?.digests;
    });
    expect(digests[0]).toMatchObject({ permissions: digests[1]?.permissions, sessions: expect.any(String) });
    expect(digests[0]?.sessions).not.toBe(digests[1]?.sessions);
  });

  it('is not taken for gone where trust anchors were not read', () => {
    const report = reportWith([BOUND]);
    const [access] = accessesOf(report);
    if (access === undefined) throw new Error('there is no access');
    const isRead = (more: object) =>
      reviewSetting({ ...report, ...more }, { thirdParties: [] }).wasRead(access);
    const gap = { accountId: HERE, region: 'eu-west-1', fact: 'roles-anywhere' };
    expect([
      isRead({}),
      isRead({ coverage: { ...report.coverage, gaps: [gap] } }),
      isRead({ checks: [] }),
    ]).toEqual([true, false, false]);
  });
});

describe('a plan to cut off who comes with certificates', () => {
  const shared = role([machines({ ...SUBJECT }), allow(REGISTERED)]);
  const report = reportWith([shared], {
    ...OPEN,
    trustAnchors: [anchor(), anchor({ arn: OTHER, name: 'own' })],
  });
  const summary = report.thirdParties.find(({ party }) => partyKey(party) === `registered:${ENTRY.name}`);
  if (summary === undefined) throw new Error('the party is not in the report');
  const plan = revocationPlan(report, summary, { register: [THEIRS], auditorRoles: new Set() });
  const text = revocationFiles(plan).get('plan.md') ?? '';

  it('refuses its trust anchor in the role, and no other', () => {
    const { Statement, ...rest } = JSON.parse(shared.trustPolicy);
    const shut = JSON.stringify({ ...rest, Statement: [Statement, plan.roles[0]?.denies ?? []].flat() });
    const service = { kind: 'service', service: 'rolesanywhere.amazonaws.com' } as const;
    const ask = (from: string) =>
      evaluateRequest(shut, {
        action: 'sts:AssumeRole',
        caller: service,
        context: { 'aws:SourceArn': from, 'aws:PrincipalTag/x509Subject/CN': 'scanner' },
      });
    expect([ask(ANCHOR), ask(OTHER)]).toEqual(['EXPLICIT_DENY', 'ALLOW']);
    expect(plan.roles[0]?.others).toEqual(['trust anchor own']);
  });

  it('names the trust anchor with all that it opens, and how to disable it and to take that back', () => {
    expect(plan.anchors).toEqual([
      {
        ...{ accountId: HERE, region: 'eu-west-1', anchorArn: ANCHOR },
        ...{ anchorId: '11111111-2222-4333-8444-555555555555', roles: [shared.arn], others: [] },
      },
    ]);
    const commands = text
      .split('\n')
      .filter((line) => line.startsWith('    ') && line.includes('aws rolesanywhere'));
    expect(commands.map((line) => line.trim())).toEqual(
      ['disable', 'enable'].map(
        (verb) =>
          `aws rolesanywhere ${verb}-trust-anchor --trust-anchor-id '11111111-2222-4333-8444-555555555555' --region 'eu-west-1'`,
      ),
    );
    expect(text).toContain('Trust anchors in Regions out of scope');
  });

  it('counts it in the heading, and says who else is shut out by it, and is so for good', () => {
    expect(text).toMatch(/^1 role and 1 trust anchor in 1 account, and 0 people/m);
    expect(text).not.toContain('unless they come by a trust anchor');
    expect(text).toContain('name in it the trust anchors of the others (aws:SourceArn)');
    const other: RegisteredThirdParty = {
      ...{ name: 'Other', accountIds: [], organizationIds: [], owner: 'Al', justification: 'Scans' },
      trustAnchors: ['machines'],
    };
    const both = reportWith([BOUND], OPEN, [THEIRS, other]);
    const first = both.thirdParties.find(({ party }) => party.name === ENTRY.name);
    if (first === undefined) throw new Error('the party is not in the report');
    const two = revocationPlan(both, first, { register: [THEIRS, other], auditorRoles: new Set() });
    expect(two.anchors.map(({ others }) => others)).toEqual([['Other']]);
    const said = revocationFiles(two).get('plan.md') ?? '';
    expect(said).toContain(`- \`${ANCHOR}\`, by which Other comes too, opens`);
    expect(said).toContain(
      'not shut out, unless they come by a trust anchor of the party, and begin new ones',
    );
    expect(said).toContain(`- \`${ANCHOR}\`: others come by it too.`);
    expect(said).not.toContain('delete the trust anchor');
  });
});
