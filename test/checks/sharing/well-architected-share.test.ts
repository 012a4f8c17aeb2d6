import { describe, expect, it } from 'vitest';
import { wellArchitectedShare } from '../../../src/checks/sharing/well-architected-share.ts';
import type { Outcome } from '../../../src/model/check.ts';
import type {
  SharedThing,
  ToolShare,
  WellArchitectedShares,
} from '../../../src/model/facts/well-architected-shares.ts';
import { resolvePointer } from '../../../src/model/json-pointer.ts';
import {
  contextOf,
  ENTRY,
  finding,
  fixOf,
  type Given,
  HERE,
  OWN,
  OWN_ORGANIZATION,
  REGISTERED,
  REGISTERED_ORGANIZATION,
  STRANGER,
  VENDOR,
} from '../support/trust-fixtures.ts';

const REGION = 'eu-west-1';
const ID = '0123456789abcdef'.repeat(2);
const WORKLOAD = `arn:aws:wellarchitected:${REGION}:${HERE}:workload/${ID}`;
const LENS = `arn:aws:wellarchitected:${REGION}:${HERE}:lens/${ID}`;
const PROFILE = `arn:aws:wellarchitected:${REGION}:${HERE}:profile/${ID}`;
const TEMPLATE = `arn:aws:wellarchitected:${REGION}:${HERE}:review-template/${ID}`;

function share(sharedWith: string, more: Partial<ToolShare> = {}): ToolShare {
  return { id: `id-${sharedWith}`, sharedWith, permission: 'READONLY', status: 'ACCEPTED', ...more };
}

function workload(...shares: Array<string | ToolShare>): SharedThing {
  const all = shares.map((one) => (typeof one === 'string' ? share(one) : one));
  return { arn: WORKLOAD, name: 'web shop', shares: all };
}

type Member = 'workloads' | 'lenses' | 'profiles' | 'templates';

function judge(
  {
    workloads = [],
    lenses = [],
    offered = true,
    ...more
  }: { offered?: boolean } & Partial<Record<Member, SharedThing[]>>,
  given: Given = {},
): Outcome[] {
  const read = { profiles: [], templates: [], received: [], invitations: [], ...more };
  return judgeFact({ offered, workloads, lenses, ...read }, given);
}

function judgeFact(fact: WellArchitectedShares, given: Given = {}): Outcome[] {
  const facts = { 'well-architected-shares': fact };
  const outcomes = wellArchitectedShare.evaluate(facts, {
    ...contextOf(given),
    region: REGION,
    parameters: {},
  });
  for (const outcome of outcomes) {
    if (outcome.status !== 'FAIL') continue;
    for (const { pointer, value, marks = [] } of outcome.evidence) {
      expect(resolvePointer(facts['well-architected-shares'], pointer)).toEqual(value);
      for (const mark of marks) expect(resolvePointer(value, mark)).toBeTypeOf('string');
    }
  }
  return outcomes;
}

const organization = (id: string) => `arn:aws:organizations::${OWN}:organization/${id}`;
const user = (account: string) => `arn:aws:iam::${account}:user/reviewer`;

describe('well-architected-share', () => {
  it.each<[string, SharedThing[], string[], RegExp]>([
    [
      'no workload',
      [],
      ['NOT_APPLICABLE'],
      /no workload, lens, profile or review template of its own in eu-west-1/,
    ],
    ['one that nobody else has', [workload()], ['PASS'], /Nobody outside has part in it/],
    [
      'own accounts, users of them, the organization and a unit',
      [
        workload(
          ...[OWN, user(OWN), organization(OWN_ORGANIZATION)],
          `arn:aws:organizations::${OWN}:ou/${OWN_ORGANIZATION}/ou-ab12-cdefgh34`,
        ),
      ],
      ['PASS'],
      /Nobody outside/,
    ],
    [
      'a stranger that may read',
      [workload(STRANGER)],
      ['FAIL high'],
      /^The workload web shop is shared with account 999988887777, to read it. It is neither registered/,
    ],
    [
      'a stranger that may write',
      [workload(share(STRANGER, { permission: 'CONTRIBUTOR' }))],
      ['FAIL high'],
      /to read it and to change its answers/,
    ],
    [
      'a permission yet to come',
      [workload(share(STRANGER, { permission: 'OWNER' }))],
      ['FAIL high'],
      /by the permission OWNER, which is not known here/,
    ],
    [
      'a user of a stranger',
      [workload(user(STRANGER))],
      ['FAIL high'],
      /999988887777, for one user there, to/,
    ],
    [
      'an account and a user of it, once',
      [workload(STRANGER, share(user(STRANGER), { permission: 'CONTRIBUTOR' }))],
      ['FAIL high'],
      /with account 999988887777, to read it and to change its answers/,
    ],
    ['a known vendor', [workload(VENDOR)], ['FAIL high'], /known as a vendor, Datadog, but not registered/],
    ['a registered party', [workload(REGISTERED)], ['FAIL medium'], /registered; its owner is Jo Doe/],
    [
      'the organization of one',
      [workload(organization(REGISTERED_ORGANIZATION))],
      ['FAIL medium'],
      /organization o-reg1234567/,
    ],
    ['another organization', [workload(organization('o-other12345'))], ['FAIL high'], /o-other12345/],
    [
      'an invitation',
      [workload(share(STRANGER, { status: 'PENDING' }))],
      ['FAIL high'],
      /is offered to account 999988887777, to read it, and not accepted yet/,
    ],
    ['a status yet to come', [workload(share(STRANGER, { status: 'PAUSED' }))], ['FAIL high'], /shared with/],
    [
      'those who left or never came',
      [
        workload(
          ...['REJECTED', 'REVOKED', 'EXPIRED', 'FAILED'].map((status) =>
            share(STRANGER, { status, id: status }),
          ),
        ),
      ],
      ['PASS'],
      /Nobody outside/,
    ],
    ['what is not understood', [workload('*')], ['UNKNOWN'], /What the principal \* stands for is not known/],
    [
      'what is not understood beside a stranger',
      [workload('*', STRANGER, 'x')],
      ['FAIL high', 'UNKNOWN'],
      /999988887777/,
    ],
    ['two parties, one finding each', [workload(STRANGER, REGISTERED)], ['FAIL high', 'FAIL medium'], /./],
  ])('judges %s', (_, workloads, expected, detail) => {
    const outcomes = judge({ workloads });
    expect(outcomes.map((one) => ('severity' in one ? `${one.status} ${one.severity}` : one.status))).toEqual(
      expected,
    );
    expect(outcomes[0]?.detail).toMatch(detail);
  });

  it.each<[Member, string, string, string]>([
    ['lenses', LENS, 'lens', 'AWS::WellArchitected::Lens'],
    ['profiles', PROFILE, 'profile', 'AWS::WellArchitected::Profile'],
    ['templates', TEMPLATE, 'review template', 'AWS::WellArchitected::ReviewTemplate'],
  ])('takes %s, which say of no system where it is weak, less hard', (member, arn, name, type) => {
    const thing = (entity: string) => ({
      ...{ arn, name: 'house rules' },
      shares: [share(entity, { permission: null })],
    });
    const found = finding(judge({ [member]: [{ arn: `${arn}0`, name: 'x', shares: [] }, thing(STRANGER)] }));
    expect(found).toMatchObject({ severity: 'medium', resource: { arn, type } });
    expect(found.detail).toContain(
      `The ${name} house rules is shared with account 999988887777, to read it. `,
    );
    expect(found.evidence).toMatchObject([{ pointer: `/${member}/1/shares/0`, marks: ['/sharedWith'] }]);
    expect(finding(judge({ [member]: [thing(REGISTERED)] })).severity).toBe('low');
    const withIt = { arn, name: 'house rules', shares: [share(OWN), share(STRANGER, { status: 'REVOKED' })] };
    expect(judge({ [member]: [withIt] }).map(({ status }) => status)).toEqual(['PASS']);
  });

  it('does not say of facts of an earlier version that profiles and review templates are shared with nobody', () => {
    const read = { offered: true, lenses: [], received: [], invitations: [] };
    const detail = (kind: string) =>
      `The ${kind} in eu-west-1 were not read: the facts are of an earlier version.`;
    const of = (what: string, type: string) => ({
      ...{ arn: `aws:wellarchitected:${REGION}:${HERE}:${what}`, type: `AWS::WellArchitected::${type}` },
    });
    const unread = [
      { status: 'UNKNOWN', resource: of('profiles', 'Profile'), detail: detail('profiles') },
      {
        ...{ status: 'UNKNOWN', resource: of('templates', 'ReviewTemplate') },
        detail: detail('review templates'),
      },
    ];
    expect(judgeFact({ ...read, workloads: [] })).toMatchObject(unread);
    expect(judgeFact({ ...read, workloads: [workload()] })).toMatchObject([{ status: 'PASS' }, ...unread]);
    expect(judgeFact({ ...read, offered: false, workloads: [] })).toMatchObject([
      { status: 'NOT_APPLICABLE' },
    ]);
  });

  it('takes no approval from a contract that has ended', () => {
    const entry = { ...ENTRY, contractEnds: '2026-05-31' };
    expect(finding(judge({ workloads: [workload(REGISTERED)] }, { entry }))).toMatchObject({
      severity: 'high',
      detail: expect.stringContaining('its contract ended on 2026-05-31'),
    });
  });

  it('says where AWS does not have the service', () => {
    expect(judge({ offered: false })).toEqual([
      expect.objectContaining({
        status: 'NOT_APPLICABLE',
        detail: 'AWS does not have the Well-Architected Tool in eu-west-1.',
      }),
    ]);
  });

  it('offers to delete each share, and an entry of the register', () => {
    const found = finding(judge({ workloads: [workload(STRANGER, user(STRANGER))] }));
    expect(fixOf(found, 'cli')).toBe(
      [STRANGER, user(STRANGER)]
        .map(
          (entity) =>
            `aws wellarchitected delete-workload-share --workload-id '${ID}' --share-id 'id-${entity}' --region '${REGION}'`,
        )
        .join(' &&\n'),
    );
    expect(fixOf(found, 'configuration')).toContain(STRANGER);
    const lens = { arn: LENS, name: 'house rules', shares: [share(REGISTERED, { permission: null })] };
    const ofLens = finding(judge({ lenses: [lens] }));
    expect(fixOf(ofLens, 'cli')).toBe(
      `aws wellarchitected delete-lens-share --lens-alias '${LENS}' --share-id 'id-${REGISTERED}' --region '${REGION}'`,
    );
    expect(fixOf(ofLens, 'configuration')).toBe('');
    const ended = (arn: string, member: Member) =>
      fixOf(finding(judge({ [member]: [{ arn, name: 'x', shares: [share(REGISTERED)] }] })), 'cli');
    expect(ended(PROFILE, 'profiles')).toBe(
      `aws wellarchitected delete-profile-share --profile-arn '${PROFILE}' --share-id 'id-${REGISTERED}' --region '${REGION}'`,
    );
    expect(ended(TEMPLATE, 'templates')).toBe(
      `aws wellarchitected delete-template-share --template-arn '${TEMPLATE}' --share-id 'id-${REGISTERED}' --region '${REGION}'`,
    );
  });
});
