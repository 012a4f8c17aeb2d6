import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import type { Document } from '../../src/simulator/world.ts';
import {
  assume,
  CALLER_ARN,
  failure,
  MANAGEMENT,
  MEMBER,
  simulate,
  smallWorld,
  stsClient,
  trusting,
} from './support.ts';

const ROLE_ARN = `arn:aws:iam::${MEMBER}:role/Auditor`;
const GUARD = { StringEquals: { 'sts:ExternalId': 'right-id' } };

function worldTrusting(trustPolicy: Document, maxSessionDuration?: number) {
  return smallWorld({
    contents: {
      roles: [{ name: 'Auditor', trustPolicy, ...(maxSessionDuration ? { maxSessionDuration } : {}) }],
    },
  });
}

describe('AssumeRole', () => {
  test('opens a session that acts in the role’s account', async () => {
    const now = new Date('2026-11-01T00:00:00.000Z');
    const world = worldTrusting(trusting({ AWS: MANAGEMENT }, GUARD));
    const simulator = await simulate({ world, clock: () => now });
    const session = await assume(simulator, { RoleArn: ROLE_ARN, ExternalId: 'right-id' });
    const identity = await stsClient(simulator, session).send(new GetCallerIdentityCommand({}));
    expect(identity.Account).toBe(MEMBER);
    expect(identity.Arn).toBe(`arn:aws:sts::${MEMBER}:assumed-role/Auditor/test`);
    expect(session.expiration).toEqual(new Date('2026-11-01T01:00:00.000Z'));
  });

  const admitted: Array<[string, Document]> = [
    ['the account’s root', trusting({ AWS: `arn:aws:iam::${MANAGEMENT}:root` })],
    ['the user by ARN', trusting({ AWS: ['arn:aws:iam::900000000009:root', CALLER_ARN] })],
    [
      'anyone of the organization',
      trusting({ AWS: '*' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-test123456' } }),
    ],
    [
      'a condition that passes when the key is absent',
      trusting({ AWS: MANAGEMENT }, { StringEqualsIfExists: { 'sts:ExternalId': 'x' } }),
    ],
    [
      'ForAllValues over a key that is absent',
      trusting({ AWS: MANAGEMENT }, { 'ForAllValues:StringEquals': { 'sts:ExternalId': 'x' } }),
    ],
    [
      'a source range that holds the loopback',
      trusting({ AWS: MANAGEMENT }, { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }),
    ],
    [
      'an action with a wildcard',
      { Statement: { Effect: 'Allow', Principal: { AWS: MANAGEMENT }, Action: 'sts:Assume*' } },
    ],
    ['its text, where the policy is text', JSON.stringify(trusting({ AWS: MANAGEMENT }))],
  ];
  test.each(admitted)('admits by %s', async (_name, trustPolicy) => {
    const simulator = await simulate({ world: worldTrusting(trustPolicy) });
    await expect(assume(simulator, { RoleArn: ROLE_ARN })).resolves.toBeDefined();
  });

  const denyWithoutId = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sts:AssumeRole',
    Condition: { StringNotEquals: { 'sts:ExternalId': 'right-id' } },
  };
  const refused: Array<[string, Document, string | undefined]> = [
    ['a wrong external ID', trusting({ AWS: MANAGEMENT }, GUARD), 'wrong-id'],
    ['a missing external ID', trusting({ AWS: MANAGEMENT }, GUARD), undefined],
    ['another account', trusting({ AWS: '900000000009' }), undefined],
    [
      'a date that has passed',
      trusting({ AWS: MANAGEMENT }, { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }),
      undefined,
    ],
    [
      'MFA that long-lived keys do not carry',
      trusting({ AWS: MANAGEMENT }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      undefined,
    ],
    [
      'an operator nobody knows',
      trusting({ AWS: MANAGEMENT }, { StringMaybe: { 'sts:ExternalId': 'right-id' } }),
      'right-id',
    ],
    [
      'a Deny that asks for the external ID',
      {
        Statement: [
          { Effect: 'Allow', Principal: { AWS: MANAGEMENT }, Action: 'sts:AssumeRole' },
          denyWithoutId,
        ],
      },
      undefined,
    ],
    ['a document that does not parse', '{"Statement": [', undefined],
  ];
  test.each(refused)('refuses %s, and does not say why', async (_name, trustPolicy, externalId) => {
    const simulator = await simulate({ world: worldTrusting(trustPolicy) });
    const call = assume(simulator, { RoleArn: ROLE_ARN, ...(externalId ? { ExternalId: externalId } : {}) });
    expect(await failure(call)).toEqual({
      name: 'AccessDenied',
      status: 403,
      message: `User: ${CALLER_ARN} is not authorized to perform: sts:AssumeRole on resource: ${ROLE_ARN}`,
    });
  });

  test('refuses a role that does not exist and one of a suspended account alike', async () => {
    const world = worldTrusting(trusting({ AWS: MANAGEMENT }));
    const simulator = await simulate({ world });
    const missing = `arn:aws:iam::${MEMBER}:role/Missing`;
    expect((await failure(assume(simulator, { RoleArn: missing }))).name).toBe('AccessDenied');
    const [, member] = world.accounts;
    if (member) member.state = 'SUSPENDED';
    expect((await failure(assume(simulator, { RoleArn: ROLE_ARN }))).name).toBe('AccessDenied');
  });

  test('limits sessions to the role’s maximum, and chained ones to an hour', async () => {
    const world = worldTrusting(trusting({ AWS: '*' }), 7200);
    const simulator = await simulate({ world });
    const tooLong = await failure(assume(simulator, { RoleArn: ROLE_ARN, DurationSeconds: 7201 }));
    expect(tooLong).toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining('MaxSessionDuration'),
    });
    const session = await assume(simulator, { RoleArn: ROLE_ARN, DurationSeconds: 7200 });
    const chained = await failure(assume(simulator, { RoleArn: ROLE_ARN, DurationSeconds: 3601 }, session));
    expect(chained).toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining('role chaining'),
    });
    await expect(assume(simulator, { RoleArn: ROLE_ARN }, session)).resolves.toBeDefined();
  });

  test('refuses session names and durations that STS does not accept', async () => {
    const simulator = await simulate({ world: worldTrusting(trusting({ AWS: MANAGEMENT })) });
    const badName = assume(simulator, { RoleArn: ROLE_ARN, RoleSessionName: 'not a name' });
    expect((await failure(badName)).name).toBe('ValidationError');
    const tooShort = assume(simulator, { RoleArn: ROLE_ARN, DurationSeconds: 60 });
    expect((await failure(tooShort)).name).toBe('ValidationError');
  });
});

describe('credentials', () => {
  test('an unknown key and a session token that is not the key’s are invalid', async () => {
    const simulator = await simulate({ world: worldTrusting(trusting({ AWS: MANAGEMENT })) });
    const unknown = stsClient(simulator, { accessKeyId: 'AKIANOBODYNOBODYNOBO', secretAccessKey: 'x' });
    expect(await failure(unknown.send(new GetCallerIdentityCommand({})))).toMatchObject({
      name: 'InvalidClientTokenId',
      status: 403,
    });
    const session = await assume(simulator, { RoleArn: ROLE_ARN });
    const mixed = stsClient(simulator, { ...session, sessionToken: 'other' });
    expect((await failure(mixed.send(new GetCallerIdentityCommand({})))).name).toBe('InvalidClientTokenId');
  });

  test('a session expires by the simulator’s clock', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const simulator = await simulate({
      world: worldTrusting(trusting({ AWS: MANAGEMENT })),
      clock: () => now,
    });
    const session = await assume(simulator, { RoleArn: ROLE_ARN, DurationSeconds: 900 });
    const client = stsClient(simulator, { ...session });
    await client.send(new GetCallerIdentityCommand({}));
    now = new Date('2026-01-01T00:15:00Z');
    expect(await failure(client.send(new GetCallerIdentityCommand({})))).toMatchObject({
      name: 'ExpiredToken',
      status: 403,
    });
  });
});
