import { describe, expect, it } from 'vitest';
import { progressDisplay } from '../../src/cli/progress-display.ts';
import { OUTPUT_FORMATS } from '../../src/model/output.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import type { Document, Json, WorldRole, WorldStack, WorldStackResource } from '../../src/simulator/world.ts';
import { AUDITOR, EXTERNAL_ID, MEMBER, member, world } from '../collect/support.ts';
import { AS_OF } from '../support/fixed-clock.ts';
import { unpackedFiles } from '../support/run-files.ts';
import { runScan } from '../support/scan.ts';

const VENDOR = '999988887777';
/** An account that is read before the others. */
const OTHER = '800000000003';
let count = 0;
const IDS: string[] = [];

/** An external ID of its own, remembered. */
function newId(): string {
  count += 1;
  const id = `5e1f0a9c-77b3-4d7e-8e21-${String(count).padStart(12, '0')}`;
  IDS.push(id);
  return id;
}

function asking(id: string | string[], effect = 'Allow', operator = 'StringEquals'): { [key: string]: Json } {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: effect,
        Principal: { AWS: `arn:aws:iam::${VENDOR}:root` },
        Action: 'sts:AssumeRole',
        Condition: { [operator]: { 'sts:ExternalId': id } },
      },
    ],
  };
}

function calling(id: string): { [key: string]: Json } {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: `arn:aws:iam::${VENDOR}:role/them`,
        Condition: { StringEquals: { 'sts:ExternalId': id } },
      },
    ],
  };
}

/** A document in the forms in which a property may hold it. */
const FORMS: ReadonlyArray<readonly [name: string, form: (document: Json) => Json]> = [
  ['object', (document) => document],
  ['text', (document) => JSON.stringify(document)],
  ['indented', (document) => JSON.stringify(document, null, 2)],
  ['text-in-text', (document) => JSON.stringify(JSON.stringify(document))],
  ['url', (document) => encodeURIComponent(JSON.stringify(document))],
  ['escaped', (document) => JSON.stringify(document).replaceAll('sts:ExternalId', 'sts:\\u0045xternalId')],
  ['broken', (document) => `${JSON.stringify(document)},`],
  [
    'broken-escaped',
    (document) => `${JSON.stringify(document).replaceAll('sts:ExternalId', 'sts:\\u0045xternalId')},`,
  ],
  ['url-cut', (document) => `${encodeURIComponent(JSON.stringify(document))}%`],
  ['url-indented', (document) => encodeURIComponent(`\n ${JSON.stringify(document)}`)],
  ['url-within', (document) => JSON.stringify({ policy: encodeURIComponent(JSON.stringify(document)) })],
];

/** What another account's texts hold: by the ID, whether it is found within words too. */
const ELSEWHERE = [
  { id: newId(), name: 'long' },
  { id: remembered('kunde-4711'), name: 'short' },
  { id: remembered('wozu-braucht-das-jemand'), name: 'words' },
];
/** Whole values alone: shorter than a word, and such as may stand anywhere. */
const TINY = 'zq';

function remembered(id: string): string {
  IDS.push(id);
  return id;
}

/** Roles, and the stack of one, of an account that asks for none of those IDs itself. */
const others: WorldRole[] = [];
const otherResources: WorldStackResource[] = [];
for (const { id, name } of ELSEWHERE) {
  const noted = { Description: `For ${id}, by hand`, Tags: [{ Key: 'Id', Value: id }] };
  const nested = { PolicyName: 'note', PolicyDocument: JSON.stringify(calling(newId())) };
  others.push({
    name: `other-${name}`,
    trustPolicy: asking(newId()) as Document,
    description: `With "${id}", or ${encodeURIComponent(`"${id}"`)}; ${JSON.stringify(`\n${id}\n`)}`,
    tags: { Id: id, Note: `with ${id} in it`, Upper: id.toUpperCase(), Tiny: TINY },
    inlinePolicies: {
      // Where judging reads it, an ID is told that stands nowhere by chance.
      note: {
        Version: '2012-10-17',
        Statement: {
          Sid: name === 'long' ? id.replaceAll('-', '') : 'Note',
          Effect: 'Allow',
          Action: 's3:GetObject',
          Resource: '*',
          Condition: { StringEquals: { 'aws:PrincipalTag/team': name === 'long' ? id : 'x' } },
        },
      },
    },
  });
  otherResources.push({
    logicalId: `other${name}`,
    physicalId: `other-${name}`,
    type: 'AWS::IAM::Role',
    declared: { ...noted, Description: name === 'words' ? 'None' : `For ${id}`, Policies: [nested] },
    live: {
      ...noted,
      Tags: [{ Key: 'Id', Value: `${id}!` }],
      Policies: [nested, { ...nested, PolicyName: 'more' }],
    },
  });
}
const OTHER_STACK: WorldStack = {
  name: 'other',
  region: 'us-east-1',
  template: JSON.stringify({
    Description: `For ${ELSEWHERE[0]?.id}`,
    Parameters: { Note: { Type: 'String', Default: ELSEWHERE[1]?.id } },
    Resources: Object.fromEntries(
      otherResources.map(({ logicalId, type, declared }) => [
        logicalId,
        { Type: type, Properties: declared, Metadata: { note: declared } },
      ]),
    ),
  }),
  parameters: [{ key: 'Note', value: ELSEWHERE[1]?.id ?? '' }],
  resources: otherResources,
};

const roles: WorldRole[] = [];
const resources: WorldStackResource[] = [];

function drifted(
  name: string,
  live: { [property: string]: Json },
  declared: { [property: string]: Json },
  role: Partial<WorldRole> = {},
): void {
  roles.push({ name, trustPolicy: asking(newId()) as Document, ...role });
  resources.push({
    logicalId: name.replaceAll('-', ''),
    physicalId: name,
    type: 'AWS::IAM::Role',
    declared,
    live,
  });
}

for (const [form, write] of FORMS) {
  drifted(
    `trust-${form}`,
    { AssumeRolePolicyDocument: write(asking(newId())) },
    { AssumeRolePolicyDocument: write(asking(newId())) },
  );
  drifted(
    `inline-${form}`,
    { Policies: [{ PolicyName: 'call', PolicyDocument: write(calling(newId())) }] },
    { Policies: [{ PolicyName: 'call', PolicyDocument: write(calling(newId())) }] },
  );
}
{
  const id = newId();
  drifted(
    'words',
    { Description: `For ${id}, by hand`, Tags: [{ Key: 'Id', Value: id }] },
    { Description: `For ${id}`, Tags: [{ Key: 'Id', Value: `${id}!` }] },
    {
      trustPolicy: asking(id) as Document,
      description: `For ${id}`,
      tags: { Id: `with ${id} in it`, Note: id },
    },
  );
}
{
  // In tags and descriptions, an ID that is compared without case, one that is sent elsewhere and one that is refused.
  const anyCase = newId().toUpperCase();
  const [sent, refused] = [newId(), newId()];
  const noted = (name: string, id: string, more: Partial<WorldRole>) =>
    roles.push({
      name,
      trustPolicy: asking(newId()) as Document,
      description: `With ${id}`,
      tags: { Id: id },
      ...more,
    });
  noted('any-case', anyCase.toLowerCase(), {
    trustPolicy: asking(anyCase, 'Allow', 'StringEqualsIgnoreCase') as Document,
  });
  noted('sent', sent, { inlinePolicies: { call: calling(sent) as Document } });
  noted('refused', refused, {
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [asking(newId()), asking(refused, 'Deny', 'StringNotEquals')].flatMap(
        ({ Statement }) => Statement as Json[],
      ),
    },
  });
}
for (const { id, name } of [...ELSEWHERE, { id: TINY, name: 'tiny' }])
  roles.push({ name: `asking-${name}`, trustPolicy: asking(id) as Document });
for (const [index, operator] of ['StringLike', 'StringEqualsIfExists', 'ForAnyValue:StringEquals'].entries())
  roles.push({
    name: `loose-${index}`,
    trustPolicy: asking([newId(), newId()], 'Allow', operator) as Document,
  });
roles.push({ name: 'denied', trustPolicy: asking(newId(), 'Deny', 'StringNotEquals') as Document });

const STACK: WorldStack = {
  name: 'access',
  region: 'us-east-1',
  template: JSON.stringify({
    Resources: Object.fromEntries(
      resources.map(({ logicalId, type, declared }) => [logicalId, { Type: type, Properties: declared }]),
    ),
  }),
  resources: [...resources],
};

const seen = (name: string, id: string, status = 'ACTIVE') => ({
  resource: `arn:aws:iam::${MEMBER}:role/${name}`,
  resourceType: 'AWS::IAM::Role',
  principal: { AWS: '*' },
  condition: { 'sts:ExternalId': id },
  status,
});

async function scanned(externalIds: 'kept' | 'masked'): Promise<{ files: Map<string, string>; log: string }> {
  const [archived = '', muted = ''] = [newId(), newId()];
  const analyzer = {
    name: 'external',
    region: 'us-east-1',
    type: 'ACCOUNT',
    findings: [seen('words', newId()), seen('gone', archived, 'ARCHIVED')],
    archiveRules: [{ name: 'mute', filter: { 'condition.sts:ExternalId': { eq: [archived, muted] } } }],
  };
  const elsewhere = {
    ...analyzer,
    findings: ELSEWHERE.map(({ id, name }) => ({
      ...seen(`other-${name}`, newId()),
      condition: { 'sts:ExternalId': newId(), 'aws:PrincipalTag/team': name === 'long' ? id : 'x' },
    })),
    archiveRules: [],
  };
  const before = member(
    { roles: others, stacks: [OTHER_STACK], analyzers: [elsewhere] },
    { id: OTHER, name: 'Other' },
  );
  const accounts = world(before, member({ roles, stacks: [STACK], analyzers: [analyzer] }));
  const simulator = await startSimulator({
    world: { ...accounts, asOf: AS_OF },
    clock: () => new Date(AS_OF),
  });
  const lines: string[] = [];
  const write = (text: string) => void lines.push(text);
  const displays = (['text', 'json'] as const).map((logFormat) =>
    progressDisplay(
      {
        live: false,
        colour: false,
        logFormat,
        print: write,
        say: write,
        log: (message, data) => write(JSON.stringify({ message, ...data })),
        rewrite: write,
      },
      () => 0,
    ),
  );
  try {
    const { directory } = await runScan({
      watch: (event) => {
        for (const display of displays) display(event);
      },
      config: {
        accounts: [
          { id: OTHER, name: 'Other' },
          { id: MEMBER, name: 'Member' },
        ],
        concurrency: { accounts: 1 },
        checks: { 'owner-tag': { requiredTags: ['Owner'] } },
        auditor: { roleName: AUDITOR, externalId: EXTERNAL_ID },
        regions: ['us-east-1'],
        evidence: { externalIds: externalIds === 'masked' ? 'masked' : 'full' },
        outputs: [...OUTPUT_FORMATS],
      },
      aws: { endpoint: simulator.endpoint, credentials: simulator.credentials },
    });
    return { files: await unpackedFiles(directory), log: lines.join('\n') };
  } finally {
    await simulator.close();
  }
}

/** What of the external IDs stands in a text, however it is escaped there. */
function held(text: string): string[] {
  return IDS.filter((id) => text.includes(id) || text.includes(id.toUpperCase()));
}

describe('no external ID in anything that is made for readers', () => {
  it.each(['kept', 'masked'] as const)('where the evidence has them %s', async (mode) => {
    const { files, log } = await scanned(mode);
    const names = [...files.keys()];
    expect(names.length).toBeGreaterThan(10);
    const report = JSON.parse(files.get('report.json') ?? '');
    const drift = report.findings.filter(({ checkId }: { checkId: string }) => checkId === 'role-drift');
    expect(drift.length).toBeGreaterThanOrEqual(2 * FORMS.length - 2);
    for (const [name, text] of files) {
      if (mode === 'kept' && /facts\.jsonl\.gz$/.test(name)) continue;
      expect(held(text), name).toEqual([]);
    }
    expect(held(log)).toEqual([]);
    expect(drift.filter(({ accountId }: { accountId: string }) => accountId === OTHER).length).toBe(3);
    for (const [name, text] of files)
      if (mode === 'masked' || !/facts\.jsonl\.gz$/.test(name))
        expect(text, name).not.toMatch(/["'>]zq["'<\\]/);
    const tags = report.findings.find(
      ({ checkId, resourceArn }: { checkId: string; resourceArn: string }) =>
        checkId === 'owner-tag' && resourceArn.endsWith('/other-short'),
    );
    expect(tags.evidence[0].value).toEqual(
      ['Id', 'Note', 'Tiny', 'Upper'].map((key) => ({
        key,
        value: expect.stringMatching(/^(?:with )?id:[0-9a-f]{16} \(\d+ characters\)(?: in it)?$/),
      })),
    );

    // Where the drift is the ID itself, what sets it back names the one that is declared, and no other.
    const own = drift.find(({ resourceArn }: { resourceArn: string }) =>
      resourceArn.endsWith('trust-object'),
    );
    const fixes: Array<{ title: string; text: string }> = own.fixes;
    const back = fixes.find(
      ({ title }) =>
        title.includes('The trust policy that the template declares') ||
        title.includes('the trust policy that the template declares'),
    );
    expect(back?.text).toMatch(
      /<the external ID that the template declares: id:[0-9a-f]{16} \(36 characters\)>/,
    );
    const wanted = fixes.find(({ title }) => title.startsWith('If it is wanted'));
    expect(wanted?.text).toMatch(/<the external ID in force: id:[0-9a-f]{16} \(36 characters\)>/);
    const idIn = (text = '') => /id:[0-9a-f]{16}/.exec(text)?.[0];
    expect(idIn(back?.text)).not.toBe(idIn(wanted?.text));
  });
});
