import { join } from 'node:path';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENTRY_COLUMNS } from '../../../src/collect/athena/query-text.ts';
import { readFacts } from '../../../src/evidence/account-evidence.ts';
import { isFact } from '../../../src/model/fact-values.ts';
import { runScan } from '../../support/scan.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { ROOT_KEYS } from './fleet.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const HERE = '123456789012';
const VENDOR = '424242424242';
const ROLE = `arn:aws:iam::${HERE}:role/partner`;
const REGION = 'eu-west-1';

const ROW: { [column: string]: string } = {
  ...{ account: HERE, event: 'AssumeRole', source: 'sts.amazonaws.com', kind: 'AWSAccount', caller: VENDOR },
  ...{ principal: 'AROAVENDOR', address: '203.0.113.7', agent: 'Boto3', role: ROLE, day: '2026-10-20' },
  ...{ events: '3', sessions: '3', records: '3', reads: '3', places: '1', quarters: '09:00,09:31' },
  ...{ regions: 'us-east-1', days: '2026-10-20' },
  ...{ first_at: '2026-10-20T09:00:00Z', last_at: '2026-10-20T09:31:00Z' },
};

describe('a table of Athena in moto', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;

  beforeAll(async () => {
    moto = await startMoto(program);
    const iam = new IAMClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials: ROOT_KEYS });
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: VENDOR }, Action: 'sts:AssumeRole' }],
    };
    await iam.send(
      new CreateRoleCommand({ RoleName: 'partner', AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    const cells = (values: ReadonlyArray<string | undefined>) => ({
      Data: values.map((value) => (value === undefined ? {} : { VarCharValue: value })),
    });
    const rows = [cells(ENTRY_COLUMNS), cells(ENTRY_COLUMNS.map((column) => ROW[column]))];
    const results = [{ rows, column_info: [] }];
    await fetch(`${moto.endpoint}/moto-api/static/athena/query-results`, {
      method: 'POST',
      body: JSON.stringify({ account_id: HERE, region: REGION, results }),
    });
  });
  afterAll(() => moto?.close());

  it('is asked, and what it answers is who came in', async () => {
    const { directory } = await runScan({
      config: {
        accounts: [{ id: HERE, name: 'here' }],
        regions: ['us-east-1'],
        activity: {
          source: 'athena',
          sessions: 0,
          athena: { region: REGION, database: 'audit', table: 'trail', outputLocation: 's3://results/' },
        },
        outputs: ['json'],
      },
      aws: { endpoint: moto.endpoint, credentials: ROOT_KEYS },
    });
    const facts = (await readFacts(join(directory, 'accounts', HERE))) ?? [];
    expect(facts.find((fact) => isFact(fact, 'activity'))).toMatchObject({
      status: 'COLLECTED',
      value: { source: 'athena', entries: [{ role: ROLE, accountId: VENDOR, count: 3 }], perResource: [] },
    });
  });
});
