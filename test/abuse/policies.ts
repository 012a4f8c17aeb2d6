import { checkedRecord } from '../../src/model/checked-record.ts';
import { type FactRecord, GLOBAL } from '../../src/model/fact.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';
import type { Random } from '../../src/simulator/fleet/random.ts';
import { ACCOUNT, ANSWERS, collectFrom } from '../facts/answers.ts';
import { evaluateRequest, type TrustRequest } from '../policy/support/request-evaluator.ts';
import { JUDGED_AT } from '../support/judged-report.ts';
import type { Attempt } from './door.ts';
import { failedCheck, reportOn } from './judging.ts';
import { changedSomewhere } from './oddities.ts';

const STRANGER = '999988887777';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/partner`;
const ID = 'a77d4f7e-8f5c-4a53-9d0e-0c1f5a4a7b21';

const PRINCIPALS = [
  '*',
  STRANGER,
  `arn:aws:iam::${STRANGER}:root`,
  `arn:aws:iam::${STRANGER}:role/them`,
  ACCOUNT,
  `arn:aws:iam::${ACCOUNT}:role/reader`,
] as const;
const ACTIONS = ['sts:AssumeRole', 'STS:assumerole', 'sts:*', 'sts:Assume*', '*', 'sts:TagSession'] as const;
const OPERATORS = ['StringEquals', 'StringLike', 'StringNotEquals', 'StringEqualsIgnoreCase'] as const;
const CONDITIONS: ReadonlyArray<readonly [key: string, values: readonly [string, ...string[]]]> = [
  ['sts:ExternalId', [ID, ID.toUpperCase(), '*', 'a*', '']],
  ['aws:PrincipalArn', [`arn:aws:iam::${STRANGER}:role/them`, `arn:aws:iam::${STRANGER}:*`, '*']],
  ['aws:PrincipalAccount', [STRANGER, ACCOUNT, '9999*']],
  ['aws:userid', ['AROATHEM:*', 'x']],
];

/** Requests of the stranger, who may know the external ID or not. */
const REQUESTS: TrustRequest[] = [{}, { 'sts:ExternalId': ID }].map((context) => ({
  action: 'sts:AssumeRole',
  caller: {
    kind: 'aws',
    arn: `arn:aws:sts::${STRANGER}:assumed-role/them/s`,
    accountId: STRANGER,
    roleArn: `arn:aws:iam::${STRANGER}:role/them`,
    uniqueId: 'AROATHEM',
  },
  context: { ...context, 'aws:CurrentTime': JUDGED_AT, 'aws:userid': 'AROATHEM:s' },
}));

function statement(random: Random): object {
  const listed = <T>(value: T) => (random.chance(0.4) ? [value] : value);
  const who = listed(random.pick(PRINCIPALS));
  return {
    ...(random.chance(0.2) ? { Sid: 'x' } : {}),
    Effect: random.chance(0.85) ? 'Allow' : 'Deny',
    [random.chance(0.9) ? 'Principal' : 'NotPrincipal']:
      who === '*' && random.chance(0.5) ? '*' : { AWS: who },
    [random.chance(0.9) ? 'Action' : 'NotAction']: listed(random.pick(ACTIONS)),
    ...(random.chance(0.5) ? { Condition: condition(random) } : {}),
  };
}

function condition(random: Random): object {
  const [key, values] = random.pick(CONDITIONS as [(typeof CONDITIONS)[number]]);
  const set = random.pick(['', '', '', 'ForAllValues:', 'ForAnyValue:']);
  const end = random.pick(['', '', 'IfExists']);
  return { [`${set}${random.pick(OPERATORS)}${end}`]: { [key]: random.pick(values) } };
}

function trustPolicy(random: Random): object {
  const statements = Array.from({ length: random.between(1, 3) }, () => statement(random));
  return {
    ...(random.chance(0.9) ? { Version: '2012-10-17' } : {}),
    Statement: statements.length === 1 && random.chance(0.5) ? statements[0] : statements,
  };
}

/** The facts of the account in which one role has these policies. */
async function factsWith(): Promise<(trust: string, inline: string) => FactRecord[]> {
  const { facts } = await collectFrom(ANSWERS);
  if (facts.some(({ status }) => status !== 'COLLECTED'))
    throw new Error('The account was not read in full.');
  return (trust, inline) =>
    facts.map((record) => {
      if (record.fact !== 'authorization-details' || record.status !== 'COLLECTED') return record;
      const value = JSON.parse(JSON.stringify(record.value));
      const role = value.roles.find(({ arn }: { arn: string }) => arn === ROLE);
      role.trustPolicy = trust;
      role.inlinePolicies = [{ ...role.inlinePolicies[0], document: inline }];
      return checkedRecord({ ...record, region: GLOBAL, value }, ACCOUNT, 'x') ?? record;
    });
}

/** The checks that say of the role that something is wrong, or that they do not know. */
function speaking({ findings, unanswered }: AuditReport): Set<string> {
  const aboutRole = [...findings, ...unanswered.filter(({ status }) => status === 'UNKNOWN')].filter(
    ({ resourceArn }) => resourceArn === ROLE,
  );
  return new Set(aboutRole.map(({ checkId }) => checkId));
}

const NOTHING = '{"Version":"2012-10-17","Statement":[]}';

/** Trust policies by the grammar and beside it: whom a request gets in must be told of. */
export async function trustAttempt(): Promise<Attempt> {
  const facts = await factsWith();
  return (random, say) => {
    const policy = trustPolicy(random);
    const isBroken = random.chance(0.5);
    const document = JSON.stringify(isBroken ? changedSomewhere(policy, random).value : policy);
    say(document.slice(0, 2_000));
    const report = reportOn(facts(document, NOTHING), random.chance(0.3));
    const failed = failedCheck(report);
    if (failed !== undefined) return failed;
    const said = speaking(report);
    const isTold = said.has('unregistered-third-party') || said.has('public-trust');
    if (readTrustPolicy(document).problems.length > 0 && said.size === 0)
      return 'The policy is not understood, and no check says so.';
    const isLetIn = !isBroken && REQUESTS.some((request) => evaluateRequest(document, request) === 'ALLOW');
    return isLetIn && !isTold ? 'A stranger is let in, and no check says so.' : undefined;
  };
}

/** What makes a policy allow as much as before or more. */
const WIDENING: ReadonlyArray<(policy: { Statement: object[] }, random: Random) => void> = [
  ({ Statement }, random) =>
    Statement.push({ Effect: 'Allow', Action: `s3:${random.pick(['Get*', 'PutObject'])}`, Resource: '*' }),
  ({ Statement }) =>
    Statement.unshift({ Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::x' }),
  ({ Statement }, random) => Statement.push(changedSomewhere(Statement[0], random).value as object),
  ({ Statement }) => Object.assign(Statement[0] ?? {}, { Sid: 'x' }),
  ({ Statement }) => Object.assign(Statement[0] ?? {}, { Action: ['*'] }),
  ({ Statement }) => Object.assign(Statement[0] ?? {}, { Action: ['*:*', 's3:GetObject'] }),
  ({ Statement }) => Object.assign(Statement[0] ?? {}, { Resource: ['arn:aws:s3:::x', '*'] }),
  ({ Statement }) => Object.assign(Statement[0] ?? {}, { Resource: '**' }),
  ({ Statement }) => Object.assign(Statement[0] ?? {}, { Condition: {} }),
  ({ Statement }) => Statement.push({ Effect: 'Deny', Action: 'polly:*', Resource: '*' }),
  (policy) => Object.assign(policy, { Id: 'x' }),
];

/** Permission policies of a role that a stranger may enter: what was full access stays it, however it is written. */
export async function permissionsAttempt(): Promise<Attempt> {
  const facts = await factsWith();
  const open = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: STRANGER }, Action: 'sts:AssumeRole' },
  });
  return (random, say) => {
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    for (let count = random.between(1, 4); count > 0; count -= 1)
      random.pick(WIDENING as [(typeof WIDENING)[number]])(policy, random);
    const isBroken = random.chance(0.4);
    const document = JSON.stringify(isBroken ? changedSomewhere(policy, random).value : policy);
    say(document.slice(0, 2_000));
    const report = reportOn(facts(open, document), random.chance(0.3));
    const isTold = speaking(report).has('third-party-admin');
    const silent = !isBroken && !isTold;
    return (
      failedCheck(report) ?? (silent ? 'A stranger is an administrator, and no check says so.' : undefined)
    );
  };
}
