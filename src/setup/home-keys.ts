import { allow, policyDocument, type Statement } from './policy-document.ts';
import { getAtt, type Parameter, type Properties, type Resource, ref, sub, type Value } from './template.ts';
import type { RunnerActions, SetupValues } from './values.ts';

export function aliasParameters({ aliases }: SetupValues) {
  return {
    SigningKeyAlias: alias('Signing key', 'evidence.signing.kmsKeyId', aliases.signing),
    FingerprintKeyAlias: alias('Fingerprint key', 'evidence.externalIdKmsKeyId', aliases.fingerprints),
    EncryptionKeyAlias: alias('Encryption key', 'evidence.s3.kmsKeyId', aliases.encryption),
  };
}

function alias(label: string, key: string, name: string): Parameter {
  return {
    label,
    description: `The alias of this key; what ${key} of the configuration names.`,
    default: name,
    pattern: '^alias/[\\w/-]{1,250}$',
    constraint: 'An alias such as alias/countersign',
  };
}

/**
 * Three keys for three uses. Their policies let the account manage them, and the runner alone sign and make fingerprints:
 * what IAM policies of the account allow does not reach that.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function keys(actions: RunnerActions): Record<string, Resource> {
  const signs = onlyTheRunner('RunnerSigns', actions.signingKey);
  const fingerprints = onlyTheRunner('RunnerMakesFingerprints', actions.fingerprintKey);
  return {
    ...key('Signing', 'Signs the manifests of Countersign.', SIGNING, [
      signs,
      // Whoever verifies evidence needs the public half.
      allowTo(ACCOUNT, 'AccountReadsThePublicKey', ['kms:GetPublicKey', 'kms:Verify']),
    ]),
    ...key('Fingerprint', 'Gives the key of the fingerprints that Countersign shows of external IDs.', MAC, [
      fingerprints,
    ]),
    ...key('Encryption', 'Encrypts the evidence and the notices of Countersign.', SYMMETRIC, [
      {
        ...onlyTheRunner('RunnerKeepsEvidence', actions.encryptionKey),
        Condition: { StringEquals: { 'kms:ViaService': [VIA_S3, VIA_SNS] } },
      },
      {
        ...allowTo(ACCOUNT, 'AccountReadsWhatItMayReadInTheBucket', ['kms:Decrypt']),
        Condition: { StringEquals: { 'kms:ViaService': VIA_S3 } },
      },
      {
        // Who puts the configuration into the bucket encrypts it.
        ...allowTo(ACCOUNT, 'AccountPutsTheConfiguration', ['kms:GenerateDataKey']),
        Condition: { StringEquals: { 'kms:ViaService': VIA_S3 } },
      },
      {
        ...allowTo({ Service: 'cloudwatch.amazonaws.com' }, 'AlarmsReachTheTopic', [
          'kms:Decrypt',
          'kms:GenerateDataKey*',
        ]),
        Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
      },
    ]),
  };
}

const ACCOUNT = { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') };
const VIA_S3 = sub('s3.${AWS::Region}.${AWS::URLSuffix}');
const VIA_SNS = sub('sns.${AWS::Region}.${AWS::URLSuffix}');

/** What src/evidence/kms-signer.ts asks of a key. */
const SIGNING = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' };
/** What src/evidence/kms-mac.ts asks of a key. */
const MAC = { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' };
const SYMMETRIC = { KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT', EnableKeyRotation: true };

function key(
  use: 'Signing' | 'Fingerprint' | 'Encryption',
  description: string,
  spec: Properties,
  statements: Statement[],
): Record<string, Resource> {
  return {
    [`${use}Key`]: {
      type: 'AWS::KMS::Key',
      keep: true,
      properties: {
        Description: description,
        ...spec,
        PendingWindowInDays: 30,
        KeyPolicy: policyDocument(allowTo(ACCOUNT, 'AccountManagesTheKey', MANAGING), ...statements),
      },
    },
    [`${use}KeyAliasName`]: {
      type: 'AWS::KMS::Alias',
      properties: { AliasName: ref(`${use}KeyAlias`), TargetKeyId: ref(`${use}Key`) },
    },
  };
}

/** The actions of a key administrator, none of which uses the key. */
const MANAGING = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListAliases',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

function onlyTheRunner(sid: string, actions: readonly string[]): Statement {
  return allowTo({ AWS: getAtt('RunnerRole', 'Arn') }, sid, actions);
}

/** In a key policy, `*` is the key. */
function allowTo(principal: Record<string, Value>, sid: string, actions: readonly string[]): Statement {
  return { ...allow(sid, actions, '*'), Principal: principal };
}
