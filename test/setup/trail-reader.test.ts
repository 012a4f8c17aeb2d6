// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the configuration look like this.
import { describe, expect, it } from 'vitest';
import { configuredAlready } from '../../src/cli/setup-values.ts';
import { actionSet, canBeOn, hasAction } from '../../src/policy/permissions/catalogue.ts';
import { resourcePattern } from '../../src/policy/permissions/resources.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';
import { athenaPolicy } from '../../src/run/auditor-policy.ts';
import { nextSteps } from '../../src/setup/next-steps.ts';
import { HERE, OWN, UUID } from '../checks/support/trust-fixtures.ts';
import { ASKS_ATHENA, fileOf, filesOf, loadedFrom, stackOf, valuesOf } from './made.ts';

const RUNNER = `arn:aws:iam::${OWN}:role/CountersignRunner`;
const REQUIRED = { RunnerRoleArn: RUNNER, ExternalId: UUID, TrailBucketName: 'acme-logs' };

const NAMED = ASKS_ATHENA.replace(
  'workGroup: security',
  `workGroup: security, roleArn: "arn:aws:iam::${OWN}:role/audit/AsksAthena", outputLocation: "s3://acme-results/countersign/"`,
);

interface Policy {
  Statement: Array<{ Sid: string; Action: string[]; Resource: string | string[] }>;
}

function statementsOf(yaml: string, given: Record<string, string> = {}): Policy['Statement'] {
  const property = stackOf(fileOf('trail-reader.yaml', yaml), { ...REQUIRED, ...given });
  const [policy] = property('TrailReader', 'Policies') as Array<{ PolicyDocument: Policy }>;
  return policy?.PolicyDocument.Statement ?? [];
}

const KEYS = {
  TrailKeyArn: `arn:aws:kms:eu-central-1:${OWN}:key/logs`,
  ResultsKeyArn: `arn:aws:kms:eu-central-1:${OWN}:key/results`,
};

describe('the role that asks the table of Athena', () => {
  it('is made where the configuration asks one', () => {
    expect([...filesOf(ASKS_ATHENA).keys()]).toEqual(
      expect.arrayContaining(['trail-reader.yaml', 'terraform/trail-reader/main.tf.json']),
    );
    expect([...filesOf().keys()].filter((name) => name.includes('trail-reader'))).toEqual([]);
  });

  it('admits the runner alone, and asks it for the external ID', () => {
    const property = stackOf(fileOf('trail-reader.yaml', ASKS_ATHENA), REQUIRED);
    const trust = JSON.stringify(property('TrailReader', 'AssumeRolePolicyDocument'));
    expect(readTrustPolicy(trust).grants).toMatchObject([
      {
        principal: { kind: 'role', arn: RUNNER },
        conditions: [{ key: 'sts:ExternalId', values: [UUID], required: true }],
      },
    ]);
  });

  it('may do what countersign policy --for athena says, each on what it is done on', () => {
    const statements = statementsOf(NAMED, KEYS);
    const all = (from: ReadonlyArray<{ Action: string[] }>) =>
      [...new Set(from.flatMap(({ Action }) => Action))].sort();
    expect(all(statements)).toEqual(all(athenaPolicy().Statement));
    const resources = new Map(statements.map(({ Sid, Resource }) => [Sid, [Resource].flat()]));
    expect(Object.fromEntries(resources)).toEqual({
      MakeQueries: [`arn:aws:athena:eu-central-1:${HERE}:workgroup/security`],
      FindTheTable: [
        `arn:aws:glue:eu-central-1:${HERE}:catalog`,
        `arn:aws:glue:eu-central-1:${HERE}:database/audit`,
        `arn:aws:glue:eu-central-1:${HERE}:table/audit/trail`,
      ],
      AskLakeFormation: ['*'],
      SeeTheLogs: ['arn:aws:s3:::acme-logs'],
      ReadTheLogs: ['arn:aws:s3:::acme-logs/*'],
      DecryptTheLogs: [KEYS.TrailKeyArn],
      SeeTheResults: ['arn:aws:s3:::acme-results'],
      KeepTheResults: ['arn:aws:s3:::acme-results/countersign/*'],
      EncryptTheResults: [KEYS.ResultsKeyArn],
    });
    for (const { Sid, Action, Resource } of statements)
      for (const action of Action)
        expect(
          [Resource].flat().some((one) => canBeOn(resourcePattern(one), action)),
          `${Sid}: ${action}`,
        ).toBe(true);
  });

  it('has no keys and no place for results where there are none', () => {
    const sids = statementsOf(ASKS_ATHENA, { TrailPrefix: 'AWSLogs/' }).map(({ Sid }) => Sid);
    expect(sids).toEqual(['MakeQueries', 'FindTheTable', 'AskLakeFormation', 'SeeTheLogs', 'ReadTheLogs']);
  });

  it.each([
    ['the one that is named', NAMED, `arn:aws:iam::${OWN}:role/audit/AsksAthena`],
    [
      'the one of that name, wherever the table is',
      ASKS_ATHENA,
      '!Sub arn:${AWS::Partition}:iam::*:role/CountersignTrailReader',
    ],
  ])('is entered by the runner: %s', (_what, yaml, arn) => {
    const [, enters = ''] = /Sid: EnterTheAccounts\n([\s\S]*?)- Sid:/.exec(fileOf('home.yaml', yaml)) ?? [];
    expect(enters).toContain(`- ${arn}\n`);
  });

  it.each<[string, string, string[], string[]]>([
    ['nothing', ASKS_ATHENA, ['<the account of the table>:role/CountersignTrailReader', 'externalId'], []],
    [
      'the role',
      NAMED,
      ['activity:\n  athena:\n    externalId: ${COUNTERSIGN_EXTERNAL_ID}\n'],
      ['AsksAthena'],
    ],
    [
      'all of it',
      NAMED.replace(', outputLocation', `, externalId: "${UUID}", outputLocation`),
      [],
      ['activity:'],
    ],
  ])('is what the configuration lacks, where it says %s', (_what, yaml, said, unsaid) => {
    const { config } = loadedFrom(yaml);
    const steps = nextSteps(valuesOf(yaml), 'made', configuredAlready('c.yaml', config, undefined), {
      fresh: UUID,
    });
    const lacking = steps.map(({ configuration: text = '' }) => text).join('');
    for (const text of said) expect(lacking).toContain(text);
    for (const text of unsaid) expect(lacking).not.toContain(text);
    const commands = steps.flatMap(({ commands: some = [] }) => some);
    expect(commands.some((command) => command.includes('--stack-name countersign-trail-reader'))).toBe(true);
    expect(commands.some((command) => command.startsWith('RESULTS='))).toBe(yaml === ASKS_ATHENA);
  });
});

it('countersign policy --for athena names actions that there are, and nothing that changes a table or reads a secret', () => {
  const actions = athenaPolicy().Statement.flatMap(({ Action }) => Action);
  expect(actions.length).toBeGreaterThan(10);
  for (const action of actions) expect(hasAction(actionSet([action]), action), action).toBe(true);
  expect(actions.filter((action) => /:(?:Create|Delete|Update|Put(?!Object$))/.test(action))).toEqual([]);
});
