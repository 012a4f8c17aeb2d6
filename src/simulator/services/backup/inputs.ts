import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

/** From the service model of Backup, 2018-11-15. */
export const BACKUP_INPUTS = {
  GetBackupVaultAccessPolicy: {
    BackupVaultName: { type: 'string', required: true, pattern: '^[a-zA-Z0-9\\-\\_]{2,50}$' },
  },
  ListBackupVaults: {
    ByShared: NOT_HONOURED,
    ByVaultType: NOT_HONOURED,
    MaxResults: { type: 'integer', min: 1, max: 1000 },
    NextToken: { type: 'string' },
  },
} satisfies Record<string, Input>;
