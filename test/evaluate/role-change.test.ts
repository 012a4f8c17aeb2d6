import { describe, expect, it } from 'vitest';
import { changedRoles, changedThirdParties, thirdPartiesOf } from '../../src/evaluate/role-change.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import { type ThirdPartyRef, thirdPartyRef } from '../../src/model/party.ts';
import type { RoleDigests } from '../../src/model/role-inventory-entry.ts';

const A = '111111111111';
const NIMBUS = thirdPartyRef('registered', 'Nimbus', { accountId: '555566667777' });
const NIMBUS_UNREGISTERED = thirdPartyRef('unknown', '555566667777', { accountId: '555566667777' });
const PROVIDER = thirdPartyRef('identity-provider', 'token.example');
const ANYONE = thirdPartyRef('public', 'token.example');

interface Known {
  name: string;
  digests?: RoleDigests;
  parties?: ThirdPartyRef[];
}

const arn = (name: string) => `arn:aws:iam::${A}:role/${name}`;

function earlier(...roles: Known[]): Baseline {
  const known = roles.map(({ name, parties = [], ...more }) => ({
    accountId: A,
    roleArn: arn(name),
    parties,
    ...more,
  }));
  return { roles: known } as unknown as Baseline;
}

function report(
  roles: Known[],
  {
    status = 'COMPLETE',
    gaps = [],
    unanswered = [],
  }: { status?: string; gaps?: object[]; unanswered?: string[] } = {},
) {
  return {
    scope: { accounts: [{ accountId: A, status }] },
    coverage: { gaps },
    roles: roles.map(({ name, parties = [], ...more }) => ({
      accountId: A,
      roleArn: arn(name),
      admits: parties.map((party) => ({ party })),
      ...more,
    })),
    unanswered: unanswered.map((name) => ({ resourceArn: arn(name) })),
  } as unknown as Parameters<typeof changedRoles>[1];
}

describe('roles open to outsiders', () => {
  it('came, went and stayed', () => {
    const changes = changedRoles(
      earlier({ name: 'gone' }, { name: 'kept' }),
      report([{ name: 'new' }, { name: 'kept' }]),
      true,
    );
    expect(changes).toEqual({ appeared: [arn('new')], vanished: [arn('gone')], changed: [], notKnown: [] });
  });

  it.each<[string, Parameters<typeof report>[1]]>([
    ['its account was not read', { status: 'FAILED' }],
    ['the roles of its account were not read', { gaps: [{ accountId: A, fact: 'authorization-details' }] }],
    ['its trust policy was not understood', { unanswered: ['gone'] }],
  ])('are not known to be gone where %s', (_what, more) => {
    const changes = changedRoles(earlier({ name: 'gone' }), report([], more), true);
    expect([changes.vanished, changes.notKnown]).toEqual([[], [arn('gone')]]);
  });

  it('are gone where something else of the account was not read', () => {
    const gaps = [
      { accountId: A, fact: 'drift' },
      { accountId: '2', fact: 'authorization-details' },
    ];
    expect(changedRoles(earlier({ name: 'gone' }), report([], { gaps }), true).vanished).toEqual([
      arn('gone'),
    ]);
  });

  const digests = (more: Partial<RoleDigests> = {}): RoleDigests => ({
    trustPolicy: 't',
    permissions: 'p',
    ...more,
  });
  const ids = (...externalIds: NonNullable<RoleDigests['externalIds']>) => digests({ externalIds });

  it.each<[string, RoleDigests | undefined, RoleDigests | undefined, string[]]>([
    ['nothing', digests(), digests(), []],
    ['its trust policy', digests(), digests({ trustPolicy: 'T' }), ['trust policy']],
    ['its permissions', digests(), digests({ permissions: 'P' }), ['permissions']],
    [
      'all',
      ids(),
      { trustPolicy: 'T', permissions: 'P', externalIds: [{ party: 'a', fingerprints: ['1'] }] },
      ['trust policy', 'external ID', 'permissions'],
    ],
    ['nothing known, by an earlier version', undefined, digests(), []],
    ['nothing known any more', digests(), undefined, []],
    [
      'no external ID',
      ids({ party: 'a', fingerprints: ['1', '2'] }),
      ids({ party: 'a', fingerprints: ['1', '2'] }),
      [],
    ],
    [
      'one external ID',
      ids({ party: 'a', fingerprints: ['1'] }),
      ids({ party: 'a', fingerprints: ['2'] }),
      ['external ID'],
    ],
    [
      'the external ID, which another asks for',
      ids({ party: 'a', fingerprints: ['1'] }),
      ids({ party: 'b', fingerprints: ['1'] }),
      ['external ID'],
    ],
    [
      'the external ID of a second party',
      ids({ party: 'a', fingerprints: ['1'] }),
      ids({ party: 'a', fingerprints: ['1'] }, { party: 'b', fingerprints: ['2'] }),
      ['external ID'],
    ],
    [
      'the external ID of a party that is gone',
      ids({ party: 'a', fingerprints: ['1'] }, { party: 'b', fingerprints: ['2'] }),
      ids({ party: 'a', fingerprints: ['1'] }),
      ['external ID'],
    ],
    [
      'nothing but upper and lower case, where any is taken',
      ids({ party: 'a', fingerprints: ['1'], inAnyCase: ['i'] }),
      ids({ party: 'a', fingerprints: ['2'], inAnyCase: ['i'] }),
      [],
    ],
    [
      'more than upper and lower case',
      ids({ party: 'a', fingerprints: ['1'], inAnyCase: ['i'] }),
      ids({ party: 'a', fingerprints: ['2'], inAnyCase: ['j'] }),
      ['external ID'],
    ],
    [
      'nothing, where only one run knows of any case',
      ids({ party: 'a', fingerprints: ['1'] }),
      ids({ party: 'a', fingerprints: ['1'], inAnyCase: ['i'] }),
      [],
    ],
  ])('changed: %s', (_what, was, now, what) => {
    const known = (value: RoleDigests | undefined) => [{ name: 'kept', ...(value && { digests: value }) }];
    const { changed } = changedRoles(earlier(...known(was)), report(known(now)), true);
    expect(changed).toEqual(what.length === 0 ? [] : [{ roleArn: arn('kept'), what }]);
  });

  it('have no other external ID where another key made the fingerprints', () => {
    const was = { name: 'kept', digests: ids({ party: 'a', fingerprints: ['1'] }) };
    const now = { name: 'kept', digests: ids({ party: 'a', fingerprints: ['2'] }) };
    expect(changedRoles(earlier(was), report([now]), false).changed).toEqual([]);
  });
});

describe('third parties', () => {
  function changes(was: Known[], now: Known[], notKnown: string[] = []) {
    const {
      appeared,
      vanished,
      notKnown: unclear,
    } = changedThirdParties(earlier(...was), report(now), notKnown.map(arn));
    const names = (parties: readonly ThirdPartyRef[]) => parties.map(({ name }) => name);
    return { appeared: names(appeared), vanished: names(vanished), unclear: names(unclear) };
  }

  it('came and went', () => {
    const found = changes([{ name: 'a', parties: [NIMBUS] }], [{ name: 'a', parties: [PROVIDER] }]);
    expect(found).toEqual({ appeared: ['token.example'], vanished: ['Nimbus'], unclear: [] });
  });

  it('are the same by another name of the register, and others of another kind', () => {
    const none = { appeared: [], vanished: [], unclear: [] };
    expect(
      changes([{ name: 'a', parties: [NIMBUS_UNREGISTERED] }], [{ name: 'b', parties: [NIMBUS] }]),
    ).toEqual(none);
    expect(
      changes([{ name: 'a', parties: [PROVIDER] }], [{ name: 'a', parties: [ANYONE] }]).appeared,
    ).toHaveLength(1);
  });

  it('are not known to be gone from a role that was not read', () => {
    const was = [
      { name: 'unread', parties: [NIMBUS] },
      { name: 'read', parties: [PROVIDER] },
    ];
    expect(changes(was, [], ['unread'])).toEqual({
      appeared: [],
      vanished: ['token.example'],
      unclear: ['Nimbus'],
    });
  });

  it('of a role are those from outside, each once, in order', () => {
    const own = { kind: 'own' as const, name: 'Tools', accountId: '2' };
    const admits = [PROVIDER, own, NIMBUS, NIMBUS].map((party) => ({ party }));
    expect(thirdPartiesOf({ admits } as never)).toEqual([NIMBUS, PROVIDER]);
  });
});
