import { describe, expect, it } from 'vitest';
import {
  accessByService,
  actionNames,
  actionSet,
  actionsOfLevel,
} from '../../../src/policy/permissions/catalogue.ts';
import { LEVEL_CORRECTIONS, READ_ONLY_FORMS } from '../../../src/policy/permissions/level-corrections.ts';
import { PUBLISHED_ACTIONS } from '../../../src/policy/permissions/published-actions.ts';
import { SENSITIVE_READS } from '../../../src/policy/permissions/sensitive-reads.ts';
import { KEPT_ABOVE_READING } from './kept-levels.ts';

const PUBLISHED: ReadonlyMap<string, number> = new Map(
  PUBLISHED_ACTIONS.trim()
    .split('\n')
    .flatMap((line) => {
      const [head = '', ...byLevel] = line.split('|');
      return byLevel.flatMap((names, level) =>
        names
          .split(' ')
          .filter((name) => name !== '')
          .map((name): [string, number] => [`${head.split(' ')[0]}:${name}`, level]),
      );
    }),
);

const WORDS = ['list', 'read', 'write', 'tagging', 'permissions'];
const corrected = LEVEL_CORRECTIONS.flatMap(({ actions }) => actions);

function levelsOf(action: string): string[] {
  return accessByService(actionSet([action])).flatMap(({ levels }) => [...levels.keys()]);
}

describe('corrections of access levels', () => {
  it('speak of published actions, each once, and change every one', () => {
    expect(corrected.filter((action) => !PUBLISHED.has(action))).toEqual([]);
    expect(new Set(corrected).size).toBe(corrected.length);
    const idle = LEVEL_CORRECTIONS.flatMap(({ actions, level }) =>
      actions.filter((action) => WORDS[PUBLISHED.get(action) ?? -1] === level),
    );
    expect(idle).toEqual([]);
  });

  it.each([
    ['iot:ListSubscriptions', 'list'],
    ['quicksight:DescribeTopicPermissions', 'read'],
    ['glue:GetStage', 'read'],
    ['kms:Decrypt', 'read'],
    ['codeconnections:GetConnectionToken', 'write'],
    ['bedrock:InvokeAgent', 'write'],
    ['rds-db:connect', 'write'],
    ['datazone:GetIamPortalLoginUrl', 'write'],
    ['opensearch:ApplicationAccessAll', 'write'],
    ['managedblockchain:POST', 'write'],
    ['bedrock-agentcore:InvokeGateway', 'write'],
    ['bedrock-agentcore:AuthorizeAction', 'read'],
    ['ec2:AttachResourcesToPlacementGroup', 'write'],
    ['waf-regional:UpdateWebACL', 'write'],
    ['codeconnections:PassConnection', 'write'],
  ])('%s is %s', (action, level) => {
    expect(levelsOf(action)).toEqual([level]);
    expect(actionNames(actionsOfLevel(level as 'read'))).toContain(action);
  });

  it.each([
    ['sts:GetFederationToken', 'write'],
    ['sts:GetWebIdentityToken', 'write'],
    ['sts:GetDelegatedAccessToken', 'write'],
    ['redshift:GetClusterCredentials', 'write'],
    ['redshift-serverless:GetCredentials', 'write'],
    ['elasticmapreduce:GetClusterSessionCredentials', 'write'],
    ['lakeformation:GetDataAccess', 'write'],
    ['dsql:DbConnect', 'write'],
    ['kms:CreateGrant', 'permissions'],
    ['lambda:AddPermission', 'permissions'],
    ['sqs:SetQueueAttributes', 'permissions'],
    ['ec2:ModifySnapshotAttribute', 'permissions'],
    ['redshift:CreateClusterUser', 'permissions'],
    ['acm-pca:IssueCertificate', 'write'],
  ])('%s stays %s: it hands out power', (action, level) => {
    expect(levelsOf(action)).toEqual([level]);
  });

  it('leaves no action that sounds like reading above reading without a reason', () => {
    const sounds =
      /:(?:BatchGet|Get|List|Describe|Search|Lookup|View|Query|Select|Scan|Check|Head|Read|Preview|Simulate|Validate|Count|Discover|Detect|Retrieve|Find|Test|Verify|Poll|Export|Download|Receive|Evaluate)/i;
    const kept = KEPT_ABOVE_READING.flatMap(({ actions }) => actions);
    const open = [...PUBLISHED.keys()].filter(
      (action) =>
        (PUBLISHED.get(action) ?? 0) > 1 &&
        sounds.test(action) &&
        !corrected.includes(action) &&
        !kept.includes(action),
    );
    expect(open).toEqual([]);
    expect(kept.filter((action) => (PUBLISHED.get(action) ?? 0) < 2 || corrected.includes(action))).toEqual(
      [],
    );
  });
});

it('actions that a condition can hold to reading are published', () => {
  expect(READ_ONLY_FORMS.filter(({ action }) => !PUBLISHED.has(action))).toEqual([]);
});

it.each([
  's3:GetDataAccess',
  'gamelift:GetComputeAccess',
  'ec2:GetVpnConnectionDeviceSampleConfiguration',
  'ivs:GetStreamKey',
  'acm:GetAcmeExternalAccountBindingCredentials',
  'rds-db:connect',
])('%s hands out what opens something, and is a sensitive read', (action) => {
  expect(SENSITIVE_READS.flatMap(({ actions }) => actions)).toContain(action);
});

it('sensitive reads are published actions, each under one heading', () => {
  const actions = SENSITIVE_READS.flatMap((read) => read.actions);
  expect(actions.filter((action) => !PUBLISHED.has(action))).toEqual([]);
  expect(actions.length).toBe(new Set(actions).size);
  expect(new Set(SENSITIVE_READS.map(({ what }) => what)).size).toBe(SENSITIVE_READS.length);
});
