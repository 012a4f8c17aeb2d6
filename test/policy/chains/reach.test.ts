import { describe, expect, it } from 'vitest';
import { A, admit, arn, assume, B, C, chainsOf, reachIn, rootOf, VENDOR, vendorReach } from './world.ts';

/** A role that the vendor enters, in account A. */
function entrance(may: object[] = [], more: object = {}) {
  return { account: A, name: 'first', trust: [admit(rootOf(VENDOR))], may, ...more };
}

describe('where an outsider gets', () => {
  it('directly, and no farther', () => {
    const reach = vendorReach({ roles: [entrance()] });
    expect(reach.direct).toEqual([{ roleArn: arn(A, 'first'), accountId: A, highestAccess: null }]);
    expect(reach.closed).toEqual(reach.direct);
    expect([reach.chains, reach.unclear]).toEqual([[], []]);
  });

  it('in two hops within an account, and into another', () => {
    const roles = [
      entrance([assume([arn(A, 'near'), arn(B, 'far')])]),
      { account: A, name: 'near', trust: [admit(rootOf(A))] },
      { account: B, name: 'far', trust: [admit(arn(A, 'first'))] },
    ];
    expect(chainsOf({ roles })).toEqual(['first → near', 'first → far']);
    expect(vendorReach({ roles }).closed).toEqual([]);
  });

  it('in three hops over three accounts', () => {
    const roles = [
      entrance([assume(arn(B, 'second'))]),
      { account: B, name: 'second', trust: [admit(rootOf(A))], may: [assume(arn(C, 'third'))] },
      { account: C, name: 'third', trust: [admit(arn(B, 'second'))] },
    ];
    expect(chainsOf({ roles })).toEqual(['first → second', 'first → second → third']);
  });

  it('by the shortest way, and the first of several by ARN', () => {
    const roles = [
      entrance([assume()]),
      { account: A, name: 'detour', trust: [admit(arn(A, 'first'))], may: [assume()] },
      { account: A, name: 'another', trust: [admit(arn(A, 'first'))], may: [assume()] },
      { account: B, name: 'end', trust: [admit([arn(A, 'detour'), arn(A, 'another'), arn(A, 'first')])] },
      { account: C, name: 'last', trust: [admit([arn(A, 'detour'), arn(A, 'another')])] },
    ];
    expect(chainsOf({ roles })).toEqual([
      'first → another',
      'first → detour',
      'first → end',
      'first → another → last',
    ]);
    expect(chainsOf({ roles: [...roles].reverse() })).toEqual(chainsOf({ roles }));
  });

  it('with a step from each role that leads on, though another is on the shortest way', () => {
    const roles = [
      entrance([assume()]),
      entrance([assume()], { name: 'second' }),
      entrance([], { name: 'third' }),
      { account: B, name: 'end', trust: [admit(rootOf(A))] },
    ];
    expect(chainsOf({ roles })).toEqual(['first → end']);
    expect(vendorReach({ roles }).leadsOn).toEqual([
      { from: arn(A, 'first'), to: arn(B, 'end') },
      { from: arn(A, 'second'), to: arn(B, 'end') },
    ]);
  });

  it('with how each role on the way administers its account, if it does', () => {
    const all = { Effect: 'Allow', Action: '*', Resource: '*' };
    const roles = [
      entrance([assume()]),
      { account: B, name: 'end', trust: [admit(rootOf(A))], may: [all] },
      { account: B, name: 'other', trust: [admit(rootOf(A))] },
    ];
    const steps = vendorReach({ roles }).chains.map((chain) => chain.map((step) => step.administered));
    expect(steps).toEqual([
      [undefined, 'is'],
      [undefined, undefined],
    ]);
    expect(vendorReach({ roles }).chains[1]?.[1]).not.toHaveProperty('administered');
  });

  it('without going round in a circle', () => {
    const roles = [
      entrance([assume()], { trust: [admit([rootOf(VENDOR), arn(B, 'second')])] }),
      { account: B, name: 'second', trust: [admit([rootOf(A), rootOf(B)])], may: [assume()] },
    ];
    expect(chainsOf({ roles })).toEqual(['first → second']);
  });

  it('not to roles that admit it directly', () => {
    const roles = [
      entrance([assume()]),
      { account: B, name: 'second', trust: [admit([rootOf(VENDOR), rootOf(A)])] },
    ];
    const reach = vendorReach({ roles });
    expect(reach.chains).toEqual([]);
    expect(reach.closed).toHaveLength(2);
  });

  it('each for itself', () => {
    const other = '888888888888';
    const roles = [
      entrance([assume(arn(B, 'end'))]),
      { account: A, name: 'theirs', trust: [admit(rootOf(other))] },
      { account: B, name: 'end', trust: [admit(rootOf(A))] },
    ];
    expect(reachIn({ roles }).map(({ key, chains }) => [key, chains.length])).toEqual([
      [other, 0],
      [VENDOR, 1],
    ]);
  });

  it('one after the other by key, in whatever order their roles are read', () => {
    const keys = ['777777777777', '555555555555', '888888888888', '666666666666'];
    const roles = keys.map((key, at) => ({ account: A, name: `role-${at}`, trust: [admit(rootOf(key))] }));
    expect(reachIn({ roles }).map(({ key }) => key)).toEqual(keys.toSorted());
    expect(reachIn({ roles: roles.toReversed() }).map(({ key }) => key)).toEqual(keys.toSorted());
  });

  it('not by a grant that has ended', () => {
    const ended = { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } };
    const roles = [
      entrance([assume()], { trust: [admit(rootOf(VENDOR), ended)] }),
      { account: B, name: 'end', trust: [admit(rootOf(A))] },
    ];
    expect(reachIn({ roles })).toEqual([]);
  });
});

describe('both sides', () => {
  const target = { account: B, name: 'end', trust: [admit(arn(A, 'first'))] };

  it('are needed between accounts', () => {
    expect(chainsOf({ roles: [entrance(), target] })).toEqual([]);
    expect(chainsOf({ roles: [entrance([assume()]), target] })).toEqual(['first → end']);
    const closed = { ...target, trust: [admit(arn(A, 'someone-else'))] };
    expect(chainsOf({ roles: [entrance([assume()]), closed] })).toEqual([]);
  });

  it('are not needed within one, where the trust policy names the role', () => {
    const named = { ...target, account: A };
    expect(chainsOf({ roles: [entrance(), named] })).toEqual(['first → end']);
    expect(chainsOf({ roles: [entrance(), { ...named, trust: [admit(rootOf(A))] }] })).toEqual([]);
  });

  it('are told by the statements of both', () => {
    const [chain] = vendorReach({ roles: [entrance([assume(arn(B, 'end'))]), target] }).chains;
    expect(chain).toEqual([
      {
        roleArn: arn(A, 'first'),
        accountId: A,
        highestAccess: 'write',
        permission: null,
        conditions: [],
        statements: [
          { accountId: A, pointer: '/roles/0/trustPolicy/Statement/0', value: admit(rootOf(VENDOR)) },
        ],
      },
      {
        roleArn: arn(B, 'end'),
        accountId: B,
        highestAccess: null,
        permission: 'statement 1 of inline policy onward',
        conditions: [],
        statements: [
          {
            accountId: A,
            pointer: '/roles/0/inlinePolicies/0/document/Statement/0',
            value: assume(arn(B, 'end')),
          },
          { accountId: B, pointer: '/roles/0/trustPolicy/Statement/0', value: admit(arn(A, 'first')) },
        ],
      },
    ]);
  });

  it('hold for sessions named in a trust policy, under the session’s name', () => {
    const session = `arn:aws:sts::${A}:assumed-role/first/deploy`;
    const roles = [entrance([], { path: '/vendors/' }), { ...target, account: A, trust: [admit(session)] }];
    const [chain] = vendorReach({ roles }).chains;
    expect(chain?.[1]?.conditions).toEqual(['the session of the role before is named deploy']);
  });
});

describe('what the first role may ask for', () => {
  const targets = ['deploy-web', 'deploy-api', 'backup'].map((name) => ({
    account: B,
    name,
    trust: [admit(rootOf(A))],
  }));
  const ask = (...may: object[]) => chainsOf({ roles: [entrance(may), ...targets] });

  it('may be a pattern', () => {
    expect(ask(assume('arn:aws:iam::*:role/deploy-*'))).toEqual(['first → deploy-api', 'first → deploy-web']);
    expect(ask(assume(`arn:aws:iam::${B}:role/*up`))).toEqual(['first → backup']);
    expect(ask(assume('arn:aws:iam::2*:role/deploy-?pi'))).toEqual(['first → deploy-api']);
    expect(ask(assume(`arn:aws:iam::${C}:role/*`))).toEqual([]);
    expect(ask(assume('arn:aws:iam::*:role/other/deploy-*'))).toEqual([]);
  });

  it('may be all but some', () => {
    const others = { Effect: 'Allow', Action: 'sts:*', NotResource: 'arn:aws:iam::*:role/deploy-*' };
    expect(ask(others)).toEqual(['first → backup']);
    expect(ask({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })).toHaveLength(3);
    expect(ask({ Effect: 'Allow', NotAction: 'sts:*', Resource: '*' })).toEqual([]);
  });

  it('is stopped by an explicit Deny', () => {
    const deny = { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/deploy-*' };
    expect(ask(assume(), deny)).toEqual(['first → backup']);
  });

  it('is stopped by a Deny within one account too, where the trust policy would be enough', () => {
    const deny = { Effect: 'Deny', Action: 'sts:*', Resource: '*' };
    const named = { account: A, name: 'end', trust: [admit(arn(A, 'first'))] };
    expect(chainsOf({ roles: [entrance([deny]), named] })).toEqual([]);
  });

  it('is stopped by a permissions boundary, of the role but not of its session', () => {
    const boundary = [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }];
    const end = { account: A, name: 'end', trust: [admit(arn(A, 'first'))] };
    const bounded = entrance([assume()], { boundary });
    expect(chainsOf({ roles: [bounded, ...targets, end] })).toEqual([]);
    const session = { ...end, trust: [admit(`arn:aws:sts::${A}:assumed-role/first/any`)] };
    expect(chainsOf({ roles: [bounded, session] })).toEqual(['first → end']);
    const wide = [...boundary, assume(arn(B, 'backup'))];
    expect(chainsOf({ roles: [entrance([assume()], { boundary: wide }), ...targets] })).toEqual([
      'first → backup',
    ]);
  });

  it('is not stopped by a boundary that was not collected', () => {
    const roles = [entrance([assume(arn(B, 'backup'))], { boundary: 'not collected' }), ...targets];
    expect(chainsOf({ roles })).toEqual(['first → backup']);
  });
});

describe('what was not read', () => {
  const NOWHERE = arn(C, 'somewhere');

  it('leaves a role unclear that may ask for roles of an account that was not read', () => {
    const reach = vendorReach({ roles: [entrance([assume(NOWHERE)])], unread: [C] });
    expect(reach.unclear).toEqual([
      {
        roleArn: arn(A, 'first'),
        accountId: A,
        highestAccess: 'write',
        reason: `it may ask for roles of account ${C}, which could not be read`,
      },
    ]);
    expect(vendorReach({ roles: [entrance([assume()])], unread: [B, C] }).unclear).toHaveLength(1);
  });

  it('does not matter where the role may not ask for it', () => {
    const elsewhere = entrance([assume(arn(B, 'somewhere'))]);
    expect(vendorReach({ roles: [elsewhere], unread: [C] }).unclear).toEqual([]);
    const denied = entrance([assume(), { Effect: 'Deny', Action: '*', Resource: '*' }]);
    expect(vendorReach({ roles: [denied], unread: [C] }).unclear).toEqual([]);
  });

  it('leaves a role unclear whose policies were not understood or not collected', () => {
    const [broken, missing] = [
      entrance([{ Effect: 'Maybe' }]),
      entrance([], { attached: ['arn:aws:iam::aws:policy/SomethingNew'] }),
    ].map((role) => vendorReach({ roles: [role] }).unclear[0]?.reason);
    expect(broken).toContain('inline policy onward');
    expect(missing).toContain('attached policy SomethingNew');
  });

  it('leaves a role unclear that may ask for one whose trust policy was not understood', () => {
    const roles = [entrance([assume()]), { account: B, name: 'end', trust: 'nonsense' }];
    expect(vendorReach({ roles }).unclear[0]?.reason).toBe(
      `the trust policy of role ${arn(B, 'end')} was not understood in full`,
    );
    expect(vendorReach({ roles: [entrance(), ...roles.slice(1)] }).unclear).toEqual([]);
    const neighbour = { account: A, name: 'end', trust: 'nonsense' };
    expect(vendorReach({ roles: [entrance(), neighbour] }).unclear).toHaveLength(1);
  });

  it('concerns roles at the end of a chain just as well', () => {
    const roles = [
      entrance([assume(arn(B, 'second'))]),
      { account: B, name: 'second', trust: [admit(rootOf(A))], may: [assume(NOWHERE)] },
    ];
    const { unclear } = vendorReach({ roles, unread: [C] });
    expect(unclear.map(({ roleArn }) => roleArn)).toEqual([arn(B, 'second')]);
  });
});
