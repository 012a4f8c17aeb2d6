import { describe, expect, it } from 'vitest';
import { externalIdReuse } from '../../../src/checks/external-ids/external-id-reuse.ts';
import type { Failed, Outcome } from '../../../src/model/check.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { studyOf } from '../../../src/model/study.ts';
import {
  allow,
  contextOf,
  details,
  ENTRY,
  fixOf,
  OWN,
  REGISTERED,
  role,
  STRANGER,
  UUID,
  VENDOR,
  withExternalId,
} from '../support/trust-fixtures.ts';

const OTHER_UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const SECOND_REGISTERED = '666677778888';

function evaluate(...accounts: Array<{ accountId: string; roles: Role[] }>): Outcome[] {
  const entry = { ...ENTRY, accountIds: [REGISTERED, SECOND_REGISTERED] };
  const context = contextOf({ entry });
  const whoIs = context.parties.whoIs;
  const parties = {
    ...context.parties,
    whoIs: (id: string) => (id === SECOND_REGISTERED ? { ...whoIs(REGISTERED), accountId: id } : whoIs(id)),
  };
  const digests = accounts.map(({ accountId, roles }) => {
    const account = { ...context.account, accountId };
    const facts = { 'authorization-details': details(...roles) };
    const study = studyOf({ ...context, parties, account });
    // Digests must survive JSON.
    const value = JSON.parse(
      JSON.stringify(externalIdReuse.digest(facts, { ...context, parties, account, study })),
    );
    return { account, region: 'global', value };
  });
  return [...externalIdReuse.evaluate({ digests, gaps: [] }, { ...context, parties })];
}

function summary(outcomes: Outcome[]): string[] {
  return outcomes.map((outcome) =>
    [outcome.accountId, outcome.status, outcome.status === 'FAIL' ? outcome.severity : ''].join(' ').trim(),
  );
}

const A = '111122223333';
const B = OWN;

describe('external-id-reuse', () => {
  it('is high for different third parties, in one account or several', () => {
    const roles = [
      role(withExternalId(VENDOR), { name: 'a' }),
      role(withExternalId(STRANGER), { name: 'b' }),
    ];
    expect(summary(evaluate({ accountId: A, roles }))).toEqual([`${A} FAIL high`, `${A} FAIL high`]);
    const [first, second] = roles as [Role, Role];
    const apart = evaluate({ accountId: A, roles: [first] }, { accountId: B, roles: [second] });
    expect(summary(apart)).toEqual([`${A} FAIL high`, `${B} FAIL high`]);
    const found = apart[0] as Failed;
    expect(found).toMatchObject({
      discriminator: VENDOR,
      thirdParty: { name: 'Datadog' },
      evidence: [{ accountId: A }],
    });
    expect(found.detail).toContain('The external ID *** of Datadog');
    expect(found.detail).toContain(`:role/b (account ${STRANGER})`);
    expect(found.detail).not.toContain(UUID);
  });

  it('says which ID it is only where several are used again', () => {
    const ids = [UUID, '0d9d5a5c-64f1-4e6b-9f5a-3f1f0a3b7c21'];
    const detail = (used: string[]) => {
      const outcomes = evaluate(
        {
          accountId: A,
          roles: [role(withExternalId(VENDOR, ids)), role(withExternalId(STRANGER, used), { name: 'other' })],
        },
        { accountId: B, roles: [role(withExternalId(VENDOR, used))] },
      );
      return (outcomes[0] as Failed).detail;
    };
    expect(detail(ids.slice(0, 1))).toMatch(
      / It guards roles of other third parties too: .* uses it in other /,
    );
    expect(detail(ids)).toMatch(/ \*\*\* guards roles of other third parties too: .* uses \*\*\* in other /);
  });

  it('is medium for the same third party in several accounts', () => {
    const outcomes = evaluate(
      { accountId: A, roles: [role(withExternalId(VENDOR))] },
      { accountId: B, roles: [role(withExternalId(VENDOR))] },
    );
    expect(summary(outcomes)).toEqual([`${A} FAIL medium`, `${B} FAIL medium`]);
  });

  it('takes two accounts of one registered third party for one party', () => {
    const outcomes = evaluate({
      accountId: A,
      roles: [
        role(withExternalId(REGISTERED), { name: 'a' }),
        role(withExternalId(SECOND_REGISTERED), { name: 'b' }),
      ],
    });
    expect(summary(outcomes)).toEqual([`${A} PASS`, `${A} PASS`]);
  });

  it('takes accounts of one unknown vendor that one role asks for one id for one use', () => {
    const PAIR = [STRANGER, '888877776666'] as const;
    const statement = allow(STRANGER, {
      Principal: { AWS: PAIR.map((id) => `arn:aws:iam::${id}:root`) },
      Condition: { StringEquals: { 'sts:ExternalId': UUID } },
    });
    const several = PAIR.map((id) => withExternalId(id));
    for (const statements of [statement, several]) {
      const here = { accountId: A, roles: [role(statements)] };
      expect(summary(evaluate(here))).toEqual([`${A} PASS`]);
      // In another account it is the same vendor's id again, said once a role.
      expect(summary(evaluate(here, { accountId: B, roles: [role(statements)] }))).toEqual([
        `${A} FAIL medium`,
        `${B} FAIL medium`,
      ]);
      expect(summary(evaluate(here, { accountId: B, roles: [role(withExternalId(PAIR[1]))] }))).toEqual([
        `${A} FAIL medium`,
        `${B} FAIL medium`,
      ]);
      // And it is another vendor's where another role asks somebody else for it.
      expect(summary(evaluate(here, { accountId: B, roles: [role(withExternalId(VENDOR))] }))).toEqual([
        `${A} FAIL high`,
        `${B} FAIL high`,
      ]);
    }
  });

  it('takes an unknown account beside a named party for an account of it, and two named parties for two', () => {
    const of = (...ids: string[]) => [role(ids.map((id) => withExternalId(id)))];
    expect(summary(evaluate({ accountId: A, roles: of(VENDOR, STRANGER) }))).toEqual([`${A} PASS`]);
    expect(summary(evaluate({ accountId: A, roles: of(REGISTERED, SECOND_REGISTERED) }))).toEqual([
      `${A} PASS`,
    ]);
    expect(summary(evaluate({ accountId: A, roles: of(VENDOR, REGISTERED) }))).toEqual([
      `${A} FAIL high`,
      `${A} FAIL high`,
    ]);
    // What is bound together by an unknown account is not one party for that.
    const bridged = [
      ...of(VENDOR, STRANGER),
      { ...(of(REGISTERED, STRANGER)[0] as Role), arn: 'arn:aws:iam::111122223333:role/b' },
    ];
    expect(summary(evaluate({ accountId: A, roles: bridged })).every((one) => one.endsWith('high'))).toBe(
      true,
    );
  });

  it('passes roles of one third party in one account, and ids of their own', () => {
    const same = [role(withExternalId(VENDOR), { name: 'a' }), role(withExternalId(VENDOR), { name: 'b' })];
    const outcomes = evaluate(
      { accountId: A, roles: same },
      { accountId: B, roles: [role(withExternalId(VENDOR, OTHER_UUID))] },
    );
    expect(summary(outcomes)).toEqual([`${A} PASS`, `${A} PASS`, `${B} PASS`]);
  });

  it('leaves out roles without an external ID, and ids that are patterns', () => {
    const pattern = allow(STRANGER, { Condition: { StringLike: { 'sts:ExternalId': 'x-*' } } });
    const roles = [role(allow(VENDOR)), role(pattern, { name: 'p' })];
    expect(evaluate({ accountId: A, roles }, { accountId: B, roles })).toEqual([]);
  });

  it('is unknown for a role that was not understood, unless it is seen to reuse an id', () => {
    const broken = role([withExternalId(VENDOR), { Effect: 'Maybe' }], { name: 'broken' });
    expect(summary(evaluate({ accountId: A, roles: [broken, role('nonsense')] }))).toEqual([
      `${A} UNKNOWN`,
      `${A} UNKNOWN`,
    ]);
    const reused = evaluate(
      { accountId: A, roles: [broken] },
      { accountId: B, roles: [role(withExternalId(VENDOR))] },
    );
    expect(summary(reused)).toEqual([`${A} FAIL medium`, `${B} FAIL medium`]);
  });

  it('tells upper from lower case, unless one of the two policies does not', () => {
    const lower = withExternalId(VENDOR, UUID);
    const upper = withExternalId(STRANGER, UUID.toUpperCase());
    const anyCase = (statement: object): object =>
      JSON.parse(JSON.stringify(statement).replace('"StringEquals"', '"StringEqualsIgnoreCase"'));
    const judged = (one: object, other: object) =>
      summary(evaluate({ accountId: A, roles: [role(one, { name: 'a' }), role(other, { name: 'b' })] }));
    expect(judged(lower, upper)).toEqual([`${A} PASS`, `${A} PASS`]);
    const both = [`${A} FAIL high`, `${A} FAIL high`];
    expect(judged(anyCase(lower), upper)).toEqual(both);
    expect(judged(lower, anyCase(upper))).toEqual(both);
    expect(judged(anyCase(lower), anyCase(upper))).toEqual(both);
  });
});

describe('what external-id-reuse tells', () => {
  const places = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      accountId: `3000000000${String(index).padStart(2, '0')}`,
      roles: [role(withExternalId(VENDOR), { name: `r${String(index).padStart(2, '0')}` })],
    }));
  const told = (count: number) =>
    evaluate({ accountId: A, roles: [role(withExternalId(VENDOR))] }, ...places(count))[0];

  it.each([
    [2, /in other accounts: \S+:role\/r00 \([^)]*\)\) and \S+:role\/r01 \([^)]*\)\)\.$/],
    [10, /:role\/r08 \([^)]*\)\) and \S+:role\/r09 \([^)]*\)\)\.$/],
    [12, /:role\/r09 \([^)]*\)\) and 2 more\.$/],
  ])('names up to ten of %i other places', (count, says) => {
    expect(told(count)?.detail).toMatch(says);
  });

  it('is where else the id is, and not where it is not', () => {
    expect(told(1)?.detail).not.toContain('other third parties');
    const roles = [
      role(withExternalId(VENDOR), { name: 'a' }),
      role(withExternalId(STRANGER), { name: 'b' }),
    ];
    expect(evaluate({ accountId: A, roles })[0]?.detail).not.toContain('in other accounts');
  });

  it('asks for a new id of that party, by commands too', () => {
    const found = told(1) as Failed;
    expect(found.corrects).toEqual({ newExternalId: [VENDOR] });
    expect(fixOf(found, 'cli')).toContain("aws iam update-assume-role-policy --role-name 'access'");
  });
});
