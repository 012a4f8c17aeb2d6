import type {
  AnchorCertificate,
  AnywhereProfile,
  RolesAnywhere,
  TrustAnchor,
} from '../../../src/model/facts/roles-anywhere.ts';
import { HERE, role } from '../support/trust-fixtures.ts';

export const ANCHOR = `arn:aws:rolesanywhere:eu-west-1:${HERE}:trust-anchor/11111111-2222-4333-8444-555555555555`;
export const OTHER = `arn:aws:rolesanywhere:eu-west-1:${HERE}:trust-anchor/99999999-2222-4333-8444-555555555555`;
const PROFILE = `arn:aws:rolesanywhere:eu-west-1:${HERE}:profile/11111111-2222-4333-8444-555555555555`;

export function certificate(more: Partial<AnchorCertificate> = {}): AnchorCertificate {
  return {
    subject: 'CN=Machines CA',
    issuer: 'CN=Root',
    notBefore: '2020-01-01T00:00:00.000Z',
    notAfter: '2030-01-01T00:00:00.000Z',
    selfSigned: false,
    fingerprint: 'AA:BB',
    ...more,
  };
}

export function anchor(more: Partial<TrustAnchor> = {}): TrustAnchor {
  return {
    arn: ANCHOR,
    name: 'machines',
    enabled: true,
    sourceType: 'CERTIFICATE_BUNDLE',
    privateCaArn: null,
    certificates: [certificate()],
    unreadableCertificates: 0,
    ...more,
  };
}

export function profile(more: Partial<AnywhereProfile> = {}): AnywhereProfile {
  return {
    arn: PROFILE,
    name: 'scanners',
    enabled: true,
    roleArns: [role({}).arn],
    sessionPolicy: null,
    managedPolicyArns: [],
    durationSeconds: 3600,
    requireInstanceProperties: false,
    acceptRoleSessionName: false,
    attributeMappings: [],
    ...more,
  };
}

export function anywhere(more: Partial<RolesAnywhere> = {}): { 'roles-anywhere': RolesAnywhere } {
  return { 'roles-anywhere': { trustAnchors: [anchor()], profiles: [], revocationLists: [], ...more } };
}

/** A statement that admits IAM Roles Anywhere under a condition. */
export function machines(condition: object = {}): object {
  return {
    Effect: 'Allow',
    Principal: { Service: 'rolesanywhere.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    Condition: condition,
  };
}

export const SOURCE = { ArnEquals: { 'aws:SourceArn': ANCHOR } };
export const SUBJECT = { StringEquals: { 'aws:PrincipalTag/x509Subject/CN': 'scanner' } };
