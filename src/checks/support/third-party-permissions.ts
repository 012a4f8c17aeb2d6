import type { CheckContext, Failed, Outcome, OutcomeEvidence } from '../../model/check.ts';
import type { AuthorizationDetails } from '../../model/facts/authorization-details.ts';
import { jsonPointer, resolvePointer } from '../../model/json-pointer.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { outsideParties, WHOSE_IS_NOT_KNOWN } from '../../parties/outside-providers.ts';
import { partyName } from '../../parties/party-name.ts';
import type { ThirdPartyGrant } from '../../parties/third-party.ts';
import { type PlacedStatement, placeOf } from '../../policy/permissions/effective.ts';
import {
  certificatesUnread,
  comingByCertificate,
  noThirdParty,
  otherProfiles,
  waysByCertificate,
} from './certificate-ways.ts';
import { type JudgedRole, judgeRoles, listed, notApplicable, statementEvidence } from './judged-role.ts';
import { valueMarks } from './marks.ts';
import { permissionsIn, type RolePermissions } from './role-permissions.ts';

/** What is wrong with a role's permissions in one party's hands, or that nothing is. */
export type PermissionsVerdict =
  | { status: 'PASS' | 'NOT_APPLICABLE' | 'UNKNOWN'; detail: string }
  | (Pick<Failed, 'status' | 'detail' | 'severity' | 'remediation' | 'fixes' | 'corrects'> & {
      /** The statements that the finding rests on. */
      statements: readonly PlacedStatement[];
      /** Whether an action pattern of them, lower case, is to blame; left out, all of them are. */
      blame?: (pattern: string) => boolean;
      /** What it rests on besides. */
      beyond?: readonly OutcomeEvidence[];
    });

/**
 * Judges what each role gives to each third party that may come in by it, the public included, whoever comes by an
 * identity provider of outsiders, and third parties that come by certificates. These may be limited by session policies:
 * what the worst of the profiles leaves counts. Where nobody knows whose a provider is, nothing is held against it, and
 * no control is met by that. A PASS becomes UNKNOWN where a document that may give more was not collected or not
 * understood. Roles without third parties are NOT_APPLICABLE.
 */
export function judgeThirdPartyPermissions(
  details: AuthorizationDetails,
  context: CheckContext,
  judge: (party: ThirdPartyGrant, held: RolePermissions, subject: JudgedRole) => PermissionsVerdict,
): Outcome[] {
  const permissionsOf = context.study.once(permissionsIn, details);
  return judgeRoles(details, context, (subject) => {
    const { role, resource } = subject;
    const parties = outsideParties(role, context.study);
    const byCertificate = comingByCertificate(role, [...parties.values()].flat(), details, context);
    const unread = certificatesUnread(role, context);
    if (parties.size === 0 && byCertificate.length === 0)
      return [
        unread === undefined
          ? notApplicable(subject, noThirdParty(role, context))
          : { status: 'UNKNOWN', resource, detail: unread },
      ];
    const held = permissionsOf(role);
    const answer = (
      key: string,
      grants: readonly ThirdPartyGrant[],
      verdict: PermissionsVerdict,
      how: { said?: string; evidence?: readonly OutcomeEvidence[] } = {},
    ): Outcome => {
      const [first] = grants;
      if (verdict.status !== 'FAIL') return { resource, ...verdict };
      const { statements, blame, beyond = [], ...said } = verdict;
      return {
        resource,
        ...said,
        detail: `${said.detail}${how.said ?? ''}`,
        discriminator: key,
        ...(first === undefined ? {} : { thirdParty: first.party }),
        evidence: [
          ...evidenceOf(details, subject, statements, blame),
          ...beyond,
          ...statementEvidence(
            subject,
            grants.map(({ grant }) => grant),
          ),
          ...(how.evidence ?? []),
        ],
      };
    };
    return [
      ...[...parties].flatMap(([key, grants]): Outcome[] => {
        const [first] = grants;
        if (first === undefined) return [];
        const verdict = orUnknown(judge(first, held, subject), held);
        if (verdict.status !== 'FAIL' || first.standing !== 'not-known')
          return [answer(key, grants, verdict)];
        const detail = `The role admits ${partyName(first)}, and ${WHOSE_IS_NOT_KNOWN}. Were they outsiders, this would be wrong: ${verdict.detail}`;
        return [{ status: 'NOT_APPLICABLE', silent: true, resource, detail }];
      }),
      ...byCertificate.map((party): Outcome => {
        const ways = waysByCertificate(role, party, details, context);
        const judged = ways.map((way) => ({
          way,
          verdict: orUnknown(judge(party, way.held, subject), way.held),
        }));
        const worst = judged.reduce(worse);
        const others = judged.filter((one) => one !== worst && one.verdict.status === 'FAIL');
        const besides = otherProfiles(others.map(({ way }) => way.profile));
        const grants = party.entries.map(({ grant }) => ({ ...party, grant }));
        return answer(party.key, uniqueGrants(grants), worst.verdict, {
          ...worst.way,
          said: `${worst.way.said}${besides}`,
        });
      }),
      ...(unread === undefined ? [] : [{ status: 'UNKNOWN', resource, detail: unread } as const]),
    ];
  });
}

function uniqueGrants(grants: readonly ThirdPartyGrant[]): ThirdPartyGrant[] {
  return [...new Map(grants.map((one) => [one.grant, one])).values()];
}

/** The worse of two verdicts, the first of two that are as bad. */
function worse<V extends { verdict: PermissionsVerdict }>(one: V, other: V): V {
  return rankOf(other.verdict) < rankOf(one.verdict) ? other : one;
}

/** Where it is not for a check to judge since another finds worse, nothing passes. */
const RANKS = ['UNKNOWN', 'NOT_APPLICABLE', 'PASS'] as const;

/** Failures by how bad they are, one without severity of its own first, since checks give those that are milder. */
function rankOf(verdict: PermissionsVerdict): number {
  if (verdict.status !== 'FAIL') return SEVERITIES.length + RANKS.indexOf(verdict.status);
  return verdict.severity === undefined ? -1 : SEVERITIES.indexOf(verdict.severity);
}

function orUnknown(
  verdict: PermissionsVerdict,
  { permissions: { problems } }: RolePermissions,
): PermissionsVerdict {
  const adding = problems.filter(({ effect }) => effect === 'may-add');
  if (verdict.status !== 'PASS' || adding.length === 0) return verdict;
  return {
    status: 'UNKNOWN',
    detail: `What the role may do is not known in full: ${listed(adding.slice(0, 5).map(({ text }) => text))}.`,
  };
}

/** The statements of a role's policies as they were collected. */
export function evidenceOf(
  details: AuthorizationDetails,
  { index }: Pick<JudgedRole, 'index'>,
  statements: readonly PlacedStatement[],
  blame: (pattern: string) => boolean = () => true,
): OutcomeEvidence[] {
  const elements = new Map<string, unknown>();
  return statements.map(({ ref: { policy, statement, isList } }) => {
    const document =
      policy.kind === 'inline'
        ? jsonPointer('roles', index, 'inlinePolicies', policy.index, 'document')
        : jsonPointer(
            'policies',
            details.policies.findLastIndex(({ arn }) => arn === policy.arn),
            'document',
          );
    const element = `${document}/Statement`;
    if (!elements.has(element)) elements.set(element, resolvePointer(details, element));
    const within = isList ? jsonPointer(statement) : '';
    const pointer = `${element}${within}`;
    const value = resolvePointer(elements.get(element), within);
    return {
      fact: 'authorization-details',
      region: 'global',
      pointer,
      value,
      marks: permissionMarks(value, blame),
    };
  });
}

/** The actions that are to blame; the whole element where none of its patterns is by itself. */
function permissionMarks(statement: unknown, blame: (pattern: string) => boolean): string[] {
  if (typeof statement !== 'object' || statement === null) return [];
  if (!('Action' in statement)) return 'NotAction' in statement ? ['/NotAction'] : [];
  const found = valueMarks('/Action', statement.Action, (pattern) => blame(pattern.toLowerCase()));
  return found.length > 0 ? found : ['/Action'];
}

/** Statements in words, as a reader counts them: `statement 2 of inline policy deploy`. */
export function statementNames(statements: readonly PlacedStatement[]): string {
  const several = [...new Set(statements.map(({ ref }) => placeOf(ref)))];
  return several.length > 4
    ? `${several.slice(0, 3).join(', ')} and ${several.length - 3} more statements`
    : listed(several);
}

/** Whether these statements stand in one policy or in several, in words: `policy` or `policies`. */
export function policyOrPolicies(statements: readonly PlacedStatement[]): string {
  const several = new Set(
    statements.map(({ ref: { policy } }) => (policy.kind === 'inline' ? policy.name : policy.arn)),
  );
  return several.size === 1 ? 'policy' : 'policies';
}

/** What else bears on a finding about permissions, in one sentence or two. */
export function reservations({ permissions, access }: RolePermissions): string {
  const narrowing = permissions.problems.filter(({ effect }) => effect === 'may-narrow');
  const denies = access.conditionalDenies;
  return [
    ...(denies.length === 0 ? [] : [` Denied under conditions by ${statementNames(denies)}.`]),
    ...(narrowing.length === 0
      ? []
      : [` Not counted as a limit: ${listed(narrowing.slice(0, 3).map(({ text }) => text))}.`]),
    ' Service and resource control policies may narrow this and were not evaluated.',
  ].join('');
}
