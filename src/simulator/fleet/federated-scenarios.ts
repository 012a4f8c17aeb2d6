import type { WorldRole } from '../world.ts';
import type { Place } from './place.ts';
import { allowFederated, allowService, type Condition, policy } from './trust-policies.ts';
import { vendorRole } from './vendor-role.ts';

const GITHUB = 'token.actions.githubusercontent.com';

/** GitHub Actions: one role for one branch, one for any repository of anyone, one without an audience. */
export function githubActions(place: Place): WorldRole[] {
  const audience = { [`${GITHUB}:aud`]: 'sts.amazonaws.com' };
  return [
    github(place, 'github-deploy', {
      StringEquals: { ...audience, [`${GITHUB}:sub`]: 'repo:quillmarsh/booking:ref:refs/heads/main' },
    }),
    github(place, 'github-preview', { StringEquals: audience, StringLike: { [`${GITHUB}:sub`]: 'repo:*' } }),
    github(place, 'github-nightly', { StringLike: { [`${GITHUB}:sub`]: 'repo:quillmarsh/nightly:*' } }),
  ];
}

/** HCP Terraform serves every customer by one issuer: one role names the organization, the other leaves it open. */
export function terraformRuns(place: Place): WorldRole[] {
  return [
    terraform(place, 'terraform-network', 'organization:quillmarsh:project:network:workspace:*:run_phase:*'),
    terraform(place, 'terraform-sandbox', 'organization:*:project:sandbox:workspace:*:run_phase:*'),
  ];
}

const TERRAFORM = 'app.terraform.io';

function terraform(place: Place, name: string, subject: string): WorldRole {
  const provider = `arn:aws:iam::${place.accountId}:oidc-provider/${TERRAFORM}`;
  const condition: Condition = {
    StringEquals: { [`${TERRAFORM}:aud`]: 'aws.workload.identity' },
    StringLike: { [`${TERRAFORM}:sub`]: subject },
  };
  return vendorRole(
    place,
    name,
    policy(allowFederated(provider, 'sts:AssumeRoleWithWebIdentity', condition)),
  );
}

function github(place: Place, name: string, condition: Condition): WorldRole {
  const provider = `arn:aws:iam::${place.accountId}:oidc-provider/${GITHUB}`;
  return vendorRole(
    place,
    name,
    policy(allowFederated(provider, 'sts:AssumeRoleWithWebIdentity', condition)),
  );
}

export function samlRoles(place: Place): WorldRole[] {
  const provider = `arn:aws:iam::${place.accountId}:saml-provider/QuillmarshIdP`;
  const audience = { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } };
  return [
    vendorRole(place, 'CustomsAnalyst', policy(allowFederated(provider, 'sts:AssumeRoleWithSAML', audience))),
    vendorRole(place, 'CustomsClerk', policy(allowFederated(provider, 'sts:AssumeRoleWithSAML'))),
  ];
}

/** Bedrock acts for many customers: one role names the account it may act for, the other does not. */
export function bedrockRoles(place: Place): WorldRole[] {
  const ownAccount: Condition = {
    StringEquals: { 'aws:SourceAccount': place.accountId },
    ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:us-east-1:${place.accountId}:knowledge-base/*` },
  };
  return [
    vendorRole(place, 'BedrockKnowledgeBase', policy(allowService('bedrock.amazonaws.com', ownAccount))),
    vendorRole(place, 'BedrockAgentPlayground', policy(allowService('bedrock.amazonaws.com'))),
  ];
}
