import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TO_BE_FILLED_IN } from '../../src/config/document.ts';
import { ConfigError } from '../../src/config/errors.ts';
import { parseDecisions } from '../../src/config/register-files.ts';
import { type RegisteredThirdParty, type ThirdPartyRef, thirdPartyRef } from '../../src/model/party.ts';
import type { AuditReport } from '../../src/model/report.ts';
import type { RoleInventoryEntry } from '../../src/model/role-inventory-entry.ts';
import type { ThirdPartySummary } from '../../src/model/third-party-summary.ts';
import { buildParties } from '../../src/parties/build-parties.ts';
import { visibleLines } from '../../src/report/visible.ts';
import { registerDraft } from '../../src/run/register-draft.ts';
import { auditReport } from '../report/fixture.ts';
import { HOSTILE } from '../report/fixture-parties.ts';
import { anyText } from '../support/any-text.ts';
import { tries } from '../support/thorough.ts';

const { run, thirdParties, roles } = auditReport();
const [summary] = thirdParties as [ThirdPartySummary];
const [role] = roles as [RoleInventoryEntry];

/** What the people who are asked would write. */
function filledIn(text: string): string {
  return text
    .replaceAll(`contractEnds: ${TO_BE_FILLED_IN}`, 'contractEnds: 2030-01-31')
    .replaceAll(`lastReviewed: ${TO_BE_FILLED_IN}`, 'lastReviewed: 2026-01-31')
    .replaceAll(`: ${TO_BE_FILLED_IN}`, ': Ana');
}

function loaded(text: string): RegisteredThirdParty[] {
  return parseDecisions(text, 'register.yaml', [], ['thirdParties']).thirdParties;
}

interface Found {
  ref: ThirdPartyRef;
  accountIds: string[];
  role: string;
  guards: string[];
}

function draftOf(found: readonly Found[], registered: readonly RegisteredThirdParty[] = [], all = false) {
  const report: Pick<AuditReport, 'run' | 'thirdParties' | 'roles'> = {
    run,
    thirdParties: found.map(({ ref, accountIds }) => ({ ...summary, party: ref, accountIds })),
    roles: found.map((one) => ({
      ...role,
      roleArn: one.role,
      admits: [{ party: one.ref, principal: one.role, requiredConditions: one.guards }],
    })),
  };
  return registerDraft(report, registered, all);
}

const hostile = fc.oneof(
  fc.constantFrom(...Object.values(HOSTILE), TO_BE_FILLED_IN, 'a\n- b: c #', ' ', '${X}'),
  anyText(300),
);
const accountId = fc.stringMatching(/^\d{12}$/);
const organizationId = fc.stringMatching(/^o-[a-z0-9]{10,32}$/);
const ref: fc.Arbitrary<Pick<Found, 'ref' | 'accountIds'>> = fc.oneof(
  fc.tuple(hostile, fc.uniqueArray(accountId, { minLength: 1, maxLength: 3 })).map(([name, accountIds]) => ({
    ref: thirdPartyRef('known-vendor', name),
    accountIds,
  })),
  accountId.map((id) => ({ ref: thirdPartyRef('unknown', id, { accountId: id }), accountIds: [id] })),
  organizationId.map((id) => ({ ref: thirdPartyRef('organization', id), accountIds: [] })),
  fc
    .tuple(fc.constantFrom('public', 'identity-provider', 'service', 'organization', 'unknown'), hostile)
    .map(([kind, name]) => ({ ref: thirdPartyRef(kind, name), accountIds: [] })),
);
const found: fc.Arbitrary<Found[]> = fc.array(
  fc
    .record({ party: ref, role: hostile, guards: fc.array(hostile, { maxLength: 2 }) })
    .map(({ party, ...rest }) => ({
      ...party,
      ...rest,
    })),
  { maxLength: 8 },
);

const DATADOG: RegisteredThirdParty = {
  name: 'Datadog',
  accountIds: ['111111111111'],
  organizationIds: [],
  owner: 'Ana',
  justification: 'Metrics',
  maxAccess: 'read',
};

describe('the draft of a register', () => {
  it('filled in, registers exactly those accounts and organizations that were found, whatever they are called', () => {
    fc.assert(
      fc.property(found, (parties) => {
        const { text, drafted } = draftOf(parties);
        const register = loaded(filledIn(text));
        expect(register.map(({ name }) => name)).toEqual(drafted.map(({ name }) => name));
        const ids = new Set(
          parties.flatMap(({ ref: { kind, name }, accountIds }) =>
            kind === 'organization' && /^o-[a-z0-9]{10,32}$/.test(name) ? [name] : accountIds,
          ),
        );
        // Nothing in the file hides or reorders what its readers see.
        expect(visibleLines(text)).toBe(text);
        expect(new Set(register.flatMap((one) => [...one.accountIds, ...one.organizationIds]))).toEqual(ids);
        const known = buildParties({ ownAccounts: [], ownOrganizationIds: [], vendors: [], register });
        for (const id of ids)
          expect(id.startsWith('o-') ? known.registeredOrganization(id) : known.whoIs(id).kind).toBeTruthy();
      }),
      tries(100, 20_261_204),
    );
  });

  it('is refused as it stands, with every line in which something is missing', () => {
    const { text, drafted } = draftOf([
      { ref: thirdPartyRef('known-vendor', 'Datadog'), accountIds: ['222222222222'], role: 'r', guards: [] },
    ]);
    expect(drafted).toHaveLength(1);
    let error: unknown;
    try {
      loaded(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ConfigError);
    const problems = (error as ConfigError).problems;
    expect(problems.map(({ path }) => path)).toEqual(
      ['owner', 'justification', 'approvedBy', 'contractEnds', 'lastReviewed'].map(
        (key) => `thirdParties[0].${key}`,
      ),
    );
    expect(new Set(problems.map(({ message }) => message))).toEqual(new Set(['is still to be filled in']));
    expect(text.split('\n')[(problems[0]?.line ?? 0) - 1]).toBe(`    owner: ${TO_BE_FILLED_IN}`);
  });

  it('says what was seen: vendor, access, each role with its guards and last use', () => {
    const party = thirdPartyRef('known-vendor', 'Datadog');
    const admits = [
      {
        party,
        principal: 'p',
        requiredConditions: ['external ID', 'source IP'],
        weakConditions: ['source IP'],
      },
      { party, principal: 'q', requiredConditions: [] },
    ];
    const { text } = registerDraft(
      {
        run,
        thirdParties: [
          { ...summary, party, accountIds: ['222222222222'], highestAccess: 'admin', lastUsedAt: null },
        ],
        roles: [
          {
            ...role,
            roleArn: 'arn:aws:iam::333333333333:role/dd',
            admits,
            lastUsedAt: '2026-10-02T01:02:03Z',
          },
        ],
      },
      [],
    );
    expect(text.split('\n').slice(4, 9)).toEqual([
      'thirdParties:',
      '  # Known vendor: Datadog. That is a name from a list, and no approval.',
      '  # Highest access: admin. Last use of any of its roles: not within the tracked period.',
      '  # arn:aws:iam::333333333333:role/dd: guarded by external ID and source IP (weak), or without a guard; last used 2026-10-02',
      '  - name: Datadog',
    ]);
    expect(text).toContain('\n    accountIds:\n      - "222222222222"\n');
  });

  it('leaves out what is registered, or keeps it as it is; a further account stands beside it', () => {
    const parties = [
      { ref: thirdPartyRef('registered', 'Datadog'), accountIds: ['111111111111'], role: 'r', guards: [] },
      { ref: thirdPartyRef('known-vendor', 'Datadog'), accountIds: ['222222222222'], role: 'r', guards: [] },
    ];
    const added = { name: 'Datadog (222222222222)', accountIds: ['222222222222'] };
    expect(loaded(filledIn(draftOf(parties, [DATADOG]).text))).toMatchObject([added]);
    expect(loaded(filledIn(draftOf(parties, [DATADOG], true).text))).toMatchObject([DATADOG, added]);
    const justification = 'one\ttwo\n\nthree \u202E four, and more than forty characters\r\n';
    expect(loaded(draftOf([], [{ ...DATADOG, justification }], true).text)).toEqual([
      { ...DATADOG, justification },
    ]);
  });

  it('names as comments those that no register can name, and shows no external ID', () => {
    const all = registerDraft(auditReport(), []);
    expect(all.text).toContain(
      '# Cannot be registered:\n# - Anyone: it is whoever likes: the role is to be closed\n',
    );
    const shownIds = roles.flatMap(({ externalIds = [] }) => externalIds.flatMap(({ shown }) => shown));
    for (const id of shownIds) expect(all.text).not.toContain(id);
    loaded(filledIn(all.text));
    expect(loaded(draftOf([]).text)).toEqual([]);
  });

  it('says of a trust anchor where it is named, and not that it cannot be', () => {
    const party = thirdPartyRef('identity-provider', 'trust anchor machines');
    const trustAnchors = [{ accountId: '111122223333', anchorArn: 'arn:x', name: 'machines' }];
    const { left } = registerDraft(
      { run, roles: [], thirdParties: [{ ...summary, party, accountIds: [], trustAnchors }] },
      [],
    );
    expect(left).toEqual([{ name: party.name, why: expect.stringContaining('under trustAnchors') }]);
  });
});
