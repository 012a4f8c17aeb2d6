import type { Role } from '../model/facts/authorization-details.ts';
import type { Grant, TrustReading } from '../model/grant.ts';
import { resolvePointer } from '../model/json-pointer.ts';
import type { Study } from '../model/study.ts';
import { locksOutEveryone } from './locked-out.ts';
import { narrowingOf } from './narrowing.ts';
import { readStatements, type Statement } from './statement.ts';
import { grantsIn } from './trust.ts';

interface Read {
  trust: TrustReading;
  statements: readonly Statement[];
}

/** The reading of a role's trust policy, done once a role. */
export function trustOf(role: Role, study: Study): TrustReading {
  return study.once(read, role).trust;
}

/** The statements of a role's trust policy, as far as they were understood. */
export function trustStatements(role: Role, study: Study): readonly Statement[] {
  return study.once(read, role).statements;
}

function read({ trustPolicy }: Role): Read {
  const problems: string[] = [];
  const statements = readStatements(trustPolicy, (text) => problems.push(text));
  return { statements, trust: { grants: grantsIn(statements), problems } };
}

/** The grants of a role that somebody can come in by, now or later: not those whose conditions nobody can meet. */
export function admittingGrants(role: Role, study: Study): readonly Grant[] {
  return study.once(admitting, role);
}

function admitting(role: Role, study: Study): Grant[] {
  return trustOf(role, study).grants.filter((grant) => !locksOutEveryone(grant));
}

/** The Statement element of a role's trust policy as it was collected, taken out of the document once a role. */
export function trustElement(role: Role, study: Study): unknown {
  return study.once(statementElement, role);
}

function statementElement({ trustPolicy }: Role): unknown {
  return resolvePointer(trustPolicy, '/Statement');
}

/**
 * Why a role is reserved to AWS and not judged, in words; null when it is an ordinary role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
export function reservedReason(role: Role): string | null {
  if (role.path.startsWith('/aws-service-role/')) return 'AWS service-linked';
  if (role.path.startsWith('/aws-reserved/')) return 'reserved to AWS';
  return null;
}

/**
 * Whether someone outside the account may come in by the role, or that cannot be ruled out since its trust policy
 * could not be understood. AWS services alone do not make an access role; roles reserved to AWS never are one.
 */
export function isAccessRole(role: Role, accountId: string, study: Study): boolean {
  if (reservedReason(role) !== null) return false;
  const { grants, problems } = trustOf(role, study);
  return problems.length > 0 || grants.some((grant) => admitsOutsider(grant, accountId));
}

/** Whether a grant lets in someone who does not belong to the account. */
export function admitsOutsider(grant: Grant, accountId: string): boolean {
  const { principal } = grant;
  switch (principal.kind) {
    case 'account':
    case 'role':
    case 'user':
    case 'session':
      return principal.accountId !== accountId;
    case 'any': {
      const narrowing = narrowingOf(grant);
      return (
        narrowing === null ||
        narrowing.organizationIds.length > 0 ||
        narrowing.home.includes('organization') ||
        narrowing.uniqueIds.length > 0 ||
        narrowing.accountIds.some((id) => id !== accountId)
      );
    }
    case 'service':
      return false;
    default:
      return true;
  }
}
