import {
  CreateGroupCommand,
  CreateGroupMembershipCommand,
  CreateUserCommand,
  IdentitystoreClient,
} from '@aws-sdk/client-identitystore';
import {
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  ListInstancesCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/model/report.ts';
import { runScan } from '../../support/scan.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { ROOT_KEYS } from './fleet.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const HERE = '123456789012';
const REGION = 'us-east-1';

describe('people of a third party in moto', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  let report: AuditReport;

  beforeAll(async () => {
    moto = await startMoto(program);
    const common = { endpoint: moto.endpoint, region: REGION, credentials: ROOT_KEYS };
    const sso = new SSOAdminClient(common);
    const store = new IdentitystoreClient(common);
    const { Instances = [] } = await sso.send(new ListInstancesCommand({}));
    const InstanceArn = Instances[0]?.InstanceArn;
    const IdentityStoreId = Instances[0]?.IdentityStoreId;
    const user = async (UserName: string) => {
      const named = { Name: { GivenName: 'A', FamilyName: 'B' }, DisplayName: UserName };
      const Emails = [{ Value: UserName, Type: 'work', Primary: true }];
      const made = await store.send(new CreateUserCommand({ IdentityStoreId, UserName, Emails, ...named }));
      return made.UserId ?? '';
    };
    const contractor = await user('jo@nimbus.example');
    await user('ada@own.example');
    const { GroupId } = await store.send(
      new CreateGroupCommand({ IdentityStoreId, DisplayName: 'Builders' }),
    );
    const MemberId = { UserId: contractor };
    await store.send(new CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId }));
    const made = await sso.send(new CreatePermissionSetCommand({ InstanceArn, Name: 'Builder' }));
    await sso.send(
      new CreateAccountAssignmentCommand({
        ...{ InstanceArn, PermissionSetArn: made.PermissionSet?.PermissionSetArn },
        ...{ TargetId: HERE, TargetType: 'AWS_ACCOUNT', PrincipalId: GroupId, PrincipalType: 'GROUP' },
      }),
    );
    ({ report } = await runScan({
      config: {
        accounts: [{ id: HERE, name: 'here' }],
        regions: [REGION],
        identityCenter: { account: HERE, region: REGION },
        thirdParties: [
          {
            name: 'Nimbus',
            identityCenter: { domains: ['nimbus.example'], accounts: ['999988887777'] },
            owner: 'Jo',
            justification: 'Builds',
          },
        ],
        outputs: ['json'],
      },
      aws: { endpoint: moto.endpoint, credentials: ROOT_KEYS },
    }));
  });
  afterAll(() => moto?.close());

  it('stand on its card with what a group gives them', () => {
    const card = report.thirdParties.find(({ party }) => party.name === 'Nimbus');
    expect(card?.people).toMatchObject([
      {
        ...{ userName: 'jo@nimbus.example', isDisabled: false, groups: ['Builders'] },
        assignments: [{ accountId: HERE, permissionSet: 'Builder' }],
      },
    ]);
  });

  it('are a finding where they are not meant to be', () => {
    const found = [...report.findings].filter(({ checkId }) => checkId === 'identity-center-guest');
    expect(found).toMatchObject([{ accountId: HERE, thirdParty: { name: 'Nimbus' } }]);
    expect(found[0]?.detail).toContain(`Builder in ${HERE} (by the group Builders)`);
    expect(report.coverage.gaps.filter(({ fact }) => fact === 'identity-center')).toEqual([]);
  });
});
