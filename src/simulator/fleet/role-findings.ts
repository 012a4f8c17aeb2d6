import type { Json, WorldFinding, WorldRole } from '../world.ts';
import type { Place } from './place.ts';
import { DATADOG, VANTA } from './vendors.ts';

/**
 * What Access Analyzer finds of roles that let in AWS principals outside the organization: the first such principal
 * of each Allow statement. Own accounts of the fleet begin with 90 or 0090 and are not outside.
 */
export function roleFindings(place: Place, roles: readonly WorldRole[]): WorldFinding[] {
  return roles.flatMap((role) => {
    if (typeof role.trustPolicy === 'string') return [];
    const { Statement } = role.trustPolicy;
    return (Array.isArray(Statement) ? Statement : []).flatMap((statement) =>
      findingOf(place, role, statement),
    );
  });
}

function findingOf(place: Place, role: WorldRole, statement: Json): WorldFinding[] {
  if (!isObject(statement) || statement.Effect !== 'Allow') return [];
  const { Principal, Condition, Action } = statement;
  const named = isObject(Principal) ? [Principal.AWS ?? ''].flat()[0] : Principal;
  if (typeof named !== 'string' || !isOutside(named)) return [];
  const condition = conditionKeys(Condition);
  if (named === '*' && 'aws:PrincipalOrgID' in condition) return [];
  return [
    {
      resource: `arn:aws:iam::${place.accountId}:role${role.path ?? '/'}${role.name}`,
      resourceType: 'AWS::IAM::Role',
      resourceOwnerAccount: place.accountId,
      principal: { AWS: named.endsWith(':root') ? (named.split(':')[4] ?? named) : named },
      action: [Action ?? 'sts:AssumeRole'].flat().map(String),
      condition,
      isPublic: named === '*' && Object.keys(condition).length === 0,
      status: isApproved(named, condition) ? 'ARCHIVED' : 'ACTIVE',
      ...(role.createdAt === undefined ? {} : { createdAt: role.createdAt }),
      updatedAt: place.daysAgo(1),
      analyzedAt: place.daysAgo(0.5),
    },
  ];
}

/** The vendors that every account has, guarded: their findings are archived by a rule. */
export const APPROVED_VENDORS = [DATADOG.accountId, VANTA.accountId];

function isApproved(principal: string, condition: Record<string, string>): boolean {
  return APPROVED_VENDORS.some((id) => principal.includes(id)) && 'sts:ExternalId' in condition;
}

function isOutside(principal: string): boolean {
  if (principal === '*') return true;
  const account = /^(?:arn:aws:iam::)?(\d{12})/.exec(principal)?.[1];
  return account !== undefined && !/^(?:9000|0090)/.test(account);
}

function conditionKeys(condition: Json | undefined): Record<string, string> {
  if (!isObject(condition)) return {};
  return Object.fromEntries(
    Object.values(condition).flatMap((keys) =>
      isObject(keys)
        ? Object.entries(keys).map(([key, value]) => [key, [value].flat().map(String).join(',')])
        : [],
    ),
  );
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
