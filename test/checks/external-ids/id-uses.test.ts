import { describe, expect, it } from 'vitest';
import { usesIn } from '../../../src/checks/external-ids/id-uses.ts';
import type { Sighting } from '../../../src/checks/external-ids/sightings.ts';
import { HERE, OWN, REGISTERED, STRANGER, VENDOR } from '../support/trust-fixtures.ts';

const NAMES: Record<string, string> = { [VENDOR]: 'Datadog', [REGISTERED]: 'Auditors Ltd' };

/** What a role asks of an account; an id in upper or lower case is the same once folded. */
function asks(role: string, party: string, externalIds: string[], more: Partial<Sighting> = {}): Sighting {
  const name = NAMES[party];
  return {
    resource: { arn: role, type: 'AWS::IAM::Role' },
    key: party,
    thirdParty:
      name === undefined
        ? { kind: 'unknown', accountId: party, name: party }
        : { kind: 'known-vendor', accountId: party, name },
    name: `account ${party}`,
    externalIds,
    inAnyCase: [],
    folded: Object.fromEntries(externalIds.map((id) => [id, id.toLowerCase()])),
    evidence: [],
    ...more,
  };
}

const ignoring = (role: string, party: string, ...ids: string[]) =>
  asks(role, party, ids, { inAnyCase: ids });

/** Where else the ids of the first role in the first account are used: `other parties | other accounts`. */
function elsewhere(
  id: string,
  ...accounts: Array<{ of: string; sightings: Sighting[] }>
): { parties: string[]; accounts: string[] } {
  const uses = usesIn(
    accounts.map(({ of, sightings }) => ({
      account: { accountId: of, name: of },
      region: 'global',
      value: { sightings },
    })) as never,
  );
  const [first] = accounts;
  const [use] = uses.sameUse(first?.of ?? '', first?.sightings ?? []);
  if (use === undefined) throw new Error('no use');
  const { otherParties, otherAccounts } = uses.elsewhere(use, id);
  const roles = ({ first: named }: { first: readonly string[] }) =>
    named.map((one) => one.split(' ')[0] ?? '');
  return { parties: roles(otherParties), accounts: roles(otherAccounts) };
}

describe('the uses of an external ID', () => {
  it.each<[words: string, id: string, first: Sighting, second: Sighting, met: boolean]>([
    ['the same', 'x', asks('a', VENDOR, ['x']), asks('b', STRANGER, ['x']), true],
    ['another one', 'x', asks('a', VENDOR, ['x']), asks('b', STRANGER, ['y']), false],
    ['in another case', 'x', asks('a', VENDOR, ['x']), asks('b', STRANGER, ['X']), false],
    [
      'in another case that does not count there',
      'x',
      asks('a', VENDOR, ['x']),
      ignoring('b', STRANGER, 'X'),
      true,
    ],
    [
      'in another case that does not count here',
      'x',
      ignoring('a', VENDOR, 'x'),
      asks('b', STRANGER, ['X']),
      true,
    ],
    [
      'in another case that counts nowhere',
      'x',
      ignoring('a', VENDOR, 'x'),
      ignoring('b', STRANGER, 'X'),
      true,
    ],
    [
      'of a value whose other spellings are not known',
      'x',
      asks('a', VENDOR, ['x'], { folded: {} }),
      asks('b', STRANGER, ['x'], { folded: {} }),
      true,
    ],
    [
      'beside one whose case does not count',
      'x',
      asks('a', VENDOR, ['x']),
      asks('b', STRANGER, ['X', 'y'], { inAnyCase: ['y'] }),
      false,
    ],
    [
      'that one of two spellings there lets in',
      'xY',
      asks('a', VENDOR, ['xY']),
      asks('b', STRANGER, ['XY', 'xy'], { inAnyCase: ['XY'] }),
      true,
    ],
    [
      'beside another spelling here whose case does not count',
      'x',
      asks('a', VENDOR, ['X', 'x'], { inAnyCase: ['X'] }),
      ignoring('b', STRANGER, 'x'),
      true,
    ],
    ['asked of nobody', 'z', asks('a', VENDOR, ['x']), asks('b', STRANGER, ['x']), false],
  ])('meet by another third party: %s', (_, id, first, second, met) => {
    const told = elsewhere(id, { of: HERE, sightings: [first, second] });
    expect(told).toEqual({ parties: met ? ['b'] : [], accounts: [] });
  });

  it('meet by the same third party in another account, and not in this one', () => {
    const here = { of: HERE, sightings: [asks('a', VENDOR, ['x']), asks('b', VENDOR, ['x'])] };
    const there = { of: OWN, sightings: [asks('c', VENDOR, ['x'])] };
    expect(elsewhere('x', here, there)).toEqual({ parties: [], accounts: ['c'] });
  });

  it('are told each once, however many spellings they meet by', () => {
    const second = asks('b', STRANGER, ['X', 'x'], { inAnyCase: ['X'] });
    const here = { of: HERE, sightings: [ignoring('a', VENDOR, 'x'), second] };
    expect(elsewhere('x', here)).toEqual({ parties: ['b'], accounts: [] });
  });
});

describe('one role that asks several accounts of one third party', () => {
  const piece = (pointer: string) => ({
    fact: 'authorization-details',
    region: 'global',
    pointer,
    value: {},
  });
  const second = asks('a', '999', ['x', 'y'], {
    thirdParty: { kind: 'known-vendor', accountId: VENDOR, name: 'Datadog' },
    name: 'the second',
    inAnyCase: ['y'],
    evidence: [piece('/1'), piece('/2')] as Sighting['evidence'],
  });
  const first = asks('a', '111', ['x', 'Z'], {
    thirdParty: second.thirdParty,
    name: 'the first',
    inAnyCase: ['x', 'Z'],
    evidence: [piece('/0'), piece('/1')] as Sighting['evidence'],
  });

  it.each([[[second, first]], [[first, second]]])(
    'is one use of all their ids, in the order of keys',
    (sightings) => {
      const [use, ...others] = usesIn([]).sameUse(HERE, sightings);
      expect(others).toEqual([]);
      expect(use).toMatchObject({ accountId: HERE, keys: sightings.map(({ key }) => key) });
      expect(use?.sighting).toMatchObject({
        key: '111',
        name: 'the first and the second',
        folded: { x: 'x', y: 'y', Z: 'z' },
      });
      const sorted = (list: readonly string[] = []) => [...list].sort();
      expect(sorted(use?.sighting.externalIds)).toEqual(['Z', 'x', 'y']);
      expect(sorted(use?.sighting.inAnyCase)).toEqual(['Z', 'x', 'y']);
      expect(sorted(use?.sighting.evidence.map(({ pointer }) => pointer))).toEqual(['/0', '/1', '/2']);
    },
  );

  it('is left as it is where it asks one account alone', () => {
    const [use] = usesIn([]).sameUse(HERE, [first]);
    expect(use?.sighting).toBe(first);
  });
});
