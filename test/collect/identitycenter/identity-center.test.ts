import { describe, expect, test } from 'vitest';
import type { GuestsWanted } from '../../../src/collect/collector.ts';
import { identityCenter } from '../../../src/collect/identitycenter/identity-center.ts';
import type { Fault } from '../../../src/simulator/faults.ts';
import type { WorldIdentityCenter } from '../../../src/simulator/world.ts';
import { callCounts, collect, MEMBER, member, record, stage, target, value, world } from '../support.ts';

const REGION = 'eu-west-1';
const WANTED: GuestsWanted = {
  ...{ accountId: MEMBER, region: REGION, domains: ['nimbus.example'], groups: ['Nimbus *'] },
  meansDomain: (domain) => domain === 'nimbus.example',
  meansGroup: (name) => name.startsWith('Nimbus '),
};

const CENTER: WorldIdentityCenter = {
  region: REGION,
  users: [
    ...Array.from({ length: 7 }, (_, index) => ({
      userName: `own-${index}`,
      email: `o${index}@own.example`,
    })),
    { userName: 'jo', email: 'Jo@x.example@Nimbus.EXAMPLE.' },
    { userName: 'kim@nimbus.example', disabled: true },
    { userName: 'lee', email: 'lee@other.example' },
    { userName: 'nobody@notnimbus.example' },
  ],
  groups: [
    { name: 'Nimbus staff', members: ['lee', 'gone', 'own-1'] },
    { name: 'Builders', members: ['jo', 'own-1'] },
    { name: 'Others', members: ['own-2'] },
  ],
  assignments: [
    { user: 'jo', permissionSet: 'Reader', accountId: '111122223333' },
    { group: 'Builders', permissionSet: 'Builder', accountId: '111122223333' },
    { group: 'Builders', permissionSet: 'Reader', accountId: '111122223333' },
    { group: 'Nimbus staff', permissionSet: 'Reader', accountId: '444455556666' },
    { group: 'Others', permissionSet: 'Admin', accountId: '444455556666' },
  ],
};

const scanned = async (center: WorldIdentityCenter, wanted?: GuestsWanted, faults: Fault[] = []) =>
  collect(
    await stage({ world: world(member({ identityCenter: center })), faults }),
    target(),
    ...([undefined, undefined, undefined] as const),
    wanted,
  );

describe('people of third parties in IAM Identity Center', () => {
  test('are read by domain and by group, with what they and their groups hold, and nobody else', async () => {
    const account = await scanned(CENTER, WANTED);
    const center = value(account, 'identity-center');
    expect(center).toMatchObject({ isAskedHere: true, region: REGION, users: 11 });
    expect(center.askedFor).toEqual({ domains: ['nimbus.example'], groups: ['Nimbus *'] });
    const people = new Map(center.people.map((person) => [person.userName, person]));
    const gone = center.people.find(({ userName, id }) => userName === id);
    expect([...people.keys()].sort()).toEqual(
      ['jo', 'kim@nimbus.example', 'lee', 'own-1', gone?.id ?? ''].sort(),
    );
    expect(people.get('jo')).toMatchObject({ status: 'ENABLED', domains: ['nimbus.example'] });
    // What the service counts among the person's own and a group gives is not its own; what both give is.
    const names = new Map(center.permissionSets.map(({ arn, name }) => [arn, name]));
    expect(
      people.get('jo')?.assignments.map(({ permissionSetArn: arn, isOwn }) => [names.get(arn), isOwn]),
    ).toEqual(expect.arrayContaining([['Reader', true]]));
    expect(people.get('kim@nimbus.example')).toMatchObject({ status: 'DISABLED', groupIds: [] });
    expect(gone).toMatchObject({ status: null, domains: [] });
    expect(center.groups.map(({ name, memberIds }) => [name, memberIds?.length ?? null]).sort()).toEqual([
      ['Builders', null],
      ['Nimbus staff', 3],
    ]);
    expect(center.permissionSets.map(({ name }) => name).sort()).toEqual(['Builder', 'Reader']);
    expect(JSON.stringify(center)).not.toMatch(/own-2|Others|Admin/);
  });

  test.each([
    ['with a name before it', { userName: 'jo', email: 'Jo Nimbus <jo@nimbus.example>' }, 'nimbus.example'],
    ['with a blank and a dot', { userName: 'jo', email: ' jo@ NIMBUS.example. ' }, 'nimbus.example'],
    [
      'of a guest of Microsoft Entra',
      { userName: 'jo_m_nimbus.example#EXT#@own.onmicrosoft.com' },
      'nimbus.example',
    ],
    ['beyond ASCII, registered so', { userName: 'jo@xn--mller-kva.example' }, 'müller.example'],
    ['beyond ASCII, registered in ASCII', { userName: 'jo@MÜLLER.example' }, 'xn--mller-kva.example'],
  ])('are known by an address %s', async (_what, user, wanted) => {
    const center = value(
      await scanned(
        { region: REGION, users: [{ userName: 'tony', email: 'tony@own.example' }, user] },
        { ...WANTED, domains: [wanted], meansDomain: (domain) => domain === wanted },
      ),
      'identity-center',
    );
    expect(center.people.map(({ userName }) => userName)).toEqual([user.userName]);
  });

  test('take the calls that are planned', async () => {
    const account = await scanned(CENTER, WANTED);
    const { groups, people, permissionSets } = value(account, 'identity-center');
    const counts = callCounts(account);
    const planned = identityCenter.plan(
      {
        identityCenter: {
          ...{ users: 11, people: people.length, groups: groups.length },
          ...{ members: [3], permissionSets: permissionSets.length },
        },
      } as never,
      'off',
    );
    for (const { service, operation, calls } of planned) {
      // Pages of the simulator hold five.
      const pages = operation === 'ListUsers' ? 3 : calls;
      expect(counts[`${service}:${operation}`], operation).toBe(pages);
    }
  });

  test.each([
    ['nobody asks', undefined],
    ['another account is asked', { ...WANTED, accountId: '111122223333' }],
  ])('are not looked for where %s', async (_what, wanted) => {
    const account = await scanned(CENTER, wanted);
    expect(value(account, 'identity-center')).toMatchObject({ isAskedHere: false, people: [] });
    expect(account.calls.filter(({ service }) => /^(?:sso|identitystore)$/.test(service))).toEqual([]);
  });

  test('are not known where the Region has no instance, which is said', async () => {
    const account = await scanned({ ...CENTER, region: 'us-west-2' }, WANTED);
    expect(value(account, 'identity-center')).toMatchObject({ isAskedHere: true, instanceArn: null });
  });

  test.each(['sso:ListAccountAssignmentsForPrincipal', 'identitystore:ListGroupMemberships'])(
    'are a gap where %s is refused',
    async (operation) => {
      const account = await scanned(CENTER, WANTED, [{ kind: 'access-denied', operation }]);
      expect(record(account, 'identity-center')).toMatchObject({
        ...{ status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', action: operation },
      });
    },
  );
});
