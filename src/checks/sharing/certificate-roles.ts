import type { CheckContext, Outcome } from '../../model/check.ts';
import type { AuthorizationDetails } from '../../model/facts/authorization-details.ts';
import type { RolesAnywhere, TrustAnchor } from '../../model/facts/roles-anywhere.ts';
import type { Grant } from '../../model/grant.ts';
import { partyKey, type ThirdPartyRef } from '../../model/party.ts';
import { partiesOfAnchor } from '../../parties/trust-anchors.ts';
import { bindsAnchor, bindsSubject, certificateGrants, mayComeBy } from '../../policy/roles-anywhere.ts';
import { subjectsFixes } from '../remedies/roles-anywhere.ts';
import { oneOrAll, withConditions } from '../remedies/trust-policy.ts';
import {
  corrected,
  type JudgedRole,
  judgeRoles,
  listed,
  notApplicable,
  passed,
  statementEvidence,
} from '../support/judged-role.ts';
import { statementsOf } from '../support/wording.ts';

const MOST_NAMED = 5;

const NOT_OPENED =
  'The role admits IAM Roles Anywhere, and nothing of this Region opens it: no profile that is enabled names it, or no trust anchor is.';

/** Whether each role that a profile of the Region opens says which trust anchor and which subject it means. */
export function roleOutcomes(
  details: AuthorizationDetails,
  { trustAnchors, profiles }: RolesAnywhere,
  context: CheckContext,
): Outcome[] {
  const opened = new Set(profiles.filter(({ enabled }) => enabled).flatMap(({ roleArns }) => roleArns));
  const anchors = trustAnchors.filter(({ enabled }) => enabled);
  return judgeRoles(details, context, (subject) => {
    const admits = certificateGrants(subject.role, subject.study).length > 0;
    if (!opened.has(subject.role.arn) || anchors.length === 0)
      return admits ? [notApplicable(subject, NOT_OPENED)] : [];
    return judge(subject, anchors, context);
  }).filter(({ resource, status }) => status !== 'UNKNOWN' || opened.has(resource.arn));
}

function judge(subject: JudgedRole, anchors: readonly TrustAnchor[], context: CheckContext): Outcome[] {
  const coming = comingGrants(subject, anchors);
  if (coming.length === 0)
    return [
      notApplicable(subject, 'No certificate that a trust anchor of the Region vouches for opens this role.'),
    ];
  const open = coming.filter((grant) => !isBound(grant));
  if (open.length === 0)
    return [passed(subject, 'The role takes certificates of named trust anchors and named subjects alone.')];
  const ways = anchors.filter(({ arn }) => open.some((grant) => mayComeBy(grant, arn)));
  const lacks = [
    ...(open.every(bindsAnchor) ? [] : ['no condition on aws:SourceArn names the trust anchor']),
    ...(open.every(bindsSubject)
      ? []
      : [
          'none names the subject of the certificate (aws:PrincipalTag/x509Subject/CN or another part of it)',
        ]),
  ];
  const correction = corrected(
    subject,
    {
      when: 'If these trust anchors are meant, and none of another Region',
      correct: (document) =>
        open.every(bindsSubject)
          ? withConditions(document, open, () => ({
              ArnEquals: { 'aws:SourceArn': oneOrAll(ways.map(({ arn }) => arn)) },
            }))
          : undefined,
    },
    context,
    (again) => comingGrants(again, anchors).every(isBound),
  );
  return [
    {
      status: 'FAIL',
      resource: subject.resource,
      detail: `By ${statementsOf(open)} of the trust policy the role admits IAM Roles Anywhere, and ${lacks.join(', and ')}. A profile opens it, so ${open.every(bindsSubject) ? 'a certificate with that subject from' : 'every certificate of'} ${named(ways)} lets its holder in.`,
      evidence: statementEvidence(subject, open),
      ...partyOf(ways, context),
      remediation:
        'Require the ARN of the trust anchor (ArnEquals on aws:SourceArn) and the name in the certificate (StringEquals on aws:PrincipalTag/x509Subject/CN, or on another part of the subject) in the statement that admits rolesanywhere.amazonaws.com.',
      ...correction,
      fixes: () => [
        ...(correction.fixes?.() ?? []),
        ...(open.every(bindsSubject) ? [] : subjectsFixes(context.region, context.account)),
      ],
    },
  ];
}

function comingGrants({ role, study }: JudgedRole, anchors: readonly TrustAnchor[]): Grant[] {
  return certificateGrants(role, study).filter((grant) => anchors.some(({ arn }) => mayComeBy(grant, arn)));
}

function isBound(grant: Grant): boolean {
  return bindsAnchor(grant) && bindsSubject(grant);
}

/** The third party, where all of the anchors are one's. */
function partyOf(anchors: readonly TrustAnchor[], { study }: CheckContext) {
  const parties = anchors.map((anchor) => partiesOfAnchor(anchor, study));
  const [first] = parties[0] ?? [];
  const isOfFirst = ([one, ...more]: readonly ThirdPartyRef[]) =>
    first !== undefined && one !== undefined && more.length === 0 && partyKey(one) === partyKey(first);
  return first !== undefined && parties.every(isOfFirst) ? { thirdParty: first } : {};
}

function named(anchors: readonly TrustAnchor[]): string {
  const names = anchors.slice(0, MOST_NAMED).map(({ name }) => name);
  const rest = anchors.length - names.length;
  return `${anchors.length === 1 ? 'trust anchor' : 'trust anchors'} ${listed(rest > 0 ? [...names, `${rest} more`] : names)}`;
}
