import type { Check, RoleCorrection } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import { parseJson } from '../../model/json-text.ts';
import { thirdPartyGrants } from '../../parties/third-party.ts';
import { trustOf } from '../../policy/access-role.ts';
import { LONGEST_INLINE } from '../../policy/permissions/used-policy.ts';
import { type Blank, withSamples } from './blanks.ts';
import { type Around, type Candidate, type FoundFailure, isFailure, judgeRole } from './judge-role.ts';

/** The inline policy that a fix adds, or adds to. */
export const DENY_POLICY = 'countersign-deny';

/** A role as corrections have left it, with what people have to fill in. */
export interface Corrected extends Candidate {
  blanks: readonly Blank[];
}

type Document = Record<string, unknown>;

/**
 * The role with the corrections of all that these checks find on it, one after the other: each is made to what those
 * before have left, is judged again, and counts only where what it is for is gone and nothing else of that check has
 * come. So none undoes another.
 */
export function correctRole(start: Corrected, checks: readonly Check[], around: Around): Corrected {
  let current = start;
  for (const check of checks) {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const next = nextCorrection(current, check, around);
      if (next === undefined) break;
      current = next;
    }
  }
  return current;
}

/** A check finds a role at fault once for each party that may come in. */
const MOST_STEPS = 50;

function nextCorrection(current: Corrected, check: Check, around: Around): Corrected | undefined {
  const found = failuresOf(current, check, around);
  const known = new Set(found.map(({ fingerprint }) => fingerprint));
  for (const failure of found) {
    const next = correctedBy(failure, current, around);
    if (next === undefined) continue;
    const left = failuresOf(next, check, around);
    if (left.every((one) => one.fingerprint !== failure.fingerprint && known.has(one.fingerprint)))
      return next;
  }
  return undefined;
}

function failuresOf(candidate: Candidate, check: Check, around: Around): FoundFailure[] {
  return judgeRole(candidate, [check], around)
    .filter(isFailure)
    .filter(({ resourceArn }) => resourceArn === candidate.role.arn);
}

function correctedBy({ outcome }: FoundFailure, current: Corrected, around: Around): Corrected | undefined {
  const { corrects = {}, thirdParty } = outcome;
  if (corrects.decision !== undefined) return undefined;
  if (corrects.maxSessionDuration !== undefined)
    return { ...current, maxSessionDuration: corrects.maxSessionDuration };
  if (corrects.deny !== undefined) return withDenied(current, corrects.deny());
  return withTrust(current, corrects, thirdParty?.name, around);
}

/** Undefined where it would let in anyone who is not let in now, or would not be understood. */
function withTrust(
  current: Corrected,
  { trust }: RoleCorrection,
  party: string | undefined,
  around: Around,
): Corrected | undefined {
  const before = documentOf(current.role.trustPolicy);
  const after = before === undefined ? undefined : trust?.(before);
  if (before === undefined || after === undefined || after === null) return undefined;
  const { document, blanks } = withSamples(after, before, current.role.arn, current.blanks, party);
  const role = { ...current.role, trustPolicy: JSON.stringify(document) };
  const { study, shutsNobodyOut } = around;
  const [now, then] = [trustOf(current.role, study), trustOf(role, study)];
  const known = new Set(now.grants.map(({ principal }) => principal.value));
  const isRight =
    !(shutsNobodyOut && shutsOut(current.role, role, around)) &&
    !isTooLong(document, { before: JSON.stringify(before) }) &&
    now.problems.length === 0 &&
    then.problems.length === 0 &&
    then.grants.every(({ principal }) => known.has(principal.value));
  return isRight ? { ...current, role, blanks } : undefined;
}

function withDenied(
  current: Corrected,
  denied: { actions: readonly string[]; resource: string } | undefined,
): Corrected | undefined {
  if (denied === undefined) return undefined;
  const { inlinePolicies } = current.role;
  const own = inlinePolicies.find(({ name }) => name === DENY_POLICY);
  const document = own === undefined ? EMPTY : documentOf(own.document);
  if (document === undefined) return undefined;
  const { Statement: statements } = document;
  const Statement = [
    ...(Array.isArray(statements) ? statements : [statements]),
    { Effect: 'Deny', Action: [...denied.actions], Resource: denied.resource },
  ];
  const others = inlinePolicies.filter((one) => one !== own);
  const policies = [...others, { name: DENY_POLICY, document: JSON.stringify({ ...document, Statement }) }];
  if (policies.reduce((sum, one) => sum + one.document.length, 0) > LONGEST_INLINE) return undefined;
  return { ...current, role: { ...current.role, inlinePolicies: policies } };
}

const EMPTY: Document = { Version: '2012-10-17', Statement: [] };

/** Characters of a trust policy; where one is longer already, the quota was raised, at most to the other. */
const MOST_TRUST = [2_048, 4_096] as const;

/** Whether someone outside is let in no more. */
export function shutsOut(before: Role, after: Role, { study }: Around): boolean {
  const left = new Set(thirdPartyGrants(after, study).map(({ key }) => key));
  return thirdPartyGrants(before, study).some(({ key }) => !left.has(key));
}

/** Whether IAM would not take a trust policy for its length, white space left out. */
export function isTooLong(document: Document, { before }: { before: string | null }): boolean {
  const [usual, most] = MOST_TRUST;
  const had = JSON.stringify(before === null ? null : documentOf(before)).length;
  return JSON.stringify(document).length > (had > usual ? most : usual);
}

/** A policy as an object; undefined where it is none. */
export function documentOf(text: string): Document | undefined {
  try {
    const document: unknown = parseJson(text);
    return isObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
