import { describe, expect, it } from 'vitest';
import { externalIdReuse } from '../../../src/checks/external-ids/external-id-reuse.ts';
import type { Failed, Outcome } from '../../../src/model/check.ts';
import type { Role } from '../../../src/model/iam-facts.ts';
import {
  allow,
  contextOf,
  details,
  ENTRY,
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
    // Digests must survive JSON.
    const value = JSON.parse(JSON.stringify(externalIdReuse.digest(facts, { ...context, parties, account })));
    return { account, region: 'global', value };
  });
  return externalIdReuse.evaluate({ digests, unread: [] }, { ...context, parties });
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
});
