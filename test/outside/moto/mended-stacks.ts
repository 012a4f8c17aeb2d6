import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateKeyCommand,
  type KeySpec,
  type KeyUsageType,
  KMSClient,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { stackOf } from '../../setup/made.ts';
import type { ROOT_KEYS } from './fleet.ts';

type Keys = typeof ROOT_KEYS;

/** How moto is reached, and as whom. */
interface Reached {
  endpoint: string;
  region: string;
  credentials: Keys;
}

/** Keys of a session of a role. */
export async function assumed(reached: Reached, arn: string): Promise<Keys> {
  const asked = new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'setup' });
  const { Credentials: given } = await new STSClient(reached).send(asked);
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
}

/** moto makes every key of a stack a symmetric one, whatever the template says: these are made as it says. */
export async function makeKeys(reached: Reached, home: string): Promise<void> {
  const kms = new KMSClient(reached);
  const property = stackOf(home, {});
  for (const name of ['SigningKey', 'FingerprintKey']) {
    const { KeyMetadata: key } = await kms.send(
      new CreateKeyCommand({
        KeySpec: property(name, 'KeySpec') as KeySpec,
        KeyUsage: property(name, 'KeyUsage') as KeyUsageType,
      }),
    );
    const alias = { AliasName: String(property(`${name}AliasName`, 'AliasName')), TargetKeyId: key?.KeyId };
    await kms.send(new UpdateAliasCommand(alias));
  }
}

/** moto keeps the policies of a stack's role as Python writes them: they are put again, as JSON. */
export async function putPolicies(reached: Reached, template: string, logicalId: string): Promise<void> {
  const property = stackOf(template, {});
  for (const policy of property(logicalId, 'Policies') as Array<Record<string, unknown>>) {
    await new IAMClient(reached).send(
      new PutRolePolicyCommand({
        RoleName: String(property(logicalId, 'RoleName')),
        PolicyName: String(policy.PolicyName),
        PolicyDocument: JSON.stringify(policy.PolicyDocument),
      }),
    );
  }
}
