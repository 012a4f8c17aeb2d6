import type { Json, WorldRole, WorldStack } from '../world.ts';
import { awsPolicy, READ_METRICS } from './permissions.ts';
import type { Place } from './place.ts';
import { templateText } from './templates.ts';
import { allowAws, externalId, type Policy, policy, role as roleArn, root } from './trust-policies.ts';
import { vendorRole } from './vendor-role.ts';
import { DATADOG, VANTA } from './vendors.ts';

/** A role together with the stack that deployed it. */
export interface Deployment {
  role: WorldRole;
  /** The trust policy that the template declares, resolved. */
  declaredTrust: Policy;
  stack: WorldStack;
}

/**
 * The monitoring vendor's role, from a JSON template. The template declares its permissions in a policy resource of
 * its own, and neither `Policies` nor `ManagedPolicyArns` on the role: what is added there by hand is IN_SYNC.
 */
export function monitoringDeployment(place: Place): Deployment {
  const id = place.externalId('datadog');
  const trust = policy(allowAws(root(DATADOG.accountId), externalId(id)));
  const { attachedPolicies: _none, ...bare } = vendorRole(place, 'DatadogIntegrationRole', trust);
  const role: WorldRole = { ...bare, inlinePolicies: { DatadogMetrics: READ_METRICS } };
  const declaredTrust = structuredClone(trust);
  const declared = {
    RoleName: role.name,
    AssumeRolePolicyDocument: declaredTrust,
    Tags: Object.entries(role.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  };
  const metrics = { PolicyName: 'DatadogMetrics', PolicyDocument: READ_METRICS, Roles: [role.name] };
  const template = templateText(
    'json',
    'Datadog AWS integration',
    ['DatadogExternalId'],
    {
      IntegrationRole: { Type: 'AWS::IAM::Role', Properties: declared },
      MetricsPolicy: {
        Type: 'AWS::IAM::Policy',
        Properties: { ...metrics, Roles: [{ Ref: 'IntegrationRole' }] },
      },
    },
    {
      ref: { [id]: 'DatadogExternalId' },
      sub: { [root(DATADOG.accountId)]: `arn:\${AWS::Partition}:iam::${DATADOG.accountId}:root` },
    },
  );
  return {
    role,
    declaredTrust,
    stack: {
      name: 'datadog-integration',
      region: 'us-east-1',
      description: 'Datadog AWS integration',
      createdAt: place.daysAgo(400),
      template,
      parameters: [{ key: 'DatadogExternalId', value: id }],
      tags: { team: 'platform-team' },
      resources: [
        { logicalId: 'IntegrationRole', physicalId: role.name, type: 'AWS::IAM::Role', declared },
        {
          logicalId: 'MetricsPolicy',
          physicalId: 'datad-Metr-1A2B3C4D5E6F',
          type: 'AWS::IAM::Policy',
          declared: metrics,
        },
      ],
    },
  };
}

/** The compliance vendor's role, from a YAML template that declares everything on the role itself. */
export function complianceDeployment(place: Place): Deployment {
  const id = place.externalId('vanta');
  const scanner = roleArn(VANTA.accountId, 'scanner');
  const trust = policy(allowAws(scanner, externalId(id)));
  const role = vendorRole(place, 'VantaAuditor', trust);
  const extra = policy({ Effect: 'Deny', Action: ['s3:GetObject', 'dynamodb:GetItem'], Resource: '*' });
  role.inlinePolicies = { NoData: extra };
  const declaredTrust = structuredClone(trust);
  const declared: { [property: string]: Json } = {
    RoleName: role.name,
    MaxSessionDuration: 3600,
    AssumeRolePolicyDocument: declaredTrust,
    ManagedPolicyArns: [awsPolicy('SecurityAudit')],
    Policies: [{ PolicyName: 'NoData', PolicyDocument: extra }],
  };
  const template = templateText(
    'yaml',
    'Vanta auditor role',
    ['VantaExternalId', 'VantaAccountId'],
    { VantaAuditorRole: { Type: 'AWS::IAM::Role', Properties: declared } },
    {
      ref: { [id]: 'VantaExternalId' },
      sub: {
        [scanner]: `arn:aws:iam::\${VantaAccountId}:role/scanner`,
        [awsPolicy('SecurityAudit')]: `arn:\${AWS::Partition}:iam::aws:policy/SecurityAudit`,
      },
    },
  );
  return {
    role,
    declaredTrust,
    stack: {
      name: 'vanta-auditor',
      region: 'eu-west-1',
      description: 'Vanta auditor role',
      status: 'UPDATE_COMPLETE',
      createdAt: place.daysAgo(600),
      updatedAt: place.daysAgo(100),
      template,
      parameters: [
        { key: 'VantaExternalId', value: id },
        { key: 'VantaAccountId', value: VANTA.accountId },
      ],
      resources: [
        {
          logicalId: 'VantaAuditorRole',
          physicalId: role.name,
          type: 'AWS::IAM::Role',
          declared,
          status: 'UPDATE_COMPLETE',
        },
      ],
    },
  };
}
