import { accountCheck, type Outcome } from '../../model/check.ts';
import { profileOutcomes } from './anywhere-profiles.ts';
import { roleOutcomes } from './certificate-roles.ts';
import { anchorOutcomes } from './trust-anchor-certificates.ts';

export const rolesAnywhereTrust = accountCheck({
  id: 'roles-anywhere-trust',
  area: 'sharing',
  per: 'region',
  title: 'Certificates open roles only as far as they are meant to',
  failureTitle: 'Certificates open a role further than they should',
  failsWhen:
    'In a Region: an enabled trust anchor has a certificate that was issued by itself or has expired, or all of its enabled revocation lists are past their next update, or its authority of AWS Private CA is in an account that is neither yours nor registered; an enabled profile opens a role of a third party (by the trust policy, or by a trust anchor that the register names) and has no session policy, or none that takes anything away; or a role that an enabled profile opens admits certificates of an enabled trust anchor, and its trust policy does not require both that anchor (aws:SourceArn) and the subject of the certificate.',
  severity: 'medium',
  rationale:
    'By IAM Roles Anywhere a machine outside AWS comes in with a certificate in place of a key. Whoever may issue such certificates decides who comes in. Where the authority is signed by nobody but itself, or has expired, where the role does not say whose certificates it means, or where nothing limits a third party’s sessions, that is more than anybody agreed to.',
  remediation:
    'Take the certificate of an issuing authority that serves these machines alone, or AWS Private CA, as the trust anchor, and disable anchors that have expired. Name the trust anchor (aws:SourceArn) and the subject of the certificate (aws:PrincipalTag/x509Subject/CN) in the trust policy of each role, and give profiles that open a third party’s role a session policy. Where a root of your own has to be the anchor, say so in an exception.',
  cannotKnow:
    'Who holds the key of an authority, how it is kept, and which certificates it has issued. A root is self-signed by nature and IAM Roles Anywhere takes it: the finding says that nobody else vouches for it, and not that it is badly kept. When the authority behind AWS Private CA expires, and which certificates stand in a revocation list, is not read; nor does AWS say whether a list still counts after its next update was due. Which third party comes by a trust anchor: it goes by what the register names under trustAnchors, and by the account of the authority where that is one of AWS Private CA. Roles that admit IAM Roles Anywhere and that no enabled profile of a Region that was read opens are not judged: by a profile that is known nobody comes in by them, and one of another Region may open them. How much a session policy leaves is not judged beyond whether it allows everything.',
  requires: ['authorization-details', 'roles-anywhere'],
  evaluate(facts, context): Outcome[] {
    const details = facts['authorization-details'];
    const anywhere = facts['roles-anywhere'];
    const outcomes = [
      ...anchorOutcomes(anywhere, context),
      ...profileOutcomes(details, anywhere, context),
      ...roleOutcomes(details, anywhere, context),
    ];
    if (outcomes.length > 0) return outcomes;
    const { accountId } = context.account;
    const resource = {
      arn: `aws:rolesanywhere:${context.region}:${accountId}:trust-anchors`,
      type: 'AWS::RolesAnywhere::TrustAnchor',
    };
    const detail =
      facts['roles-anywhere'].isOffered === false
        ? 'AWS offers no IAM Roles Anywhere in the Region.'
        : 'The Region has no trust anchor and no profile.';
    return [{ status: 'NOT_APPLICABLE', resource, detail }];
  },
});
