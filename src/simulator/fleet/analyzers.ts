import type { WorldAnalyzer, WorldRole } from '../world.ts';
import { archiveRules, resourceFindings, unusedFindings } from './findings.ts';
import { DELEGATED_ADMINISTRATOR } from './organization.ts';
import { type Place, placeOf } from './place.ts';
import { roleFindings } from './role-findings.ts';

/** Accounts (by seat) that have no analyzer in us-east-1, or one that is switched off. */
const WITHOUT_ANALYZER = 9;
const WITH_DISABLED_ANALYZER = 13;

/** Seats that have an analyzer of unused access, and one whose analyzer has nothing to find. */
const WITH_UNUSED_ACCESS = [4, 14, 19];
const WITHOUT_UNUSED_ACCESS = 19;

/**
 * Every account analyses us-east-1 itself. In eu-west-1 the organization's analyzer, in the delegated administrator
 * account, does it for all.
 */
export function analyzersOf(
  place: Place,
  roles: readonly WorldRole[],
  seed: string,
  asOf: string,
): WorldAnalyzer[] {
  const seat = place.index % 25;
  const analyzers: WorldAnalyzer[] = [];
  if (seat !== WITHOUT_ANALYZER) {
    analyzers.push({
      ...analyzer(place, 'account-analyzer', 'us-east-1', 'ACCOUNT'),
      status: seat === WITH_DISABLED_ANALYZER ? 'DISABLED' : 'ACTIVE',
      archiveRules: archiveRules(place),
      findings:
        seat === WITH_DISABLED_ANALYZER ? [] : [...roleFindings(place, roles), ...resourceFindings(place)],
    });
  }
  if (WITH_UNUSED_ACCESS.includes(seat)) {
    const unused = analyzer(place, 'unused-access', 'us-east-1', 'ACCOUNT_UNUSED_ACCESS');
    analyzers.push({ ...unused, findings: seat === WITHOUT_UNUSED_ACCESS ? [] : unusedFindings(place) });
  }
  if (place.index === DELEGATED_ADMINISTRATOR) analyzers.push(...organizationAnalyzers(place, seed, asOf));
  return analyzers;
}

/** Their findings are about other accounts. */
function organizationAnalyzers(place: Place, seed: string, asOf: string): WorldAnalyzer[] {
  const member = placeOf(seed, asOf, 4);
  return [
    {
      ...analyzer(place, 'organization-analyzer', 'eu-west-1', 'ORGANIZATION'),
      findings: [
        {
          resource: `arn:aws:secretsmanager:eu-west-1:${member.accountId}:secret:carrier-api-QmR7xZ`,
          resourceType: 'AWS::SecretsManager::Secret',
          resourceOwnerAccount: member.accountId,
          principal: { AWS: '999900002001' },
          action: ['secretsmanager:GetSecretValue'],
          isPublic: false,
          createdAt: place.daysAgo(12),
          updatedAt: place.daysAgo(12),
          analyzedAt: place.daysAgo(0.5),
        },
      ],
    },
    {
      ...analyzer(place, 'organization-unused-access', 'us-east-1', 'ORGANIZATION_UNUSED_ACCESS'),
      findings: unusedFindings(member),
    },
  ];
}

function analyzer(place: Place, name: string, region: string, type: string): WorldAnalyzer {
  return { name, region, type, createdAt: place.daysAgo(700), lastResourceAnalyzedAt: place.daysAgo(0.1) };
}
