import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import { judgeTemplate } from '../../src/evaluate/before-deployment.ts';
import { rulesFor } from '../../src/evaluate/rules-for-run.ts';
import { readRoleFile } from '../../src/stack-template/role-file.ts';
import { templateFacts } from '../../src/stack-template/template-facts.ts';
import { some } from '../support/thorough.ts';
import { VENDORS, type Vendor } from './vendors.ts';

const AS_OF = '2026-11-01T00:00:00.000Z';
const where = { accountId: '111122223333', name: 'ours', partition: 'aws', region: 'eu-west-1' };
const AWS = 'arn:aws:iam::aws:policy/';

const documents = new Map(
  readFileSync(new URL('../datasets/managed-policies/aws-managed.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line): [string, string] => {
      const { name, document } = JSON.parse(line);
      return [name, JSON.stringify(document)];
    }),
);

/** The vendor's template, or its trust policy where the page says no more. */
function fileOf(vendor: Vendor): object {
  const { externalId, conditions = {}, managed, actions, statements = [], resource = '*', session } = vendor;
  const [operator, value] = idOf(externalId);
  const condition = {
    ...conditions,
    ...(value === undefined ? {} : { [operator]: { ...conditions[operator], 'sts:ExternalId': value } }),
  };
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        ...admitted(vendor),
        ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
      },
    ],
  };
  const all = [
    ...(actions === undefined ? [] : [{ Effect: 'Allow', Action: actions, Resource: resource }]),
    ...statements,
  ];
  return {
    Parameters: externalId === 'random' ? { ExternalId: { Type: 'String' } } : {},
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: trust,
          ManagedPolicyArns: (managed ?? []).map((name) => AWS + name),
          Policies: all.length === 0 ? [] : [{ PolicyName: 'vendor', PolicyDocument: { Statement: all } }],
          ...(session === undefined ? {} : { MaxSessionDuration: session }),
        },
      },
    },
  };
}

function idOf(externalId: Vendor['externalId']): [operator: string, value: unknown] {
  if (externalId === undefined) return ['StringEquals', undefined];
  if (externalId === 'random') return ['StringEquals', { Ref: 'ExternalId' }];
  return 'like' in externalId ? ['StringLike', externalId.like] : ['StringEquals', externalId.equals];
}

function isIssuer({ admits }: Vendor): boolean {
  return admits.every((one) => !/^\d{12}$|^arn:/.test(one));
}

function admitted(vendor: Vendor): object {
  const { admits } = vendor;
  return isIssuer(vendor)
    ? {
        Principal: { Federated: admits.map((one) => `arn:aws:iam::${where.accountId}:oidc-provider/${one}`) },
        Action: 'sts:AssumeRoleWithWebIdentity',
      }
    : {
        Principal: { AWS: admits.map((one) => (/^\d/.test(one) ? `arn:aws:iam::${one}:root` : one)) },
        Action: 'sts:AssumeRole',
      };
}

function judge(vendor: Vendor) {
  const accountIds = [...new Set(vendor.admits.flatMap((one) => /\d{12}/.exec(one)?.[0] ?? []))];
  const thirdParties =
    accountIds.length === 0 ? [] : [{ name: vendor.name, accountIds, owner: 'ana', justification: 'theirs' }];
  const file = readRoleFile(
    JSON.stringify(fileOf(vendor)),
    { ...where, stackName: 's', parameters: new Map(), taken: new Set() },
    { name: 'file', admitted: '999988887777' },
  );
  if ('problem' in file) throw new Error(file.problem);
  const judgement = toJudgement(
    loadConfig(JSON.stringify({ thirdParties }), 'test', {}, registry, undefined, 'judge'),
    [],
  );
  const scope = {
    accountSource: '',
    accounts: [],
    excluded: [{ accountId: where.accountId, name: 'ours', reason: '', message: '' }],
  };
  const { details, settings } = templateFacts(file, { ...where, madeAt: AS_OF });
  const policies = (vendor.managed ?? []).map((name) => ({
    arn: AWS + name,
    name,
    document: documents.get(name) ?? '',
  }));
  const knowsPermissions = vendor.managed ?? vendor.actions ?? vendor.statements;
  const { rules } = rulesFor({ asOf: AS_OF, judgement, scope }, []);
  return {
    open: file.open,
    ...judgeTemplate(
      { details: { ...details, policies }, settings },
      where,
      knowsPermissions === undefined ? 'trust' : 'whole',
      rules,
    ),
  };
}

/** What holds for each vendor that comes by an account: nobody dates a contract, names addresses or tags a role. */
const EVERY = ['low open-ended-trust', 'info trust-hardening'];
const EVERY_WHOLE = [...EVERY, 'low owner-tag'];

/** Each verdict was looked at by hand, against what the page says and the catalogue of checks. */
describe("a vendor's onboarding role", () => {
  it.each(some(VENDORS, 20).map((vendor) => [vendor.name, vendor] as const))('%s', (_name, vendor) => {
    const { open, unanswered, findings, asked } = judge(vendor);
    const every = isIssuer(vendor) ? [] : asked.includes('owner-tag') ? EVERY_WHOLE : EVERY;
    const said = new Set(findings.map(({ severity, checkId }) => `${severity} ${checkId}`));
    expect([...said].sort()).toEqual([...vendor.verdict, ...every].sort());
    expect([open, unanswered]).toEqual([[], []]);
  });

  it('stands for fifty vendors', () => {
    const names = new Set(VENDORS.map(({ name }) => name.split(',')[0]));
    expect(names.size).toBeGreaterThanOrEqual(50);
    expect(VENDORS.filter(({ source }) => source !== undefined && !URL.canParse(source))).toEqual([]);
    expect(VENDORS.flatMap(({ managed = [] }) => managed).filter((name) => !documents.has(name))).toEqual([]);
  });
});
