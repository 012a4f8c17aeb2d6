import type { WorldRole } from '../world.ts';
import { AUDITOR_ROLE_NAME } from './auditor.ts';
import { AUDIT, awsPolicy, permit } from './permissions.ts';
import type { Place } from './place.ts';
import {
  allowAws,
  allowFederated,
  allowService,
  type Condition,
  type Policy,
  policy,
  root,
} from './trust-policies.ts';

/** The roles that an account has whether or not anything is wrong in it. */
export function standingRoles(place: Place): WorldRole[] {
  const roles = [serviceLinked(place, 'support'), serviceLinked(place, 'organizations'), singleSignOn(place)];
  if (place.index !== 0 && place.index % 3 === 0) roles.push(organizationAccess(place));
  return [...roles, ...workloadRoles(place, place.random('workloads').between(6, 14))];
}

/** Roles of applications: nobody from outside may assume them. */
export function workloadRoles(place: Place, count: number): WorldRole[] {
  const random = place.random('workload-roles');
  return Array.from({ length: count }, (_, i): WorldRole => {
    const service = random.pick(['lambda.amazonaws.com', 'ec2.amazonaws.com', 'ecs-tasks.amazonaws.com']);
    const [kind = ''] = service.split('.');
    const role: WorldRole = {
      name: `app-${kind}-${String(i + 1).padStart(3, '0')}`,
      path: '/application/',
      createdAt: place.daysAgo(random.between(60, 1500)),
      trustPolicy: policy(allowService(service, kind === 'ecs-tasks' ? ownAccount(place) : undefined)),
      inlinePolicies: {
        Application: permit(['s3:GetObject', 'sqs:SendMessage'], 'arn:aws:s3:::quillmarsh-data/*'),
      },
      tags: { owner: random.pick(['freight-platform', 'customer-apps', 'data-engineering']) },
    };
    if (kind === 'lambda') role.attachedPolicies = [awsPolicy('service-role/AWSLambdaBasicExecutionRole')];
    if (random.chance(0.9)) role.lastUsed = { at: place.daysAgo(random.between(0, 40)), region: 'us-east-1' };
    return role;
  });
}

/** What the guide of ECS asks for in task roles. */
function ownAccount(place: Place): Condition {
  return { StringEquals: { 'aws:SourceAccount': place.accountId } };
}

/** The way in of the audit itself. */
export function auditorRole(place: Place, externalId: string): WorldRole & { trustPolicy: Policy } {
  return {
    name: AUDITOR_ROLE_NAME,
    createdAt: place.daysAgo(200),
    description: 'Read-only access for the third-party access audit.',
    maxSessionDuration: 3600,
    trustPolicy: policy(
      allowAws(root(place.accountIdAt(0)), { StringEquals: { 'sts:ExternalId': externalId } }),
    ),
    inlinePolicies: { Audit: AUDIT },
    tags: { owner: 'security-engineering', justification: 'Audit of third-party access' },
    lastUsed: { at: place.daysAgo(1), region: 'us-east-1' },
  };
}

/** The audit's role with a second way in, which asks for no external ID, and with data to read. */
export function widened(place: Place, auditor: ReturnType<typeof auditorRole>): WorldRole {
  return {
    ...auditor,
    trustPolicy: policy(...auditor.trustPolicy.Statement, allowAws(root(place.accountIdAt(20)))),
    inlinePolicies: { ...auditor.inlinePolicies, Troubleshooting: permit(['s3:GetObject']) },
  };
}

function serviceLinked(place: Place, service: string): WorldRole {
  const title = service.charAt(0).toUpperCase() + service.slice(1);
  return {
    name: `AWSServiceRoleFor${title}`,
    path: `/aws-service-role/${service}.amazonaws.com/`,
    createdAt: place.daysAgo(1400),
    trustPolicy: policy(allowService(`${service}.amazonaws.com`)),
    attachedPolicies: [awsPolicy(`aws-service-role/AWS${title}ServiceRolePolicy`)],
  };
}

function singleSignOn(place: Place): WorldRole {
  return {
    name: 'AWSReservedSSO_AdministratorAccess_4f1d2c3b5a697887',
    path: '/aws-reserved/sso.amazonaws.com/',
    createdAt: place.daysAgo(900),
    maxSessionDuration: 43_200,
    trustPolicy: policy({
      ...allowFederated(
        `arn:aws:iam::${place.accountId}:saml-provider/AWSSSO_9f8e7d6c5b4a3210_DO_NOT_DELETE`,
        '',
        {
          StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' },
        },
      ),
      Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
    }),
    attachedPolicies: [awsPolicy('AdministratorAccess')],
    lastUsed: { at: place.daysAgo(2), region: 'eu-west-1' },
  };
}

/** What Organizations leaves in an account that it creates; in one account in four nobody uses it any more. */
function organizationAccess(place: Place): WorldRole {
  const used = place.index % 4 !== 0;
  return {
    ...(used ? { lastUsed: { at: place.daysAgo(30), region: 'us-east-1' } } : {}),
    name: 'OrganizationAccountAccessRole',
    createdAt: place.daysAgo(1200),
    trustPolicy: policy(allowAws(root(place.accountIdAt(0)))),
    attachedPolicies: [awsPolicy('AdministratorAccess')],
  };
}
