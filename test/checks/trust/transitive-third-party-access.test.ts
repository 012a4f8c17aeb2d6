import { describe, expect, it } from 'vitest';
import { transitiveThirdPartyAccess } from '../../../src/checks/trust/transitive-third-party-access.ts';
import type { Failed, Outcome } from '../../../src/model/check.ts';
import type { PartyReach } from '../../../src/model/reach.ts';
import {
  A,
  admit,
  arn,
  assume,
  B,
  C,
  type LiteralWorld,
  reachIn,
  rootOf,
  VENDOR,
} from '../../policy/chains/world.ts';
import { contextOf, statuses } from '../support/trust-fixtures.ts';

function judge(reach: readonly PartyReach[]): Outcome[] {
  const { account: _, region: __, ...context } = contextOf();
  return [...transitiveThirdPartyAccess.evaluate({ digests: [], gaps: [] }, { ...context, reach })];
}

function judgeWorld(world: LiteralWorld): Outcome[] {
  return judge(reachIn(world));
}

const FIRST = { account: A, name: 'first', trust: [admit(rootOf(VENDOR))] };
const END = { account: B, name: 'end', trust: [admit(arn(A, 'first'))] };
const CHAINED = { roles: [{ ...FIRST, may: [assume(arn(B, 'end'))] }, END] };

describe('transitive-third-party-access', () => {
  it('passes a role that leads nowhere', () => {
    expect(judgeWorld({ roles: [FIRST, END] })).toEqual([
      {
        status: 'PASS',
        resource: { arn: arn(A, 'first'), type: 'AWS::IAM::Role' },
        accountId: A,
        detail: `From this role account ${VENDOR} can go on to no role that does not admit it anyway.`,
      },
    ]);
  });

  it('offers a Deny of the last step for the role before, in its account, and marks the way in of each', () => {
    const [found] = judgeWorld(CHAINED) as [Failed];
    const [policy] = found.fixes?.() ?? [];
    expect(JSON.parse(policy?.text ?? '').Statement).toEqual([
      { Effect: 'Deny', Action: ['sts:AssumeRole'], Resource: arn(B, 'end') },
    ]);
    expect(policy?.title).toContain(`for the role before it in account ${A}`);
    expect(found.fixes?.().find(({ kind }) => kind === 'cli')?.text).toContain("--role-name 'first'");
    expect(new Set(found.evidence.flatMap(({ marks = [] }) => marks))).toEqual(
      new Set(['/Principal', '/Action']),
    );
  });

  it('fails the role at the end, and does not pass the one before it', () => {
    const outcomes = judgeWorld(CHAINED);
    expect(statuses(outcomes)).toEqual(['FAIL']);
    const [found] = outcomes as [Failed];
    expect(found).toMatchObject({
      resource: { arn: arn(B, 'end') },
      accountId: B,
      discriminator: VENDOR,
      thirdParty: { accountId: VENDOR },
    });
    expect(found.detail).toBe(
      `This role does not admit account ${VENDOR}, which can get into it all the same: account ${VENDOR} → ${arn(A, 'first')} → ${arn(B, 'end')}. No published action was found among its own policies.`,
    );
    expect(found.remediation).toContain(
      `Take sts:AssumeRole on ${arn(B, 'end')} out of statement 1 of inline policy onward of ${arn(A, 'first')}`,
    );
  });

  it('shows every statement that the chain rests on, with the account that it stands in', () => {
    const [found] = judgeWorld(CHAINED) as [Failed];
    expect(found.evidence).toEqual([
      {
        fact: 'authorization-details',
        region: 'global',
        accountId: A,
        pointer: '/roles/0/trustPolicy/Statement/0',
        value: admit(rootOf(VENDOR)),
        marks: ['/Principal'],
      },
      {
        fact: 'authorization-details',
        region: 'global',
        accountId: A,
        pointer: '/roles/0/inlinePolicies/0/document/Statement/0',
        value: assume(arn(B, 'end')),
        marks: ['/Action'],
      },
      {
        fact: 'authorization-details',
        region: 'global',
        accountId: B,
        pointer: '/roles/0/trustPolicy/Statement/0',
        value: admit(arn(A, 'first')),
        marks: ['/Principal'],
      },
    ]);
  });

  it('says what the end role may do, and under which condition the way is open', () => {
    const end = {
      ...END,
      trust: [admit(arn(A, 'first'), { StringEquals: { 'sts:ExternalId': 'secret' } })],
      may: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:ListAllMyBuckets'], Resource: '*' }],
    };
    const [found] = judgeWorld({ roles: [...CHAINED.roles.slice(0, 1), end] }) as [Failed];
    expect(found.detail).toMatch(
      /goes as far as reading data; the way stands open provided that the caller knows the external ID that the role asks for\.$/,
    );
    expect(found.detail + found.remediation).not.toContain('secret');
  });

  it('makes one finding of several ways, and keeps its identity when the way changes', () => {
    const detour = { account: A, name: 'detour', trust: [admit(arn(A, 'first'))], may: [assume()] };
    const end = { ...END, trust: [admit([arn(A, 'first'), arn(A, 'detour')])] };
    const both = judgeWorld({ roles: [...CHAINED.roles.slice(0, 1), detour, end] }) as Failed[];
    const long = judgeWorld({ roles: [FIRST, detour, end] }) as Failed[];
    const identity = ({ resource, discriminator, accountId }: Failed) => [
      resource.arn,
      discriminator,
      accountId,
    ];
    const ends = [both, long].map((found) => found.filter(({ resource }) => resource.arn === arn(B, 'end')));
    expect(ends.map((found) => found.map(identity))).toEqual([
      [[arn(B, 'end'), VENDOR, B]],
      [[arn(B, 'end'), VENDOR, B]],
    ]);
    expect(ends[0]?.[0]?.detail).not.toContain('detour');
    expect(ends[1]?.[0]?.detail).toContain('detour');
  });

  it('says of a way within one account that the trust policy alone is to blame', () => {
    const near = { account: A, name: 'near', trust: [admit(arn(A, 'first'))] };
    const [found] = judgeWorld({ roles: [FIRST, near] }) as [Failed];
    expect(found.remediation).toContain('Within one account the trust policy alone is enough');
  });

  it('is unknown, and never a PASS, where an account was not read that the role may ask for', () => {
    const asking = { ...FIRST, may: [assume(arn(C, 'somewhere'))] };
    const outcomes = judgeWorld({ roles: [asking], unread: [C] });
    expect(statuses(outcomes)).toEqual(['UNKNOWN']);
    expect(outcomes[0]?.detail).toBe(
      `Where account ${VENDOR} can go on to from this role is not known: it may ask for roles of account ${C}, which could not be read.`,
    );
    expect(statuses(judgeWorld({ roles: [FIRST], unread: [C] }))).toEqual(['PASS']);
  });

  it('asks about an account of which nothing is known only where it is named and not the party’s own', () => {
    const strange = '777777777777';
    const judged = (account: string) =>
      judge(reachIn({ roles: [{ ...FIRST, may: [assume(arn(account, 'x'))] }] }, [strange, VENDOR]));
    expect(statuses(judged(strange))).toEqual(['UNKNOWN']);
    expect(judged(strange)[0]?.detail).toContain(
      `it may ask for roles of account ${strange}, of which nothing is known in this audit`,
    );
    expect(statuses(judged(VENDOR))).toEqual(['PASS']);
    expect(statuses(judge(reachIn({ roles: [{ ...FIRST, may: [assume()] }] }, [strange])))).toEqual(['PASS']);
  });

  it.each<[string, object[], object | undefined, string | undefined, string]>([
    [
      'that is administrator',
      [{ Effect: 'Allow', Action: '*', Resource: '*' }],
      undefined,
      'critical',
      `By its own policies it is administrator of account ${B}.`,
    ],
    [
      'that is administrator, under a condition that is not known',
      [{ Effect: 'Allow', Action: '*', Resource: '*' }],
      { StringEquals: { 'sts:ExternalId': 'secret' } },
      undefined,
      'the way stands open provided that the caller knows the external ID',
    ],
    [
      'that can make itself administrator',
      [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }],
      undefined,
      'critical',
      'By its own policies it can make itself administrator',
    ],
    [
      'that may make itself administrator',
      [{ Effect: 'Allow', Action: 'ssm:SendCommand', Resource: '*' }],
      undefined,
      undefined,
      'By its own policies it may be able to make itself administrator',
    ],
    [
      'that reads',
      [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
      undefined,
      undefined,
      'reading data',
    ],
  ])(
    'is critical only where it surely ends in an administrator: a role %s',
    (_, may, condition, severity, words) => {
      const end = { ...END, trust: [admit(arn(A, 'first'), condition)], may };
      const [found] = judgeWorld({ roles: [...CHAINED.roles.slice(0, 1), end] }) as [Failed];
      expect(found.severity).toBe(severity);
      expect(found.detail).toContain(words);
    },
  );

  it('judges whoever comes by an issuer of outsiders, and not the sign-in of one’s own', () => {
    const [reach] = reachIn(CHAINED) as [PartyReach];
    const by = (key: string) =>
      judge([{ ...reach, key, party: { name: key, kind: 'identity-provider' as const, key } }]);
    const github = by('token.actions.githubusercontent.com').find(({ status }) => status === 'FAIL');
    expect(github?.detail).toContain('GitHub Actions (token.actions.githubusercontent.com)');
    expect(by('saml-provider/okta')).toEqual([]);
    expect(by('oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE')).toEqual([]);
    const unknown = by('idp.example.com');
    expect(unknown.some(({ status }) => status === 'FAIL')).toBe(false);
    expect(unknown).toContainEqual(expect.objectContaining({ status: 'NOT_APPLICABLE', silent: true }));
  });

  it('does not answer when the reach was not worked out', () => {
    const { account: _, region: __, ...context } = contextOf();
    expect(() => transitiveThirdPartyAccess.evaluate({ digests: [], gaps: [] }, context)).toThrow('reach');
  });
});
