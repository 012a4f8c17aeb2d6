import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalIdReuse } from '../../../src/checks/external-ids/external-id-reuse.ts';
import { rosterOf } from '../../../src/checks/external-ids/roster.ts';
import { sightingsIn } from '../../../src/checks/external-ids/sightings.ts';
import { oneIn, tries } from '../../support/thorough.ts';
import { contextOf, details, role, STRANGER, withExternalId } from '../support/trust-fixtures.ts';

/** How often judging so many roles that ask for one external ID reads the name of a party, and what it says of them. */
function judged(roles: number, where: { apart: boolean; vendors: boolean }) {
  let reads = 0;
  const context = contextOf();
  const accounts = Array.from({ length: where.apart ? roles : 1 }, (_, at) => String(200_000_000_000 + at));
  const digests = accounts.map((accountId, at) => {
    const count = where.apart ? 1 : roles;
    const own = Array.from({ length: count }, (_, index) =>
      role(withExternalId(where.vendors ? String(300_000_000_000 + at + index) : STRANGER), {
        name: `r${index}`,
        arn: `arn:aws:iam::${accountId}:role/r${index}`,
      }),
    );
    const { sightings } = sightingsIn(details(...own), context.study);
    const counted = sightings.map(({ name, admitted: _, role: __, folded, evidence, ...sighting }) => ({
      ...sighting,
      folded: folded(),
      evidence: evidence(),
      get name() {
        reads += 1;
        return name;
      },
    }));
    const account = { ...context.account, accountId };
    return { account, region: 'global', value: { sightings: counted, notUnderstood: [] } };
  });
  const outcomes = [...externalIdReuse.evaluate({ digests, gaps: [] }, context)];
  return { outcomes, reads, bytes: JSON.stringify(outcomes).length };
}

describe('many roles with one external ID', () => {
  oneIn(3).each([
    ['of as many vendors in one account', { apart: false, vendors: true }],
    ['of one vendor in as many accounts', { apart: true, vendors: false }],
    ['of as many vendors in as many accounts', { apart: true, vendors: true }],
  ])('%s cost and say as much each as a few do', (_name, where) => {
    const [few, many] = [judged(100, where), judged(400, where)];
    expect(many.outcomes).toHaveLength(400);
    expect(new Set(many.outcomes.map(({ status }) => status))).toEqual(new Set(['FAIL']));
    expect(JSON.stringify(many.outcomes[0])).toContain('and 389 more');
    expect(many.reads).toBeLessThanOrEqual(4.1 * few.reads);
    expect(many.bytes).toBeLessThan(4.1 * few.bytes);
  });
});

it('a roster names and counts all but one group, as reading all of it does', () => {
  const member = fc.record({ name: fc.string({ maxLength: 3 }), group: fc.constantFrom('a', 'b', 'c') });
  fc.assert(
    fc.property(fc.array(member, { maxLength: 60 }), fc.constantFrom('a', 'b', 'd'), (members, group) => {
      const others = members.filter((one) => one.group !== group).map(({ name }) => name);
      const { count, first } = rosterOf(members).without(group);
      expect(count).toBe(others.length);
      expect(first).toEqual(others.sort().slice(0, 10));
    }),
    tries(100, 20_261_201),
  );
});
