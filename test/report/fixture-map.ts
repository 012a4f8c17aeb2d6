import type { Finding } from '../../src/model/finding.ts';
import { groupedBy } from '../../src/model/grouped-by.ts';
import type { GuardStrength } from '../../src/model/guard-strength.ts';
import { type ThirdPartyRef, thirdPartyRef } from '../../src/model/party.ts';
import type { AuditReport } from '../../src/model/report.ts';
import type { RoleInventoryEntry } from '../../src/model/role-inventory-entry.ts';
import { SEVERITIES } from '../../src/model/severity.ts';
import type { ThirdPartySummary } from '../../src/model/third-party-summary.ts';
import { auditReport, fingerprint, openCounts } from './fixture.ts';
import { accountId } from './fixture-scope.ts';

const KINDS = ['registered', 'registered', 'known-vendor', 'unknown', 'identity-provider'] as const;
const GUARDS: GuardStrength[] = ['strong', 'strong', 'strong', 'weak', 'none'];
const ACCESS = ['read', 'list', 'read', 'write', 'admin', null, undefined] as const;
const UNITS = ['Workloads/Production', 'Workloads/Staging', 'Sandbox', 'Security', 'Infrastructure/Network'];

export interface Wide {
  accounts: number;
  parties: number;
  /** Units of the accounts; none where left out. */
  units?: readonly string[];
  partyName?: (number: number) => string;
}

/** Many accounts and many third parties, some everywhere and some in few places; one account in 50 was not read. */
export function wideReport({ accounts, parties, units = UNITS, partyName }: Wide): AuditReport {
  const report = auditReport();
  const [account] = report.scope.accounts;
  const [finding] = report.findings;
  const [role] = report.roles;
  const [summary] = report.thirdParties;
  const [gap] = report.coverage.gaps;
  if (!account || !finding || !role || !summary || !gap) throw new Error('The fixture is empty.');
  const isRead = (index: number) => index % 50 !== 49;
  const refs = Array.from(
    { length: parties },
    (_, number): ThirdPartyRef =>
      thirdPartyRef(
        KINDS[number % KINDS.length] ?? 'unknown',
        partyName?.(number) ?? `Vendor number ${number}`,
      ),
  );
  const scope = Array.from({ length: accounts }, (_, index) => ({
    ...account,
    accountId: accountId(index),
    name: `workload-${index}-of-a-long-name`,
    organizationalUnit: units[(index * index) % Math.max(1, units.length)] ?? null,
    status: isRead(index) ? ('COMPLETE' as const) : ('FAILED' as const),
  }));
  const roles = refs.flatMap((party, number) =>
    scope.flatMap((place, index): RoleInventoryEntry[] => {
      if (!isRead(index) || (index + number) % ((number % 60) + 1) !== 0) return [];
      const highestAccess = ACCESS[(index + number) % ACCESS.length];
      const { highestAccess: _, ...rest } = role;
      return [
        {
          ...rest,
          accountId: place.accountId,
          accountName: place.name,
          roleArn: `arn:aws:iam::${place.accountId}:role/vendor-${number}`,
          roleName: `vendor-${number}`,
          admits: [
            {
              party,
              principal: '*',
              requiredConditions: [],
              guard: GUARDS[(index + number) % GUARDS.length] ?? 'none',
            },
          ],
          ...(highestAccess === undefined ? {} : { highestAccess }),
          findings: [],
        },
      ];
    }),
  );
  const findings = scope.flatMap((place, index): Finding[] =>
    isRead(index)
      ? Array.from({ length: index % 4 }, (_, number) => ({
          ...finding,
          fingerprint: fingerprint(index * 4 + number),
          status: 'OPEN' as const,
          severity: SEVERITIES[(index + number) % 5] ?? 'info',
          accountId: place.accountId,
          accountName: place.name,
        }))
      : [],
  );
  const byParty = groupedBy(roles, ({ admits }) => admits[0]?.party.name ?? '');
  return {
    ...report,
    scope: { ...report.scope, accounts: scope },
    coverage: {
      ...report.coverage,
      gaps: scope
        .filter((_, index) => !isRead(index))
        .map((place) => ({ ...gap, fact: 'authorization-details', accountId: place.accountId })),
    },
    roles,
    findings,
    summary: { ...report.summary, openFindings: openCounts(findings) },
    thirdParties: refs.map((party): ThirdPartySummary => {
      const own = byParty.get(party.name) ?? [];
      const places = {
        accounts: [...new Set(own.map((entry) => entry.accountId))].sort(),
        roles: own.map(({ roleArn }) => roleArn).sort(),
      };
      return {
        ...summary,
        ...places,
        party,
        reachable: {
          direct: places,
          transitive: { accounts: [], roles: [] },
          unclear: places.roles.slice(0, 1),
          paths: [],
        },
        findings: [],
        openFindings: openCounts([]),
      };
    }),
  };
}
