import { listOf, required, requiredText } from '../../aws/answer.ts';
import { pages } from '../collector.ts';
import { type PolicyService, unlessNone } from './policy-service.ts';

const PAGE_SIZE = 1000;

/** The backup vaults of the Region. */
export const backup: PolicyService = {
  service: 'backup',
  actions: ['backup:GetBackupVaultAccessPolicy', 'backup:ListBackupVaults'],
  plan: (vaults) => [
    { service: 'backup', operation: 'ListBackupVaults', calls: pages(vaults, PAGE_SIZE) },
    { service: 'backup', operation: 'GetBackupVaultAccessPolicy', calls: vaults },
  ],
  async list({ caller, region }) {
    const vaults = await caller.list(
      'backup',
      'ListBackupVaults',
      region,
      { MaxResults: PAGE_SIZE },
      ({ BackupVaultList }) => listOf(BackupVaultList, 'the backup vaults'),
    );
    return vaults.map(({ BackupVaultArn, BackupVaultName }) => ({
      arn: requiredText(BackupVaultArn, 'the ARN of a backup vault'),
      source: 'backup:GetBackupVaultAccessPolicy',
      async read() {
        const none = 'ResourceNotFoundException';
        const asked = { BackupVaultName: requiredText(BackupVaultName, 'the name of a backup vault') };
        const answer = await unlessNone(
          none,
          caller.call('backup', 'GetBackupVaultAccessPolicy', region, asked),
        );
        return { policy: answer === null ? null : required(answer.Policy, 'the policy of a backup vault') };
      },
    }));
  },
};
