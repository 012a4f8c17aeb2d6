import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { toAwsCallError } from '../../src/aws/errors.ts';
import { registry } from '../../src/checks/registry.ts';
import { auditorActions } from '../../src/collect/actions.ts';
import { HARMLESS_CALLS, REGIONAL_KNOCKS, TRIED_ON_THE_WAY } from '../../src/collect/harmless-calls.ts';
import type { Failure, Trial } from '../../src/collect/try-account.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { AccountTarget } from '../../src/model/account.ts';
import { RESOURCE_SERVICES } from '../../src/model/resource-services.ts';
import { accountSymptoms } from '../../src/run/doctor/account-symptoms.ts';
import { clockListener, clockSymptom } from '../../src/run/doctor/clock-symptom.ts';
import { declaredRefusals } from '../../src/run/doctor/declared-refusal.ts';
import { homeSymptoms } from '../../src/run/doctor/home-symptoms.ts';
import { triedArchive } from '../../src/run/doctor/tried-archive.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { memoryArchive } from '../support/memory-archive.ts';

const CALLER = 'arn:aws:iam::999900001111:user/audit';
const RUN = { runId: '20261101T000000Z-01020304', startedAt: '2026-11-01T00:00:00.000Z' };

function target(accountId: string, externalId?: string): AccountTarget {
  const roleArn = `arn:aws:iam::${accountId}:role/audit/Auditor`;
  const access = { kind: 'assume-role', roleArn, sessionDuration: 3600 } as const;
  return {
    accountId,
    name: accountId,
    partition: 'aws',
    tags: {},
    access: externalId === undefined ? access : { ...access, externalId },
    regions: ['eu-west-1'],
  };
}

/** What becomes of AWS's answer on the way here. */
function failure(code: string, message: string): Failure {
  const thrown = Object.assign(new Error(message), { name: code, $metadata: { httpStatusCode: 403 } });
  const error = toAwsCallError(thrown, 'sts', 'AssumeRole', 'global');
  const { reason, action, message: words, serviceMessage: said, deniedBy: by } = error;
  return { reason, action, code, message: words, said, by };
}

function refusal(accountId: string, why: string): Failure {
  const role = `arn:aws:iam::${accountId}:role/audit/Auditor`;
  return failure(
    'AccessDenied',
    `User: ${CALLER} is not authorized to perform: sts:AssumeRole on resource: ${role}${why}`,
  );
}

function symptomsOf(accounts: Array<{ target: AccountTarget; why?: Failure }>, managementAccountId?: string) {
  return accountSymptoms(
    accounts.map(({ target: of, why }) => ({
      target: of,
      result:
        why === undefined
          ? { accountId: of.accountId, entered: true, regions: of.regions, trials: [] }
          : { accountId: of.accountId, entered: false, failure: why },
    })),
    { arn: CALLER, managementAccountIds: managementAccountId === undefined ? [] : [managementAccountId] },
  );
}

const [A, B] = ['111122223333', '444455556666'];

describe('why an account cannot be entered', () => {
  it.each([
    ['', 'role-refused'],
    [' with an explicit deny in a service control policy', 'role-refused-by-organization'],
    [
      ' with an explicit deny in a service control policy: arn:aws:organizations::999900001111:policy/o-a1b2c3d4e5/service_control_policy/p-12345678',
      'role-refused-by-organization',
    ],
    [' with an explicit deny in a resource control policy', 'role-refused-by-organization'],
    [' because no service control policy allows the sts:AssumeRole action', 'role-refused-by-organization'],
    [' because no role trust policy allows the sts:AssumeRole action', 'role-refused-by-trust'],
    [' with an explicit deny in the role trust policy', 'role-refused-by-trust'],
    [' because no identity-based policy allows the sts:AssumeRole action', 'role-refused-to-caller'],
    [' because no session policy allows the sts:AssumeRole action', 'role-refused-to-caller'],
    [' with an explicit deny in a permissions boundary', 'role-refused-to-caller'],
  ])('AWS says "%s": %s', (why, id) => {
    expect(symptomsOf([{ target: target(A), why: refusal(A, why) }])).toMatchObject([{ id, status: 'fail' }]);
  });

  it('is one of several causes, all named, where AWS does not say', () => {
    const [{ words, whatToDo } = { words: '', whatToDo: '' }] = symptomsOf([
      { target: target(A, 'given'), why: refusal(A, '') },
    ]);
    expect(words).toMatch(/no such role, .*trust policy .*another external ID .*may not assume it\.$/);
    expect(words + whatToDo).not.toContain('given');
    expect(symptomsOf([{ target: target(A), why: refusal(A, '') }])[0]?.words).toContain(
      'of which the configuration gives none',
    );
  });

  it('is sought in the account where others let us in the same way, and in common where none does', () => {
    const refused = { target: target(A, 'x'), why: refusal(A, '') };
    const adviceBeside = (other: AccountTarget, why?: Failure) =>
      symptomsOf([refused, { target: other, ...(why === undefined ? {} : { why }) }])[0]?.whatToDo;
    expect(adviceBeside(target(B, 'x'))).toContain('Another account lets us in by the same role name');
    expect(adviceBeside(target(B, 'x'), refusal(B, ''))).toContain('No account lets us in this way');
    // Another external ID says nothing about this one.
    expect(adviceBeside(target(B, 'y'))).toContain('Look whether the role is there');
  });

  it('is the StackSet in the management account alone', () => {
    const both = [{ target: target(A), why: refusal(A, '') }, { target: target(B) }];
    expect(symptomsOf(both, A)[0]?.whatToDo).toContain('StackSets leave out');
    expect(symptomsOf(both, B)[0]?.whatToDo).not.toContain('StackSets');
  });

  it('is the session where that is too long, and the Region where STS is off', () => {
    const long = failure(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
    expect(symptomsOf([{ target: target(A), why: long }])).toMatchObject([{ id: 'session-too-long' }]);
    const off = failure('RegionDisabledException', 'STS is not activated in this region.');
    expect(symptomsOf([{ target: target(A), why: off }])).toMatchObject([{ id: 'sts-not-available' }]);
  });
});

describe('what a blind spot declares', () => {
  const decided = { reason: 'Nobody works there', approvedBy: 'ciso@example.com', expires: '2026-11-30' };
  const DENIED = ' with an explicit deny in a service control policy';
  const trial = (region: string, why: string) => ({
    action: 'cloudformation:ListStacks',
    region,
    failure: failure(
      'AccessDenied',
      `User: ${CALLER} is not authorized to perform: cloudformation:ListStacks on resource: *${why}`,
    ),
  });
  const tried = (spot: object, trials: Trial[], asOf = '2026-11-30T23:59:59Z') =>
    accountSymptoms(
      [{ target: target(A), result: { accountId: A, entered: true, regions: ['eu-west-1'], trials } }],
      {
        arn: CALLER,
        managementAccountIds: [],
        sayDeclared: declaredRefusals([{ ...decided, ...spot }], asOf),
      },
    );
  const south = { regions: ['eu-south-1'] };

  it('is said to be, and is nothing to mend', () => {
    const [declared, account] = tried(south, [trial('eu-south-1', DENIED)]);
    expect(declared).toMatchObject({ id: 'blind-spot', status: 'ok', region: 'eu-south-1', accountId: A });
    for (const part of [
      '2026-11-30',
      'ciso@example.com',
      'Nobody works there',
      'blindSpots[0]',
      'eu-south-1',
    ])
      expect(declared?.words).toContain(part);
    expect(account).toMatchObject({ id: 'account', status: 'ok' });
    expect(account?.words).toContain('but what is declared a blind spot');
  });

  it.each<[string, object, string, string?]>([
    ['another Region', { regions: ['eu-south-2'] }, DENIED],
    ['its last day is over', south, DENIED, '2026-12-01T00:00:00Z'],
    ['the role itself lacks the action', south, ' because no identity-based policy allows the action'],
  ])('and nothing else: %s', (_what, spot, why, asOf) => {
    const found = tried(spot, [trial('eu-south-1', why)], asOf);
    expect(found).toMatchObject([{ id: 'action-refused', status: 'fail' }]);
  });

  it('is an account that lets nobody in where it is named', () => {
    const closed = (spot: object) =>
      accountSymptoms(
        [{ target: target(A), result: { accountId: A, entered: false, failure: refusal(A, '') } }],
        {
          arn: CALLER,
          managementAccountIds: [],
          sayDeclared: declaredRefusals([{ ...decided, ...spot }], RUN.startedAt),
        },
      ).map(({ id, status }) => `${id} ${status}`);
    expect(closed({ accounts: [A] })).toEqual(['blind-spot ok']);
    expect(closed({ services: ['sts'] })).toEqual(['role-refused fail']);
    expect(closed({ accounts: [B] })).toEqual(['role-refused fail']);
  });
});

test('every action that an auditor role may hold is tried by a call, or on the way in', () => {
  const modes = ['access-roles', 'all-stacks', 'last-known', 'off'] as const;
  const actions = modes.flatMap((mode) => {
    const { called, onBehalf } = auditorActions(mode, true, undefined, RESOURCE_SERVICES);
    return [...called, ...onBehalf];
  });
  expect(
    [...new Set(actions)].filter(
      (action) => HARMLESS_CALLS[action] === undefined && !TRIED_ON_THE_WAY.has(action),
    ),
  ).toEqual([]);
  expect(Object.keys(HARMLESS_CALLS).filter((action) => !actions.includes(action))).toEqual([]);
  for (const knock of Object.values(REGIONAL_KNOCKS)) expect(HARMLESS_CALLS).toHaveProperty([knock]);
});

describe('the clock', () => {
  it.each([
    [0, 'ok'],
    [-60_000, 'ok'],
    [61_000, 'warn'],
    [-299_000, 'warn'],
    [301_000, 'fail'],
    [-86_400_000, 'fail'],
    [undefined, 'not-tried'],
  ])('%s ms off is %s', (off, status) => expect(clockSymptom(off).status).toBe(status));

  it('says which way it is wrong', () => {
    expect(clockSymptom(120_000).words).toContain('2.0 minutes ahead of');
    expect(clockSymptom(-7_200_000).words).toContain('120 minutes behind');
  });

  it('goes by the answer that waited least, and by no answer without a time', () => {
    const clock = clockListener(() => new Date('2026-11-01T00:00:10Z'));
    clock.hear(new Date('no time'));
    expect(clock.aheadMs()).toBeUndefined();
    clock.hear(new Date('2026-11-01T00:00:01Z'));
    clock.hear(new Date('2026-11-01T00:00:08Z'));
    clock.hear(new Date('2026-11-01T00:00:05Z'));
    expect(clock.aheadMs()).toBe(2_000);
  });
});

describe('the home', () => {
  const evidence = { s3: { bucket: 'bucket', region: 'eu-west-1' } };
  const request = (config: object) => ({
    config: loadConfig(JSON.stringify({ accounts: [{ id: A }], ...config }), 'test.yaml', {}, registry),
    version: '0.0.0-test',
    aws: { clock: fixedClock(RUN.startedAt), homeRegion: 'us-east-1' },
  });

  it('has an archive that takes runs; what the trial leaves is named, and no run was begun', async () => {
    const archive = memoryArchive();
    const symptom = await triedArchive(archive, request({ evidence }), RUN);
    expect([...archive.objects.keys()]).toEqual([`tried/${RUN.runId}.json`]);
    expect(symptom).toMatchObject({ id: 'archive', status: 'ok' });
    expect(symptom.words).toContain(`s3://memory/tried/${RUN.runId}.json`);
  });

  it('has an archive that writes over what is there', async () => {
    const archive = Object.assign(memoryArchive(), { overwrites: true });
    expect(await triedArchive(archive, request({ evidence }), RUN)).toMatchObject({ status: 'warn' });
  });

  it('has a directory, which the trial leaves as it was, or a file in its place', async () => {
    const out = await mkdtemp(join(tmpdir(), 'countersign-doctor-'));
    const fine = await homeSymptoms({ ...request({}), out: join(out, 'runs') }, RUN);
    expect(fine.symptoms.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'directory ok',
      'signing-key ok',
      'external-id-key ok',
      'archive ok',
      'chain ok',
    ]);
    expect(fine.scanIsUseless).toBe(false);
    expect(await readdir(out)).toEqual([]);
    await writeFile(join(out, 'runs'), '');
    const blocked = await homeSymptoms({ ...request({}), out: join(out, 'runs') }, RUN);
    expect(blocked.symptoms[0]).toMatchObject({ id: 'directory', status: 'fail' });
    expect(blocked.scanIsUseless).toBe(true);
  });

  it('has keys that cannot be used, each told by itself', async () => {
    const out = await mkdtemp(join(tmpdir(), 'countersign-doctor-'));
    await writeFile(join(out, 'bad.key'), 'no key');
    const keys = { externalIdKeyFile: join(out, 'bad.key'), signing: { keyFile: join(out, 'missing.pem') } };
    const { symptoms, scanIsUseless } = await homeSymptoms({ ...request({ evidence: keys }), out }, RUN);
    expect(symptoms.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual([
      'signing-key',
      'external-id-key',
    ]);
    expect(scanIsUseless).toBe(true);
  });

  it('does not wait without end for what gives no answer', async () => {
    const out = await mkdtemp(join(tmpdir(), 'countersign-doctor-'));
    const { aws, ...rest } = request({});
    // A minute that is over at once.
    const clock = {
      ...aws.clock,
      alarm: (_: number, ring: () => void) => {
        ring();
        return () => {};
      },
    };
    const { symptoms } = await homeSymptoms({ ...rest, aws: { ...aws, clock }, out }, RUN);
    for (const { status, words } of symptoms)
      expect([status, words]).toEqual(['fail', 'There was no answer within a minute.']);
  });

  it('is a machine that forgets: key and runs are said to go with it', async () => {
    const out = await mkdtemp(join(tmpdir(), 'countersign-doctor-'));
    const { symptoms, scanIsUseless } = await homeSymptoms({ ...request({}), out, mayForget: true }, RUN);
    expect(symptoms.filter(({ status }) => status === 'warn').map(({ id }) => id)).toEqual([
      'external-id-key',
      'archive',
    ]);
    expect(scanIsUseless).toBe(false);
  });
});
