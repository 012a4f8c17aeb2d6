import type {
  CheckContext,
  Failed,
  Outcome,
  OutcomeEvidence,
  Passed,
  Resource,
  RoleCorrection,
} from '../../model/check.ts';
import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import type { Grant, TrustReading } from '../../model/grant.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import type { AccountStudy } from '../../model/study.ts';
import {
  admittingThirdParties,
  exemptReason,
  type ThirdPartyGrant,
  thirdPartyGrants,
} from '../../parties/third-party.ts';
import { trustElement, trustOf } from '../../policy/access-role.ts';
import { trustPolicyFixes } from '../remedies/role-fixes.ts';
import { type TrustDocument, trustDocument } from '../remedies/trust-policy.ts';
import { type Blame, statementMarks } from './marks.ts';
import { tighteningOf } from './tightening.ts';
import { listed } from './wording.ts';

export { listed };

/** A role under judgement. */
export interface JudgedRole {
  role: Role;
  /** Its place in the fact, for pointers. */
  index: number;
  trust: TrustReading;
  resource: Resource;
  study: AccountStudy;
}

/**
 * Judges every role but the exempt ones. A trust policy that was not understood in full can fail a check, but never
 * pass it: without a FAIL the answer is UNKNOWN.
 */
export function judgeRoles(
  details: AuthorizationDetails,
  context: CheckContext,
  judge: (subject: JudgedRole) => Outcome[],
): Outcome[] {
  const { onlyRole, study } = context;
  const subjects =
    onlyRole === undefined ? study.once(judgedRoles, details) : judgedRoles(details, study, onlyRole);
  return subjects.flatMap((subject) => {
    const outcomes = judge(subject);
    const { trust, resource } = subject;
    if (trust.problems.length === 0) return outcomes;
    const failed = outcomes.filter(({ status }) => status === 'FAIL');
    return failed.length > 0 ? failed : [notUnderstood(resource, trust)];
  });
}

function judgedRoles({ roles }: AuthorizationDetails, study: AccountStudy, only?: string): JudgedRole[] {
  return roles.flatMap((role, index) => {
    if (only !== undefined && role.arn !== only) return [];
    if (exemptReason(role, study) !== null) return [];
    const resource = { arn: role.arn, type: 'AWS::IAM::Role' };
    return [{ role, index, trust: trustOf(role, study), resource, study }];
  });
}

function notUnderstood(resource: Resource, { problems }: TrustReading): Outcome {
  return {
    status: 'UNKNOWN',
    resource,
    detail: `The trust policy could not be understood in full: ${listed(problems.slice(0, 5))}.`,
  };
}

/** What is wrong with one party's grants, or that nothing is. */
export type PartyVerdict =
  | Pick<Passed, 'status' | 'detail' | 'silent'>
  | (Pick<Failed, 'status' | 'detail' | 'severity' | 'remediation' | 'fixes'> & {
      /** The grants that the finding rests on. */
      grants: readonly Grant[];
      /** What of their statements is to blame; left out, the principals. */
      blame?: Blame;
      /** The trust policy put right; offered only where it passes. */
      correction?: Correction;
    });

/** A way to put a trust policy right. */
export interface Correction {
  /** In which case this is what to do: `If the access is not wanted`. */
  when?: string;
  /** The corrected document; null when nobody is left in it, undefined where it cannot be made. */
  correct(document: TrustDocument): TrustDocument | null | undefined;
}

/**
 * Judges every role by third party, the public left out: one outcome for each party that may come in, whatever the
 * number of its grants. Roles without third parties are NOT_APPLICABLE, and so are those that none can come in by.
 */
export function judgeThirdParties(
  details: AuthorizationDetails,
  context: CheckContext,
  judge: (grants: readonly ThirdPartyGrant[], subject: JudgedRole) => PartyVerdict,
  grantsOf = admittingThirdParties,
): Outcome[] {
  return judgeRoles(details, context, (subject) => {
    const admitted = grantsOf(subject.role, subject.study);
    if (admitted.length === 0) return [notApplicable(subject, 'No third party may assume this role.')];
    return admitted.map(([key, grants]) => {
      const verdict = judge(grants, subject);
      const { resource } = subject;
      if (verdict.status !== 'FAIL') return { resource, ...verdict };
      const { grants: failing, blame, correction, fixes, ...said } = verdict;
      const passes = (again: JudgedRole) => {
        const left = thirdPartyGrants(again.role, again.study).filter((grant) => grant.key === key);
        return left.length === 0 || judge(left, again).status !== 'FAIL';
      };
      return {
        resource,
        ...said,
        discriminator: key,
        evidence: statementEvidence(subject, failing, blame),
        fixes: () => [...correctionFixes(subject, correction, context, passes), ...(fixes?.() ?? [])],
        ...(correction === undefined ? {} : { corrects: roleCorrection(correction) }),
        ...tightened(subject, grants, correction, context),
        ...(grants[0] === undefined ? {} : { thirdParty: grants[0].party }),
      };
    });
  });
}

/** What the corrected policy would have meant for the entries on record, where any were read. */
function tightened(
  subject: JudgedRole,
  admitted: readonly ThirdPartyGrant[],
  correction: Correction | undefined,
  context: CheckContext,
): Pick<Failed, 'tightening'> {
  if (context.activity === undefined || correction === undefined) return {};
  const document = trustDocument(subject.role.trustPolicy);
  if (document === undefined) return {};
  const tightening = tighteningOf(subject, admitted, correction.correct(document), context);
  return tightening === undefined ? {} : { tightening };
}

/** A correction of the trust policy, as what the finding would have changed and as what to copy. */
export function corrected(
  subject: JudgedRole,
  correction: Correction,
  context: CheckContext,
  passes: (again: JudgedRole) => boolean,
): Pick<Failed, 'fixes' | 'corrects'> {
  return {
    fixes: () => correctionFixes(subject, correction, context, passes),
    corrects: roleCorrection(correction),
  };
}

function roleCorrection({ when, correct }: Correction): RoleCorrection {
  return { trust: correct, ...(when === undefined ? {} : { decision: when }) };
}

/** The corrections of a role's trust policy as fixes, each only where `passes` finds nothing wrong with it any more. */
function correctionFixes(
  subject: JudgedRole,
  correction: Correction | undefined,
  context: CheckContext,
  passes: (again: JudgedRole) => boolean,
): Fix[] {
  const document = trustDocument(subject.role.trustPolicy);
  if (correction === undefined || document === undefined) return [];
  return trustPolicyFixes(subject.role, correction.correct(document), context, {
    ...(correction.when === undefined ? {} : { when: correction.when }),
    passes: (role) => passes({ ...subject, role, trust: trustOf(role, subject.study) }),
  });
}

export function notApplicable({ resource }: JudgedRole, detail: string): Outcome {
  return { status: 'NOT_APPLICABLE', resource, detail };
}

export function passed({ resource }: JudgedRole, detail: string): Outcome {
  return { status: 'PASS', resource, detail };
}

/**
 * The statements that grants rest on: the Allow statements, and the Deny statements whose conditions count. What of
 * them is to blame is marked.
 */
export function statementEvidence(
  { role, index, study }: Pick<JudgedRole, 'role' | 'index' | 'study'>,
  grants: readonly Grant[],
  blame: Blame = {},
): OutcomeEvidence[] {
  const numbers = new Set([
    ...grants.flatMap((grant) => [grant.statement, ...conditionStatements(grant)]),
    ...(blame.also ?? []),
  ]);
  const statements = trustElement(role, study);
  return [...numbers]
    .sort((a, b) => a - b)
    .map((number) => {
      const within = Array.isArray(statements) ? jsonPointer('Statement', number) : jsonPointer('Statement');
      const value: unknown = Array.isArray(statements) ? statements[number] : statements;
      return {
        fact: 'authorization-details',
        region: 'global',
        pointer: `${jsonPointer('roles', index, 'trustPolicy')}${within}`,
        value,
        marks: statementMarks(value, number, grants, blame),
      };
    });
}

function conditionStatements(grant: Grant): number[] {
  return grant.conditions.map(({ statement }) => statement);
}

/** The whole trust policy document as collected, for what cannot be pinned to a statement. */
export function documentEvidence({ role, index }: Pick<JudgedRole, 'role' | 'index'>): OutcomeEvidence {
  return {
    fact: 'authorization-details',
    region: 'global',
    pointer: jsonPointer('roles', index, 'trustPolicy'),
    value: role.trustPolicy,
  };
}
