import type { AccountSubject } from '../../model/account.ts';
import { administratorsOf } from '../../model/analyzer-administrators.ts';
import {
  type Digest,
  type OrganizationContext,
  type Outcome,
  organizationCheck,
  type Population,
} from '../../model/check.ts';
import type { Analyzer } from '../../model/facts/analyzers.ts';
import type { Fix } from '../../model/fix.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { templateFragment } from '../remedies/cloudformation.ts';
import { command } from '../remedies/command.ts';
import { commandFixes, fixes } from '../remedies/fix.ts';
import { listed } from '../support/judged-role.ts';
import { isActiveExternal, isExternal, regionalAnalysis } from './analyzers.ts';

/** What is kept of a Region: which kinds of external-access analyzer are at work, and all of the fact when none is. */
interface RegionAnalysis {
  account: boolean;
  organization: boolean;
  analyzers: Analyzer[];
}

export const analyzerCoverage = organizationCheck({
  id: 'analyzer-coverage',
  area: 'access-analyzer',
  per: 'region',
  title: 'Region watched by IAM Access Analyzer for external access',
  failureTitle: 'Region without an active external-access analyzer',
  severity: 'high',
  rationale:
    'Access Analyzer is what notices that a bucket, a key or a role has been opened to someone outside. Where it does not run, nobody is told.',
  remediation:
    'Best once for the organization, in the management or delegated administrator account and in every Region: `aws accessanalyzer create-analyzer --analyzer-name external-access --type ORGANIZATION --region REGION`. For a single account use `--type ACCOUNT`.',
  cannotKnow:
    'Whether anyone acts on what an analyzer reports. Regions that are not scanned are not looked at, though resources may stand there. Kinds of resources that Access Analyzer does not support are watched by no analyzer.',
  requires: ['analyzers'],
  digest(facts): RegionAnalysis {
    const { analyzers } = facts.analyzers;
    const active = analyzers.filter(isActiveExternal);
    return {
      account: active.some(({ type }) => type === 'ACCOUNT'),
      organization: active.some(({ type }) => type === 'ORGANIZATION'),
      analyzers: active.length > 0 ? [] : analyzers,
    };
  },
  evaluate(population, context) {
    const watch = watchOver(population.digests);
    return population.digests.map((digest) => judge(digest, watch, context));
  },
});

/** Where analyzers were read, and the accounts from which one watches all of an organization, by Region. */
interface Watch {
  read: ReadonlySet<string>;
  organization: ReadonlyMap<string, readonly string[]>;
}

function watchOver(digests: Population<RegionAnalysis>['digests']): Watch {
  const read = new Set<string>();
  const organization = new Map<string, string[]>();
  for (const { account, region, value } of digests) {
    read.add(`${region} ${account.accountId}`);
    if (!value.organization) continue;
    const known = organization.get(region);
    if (known === undefined) organization.set(region, [account.accountId]);
    else known.push(account.accountId);
  }
  return { read, organization };
}

function judge(
  { account, region, value }: Digest<RegionAnalysis>,
  watch: Watch,
  context: OrganizationContext,
): Outcome {
  const place = {
    resource: regionalAnalysis(account.accountId, region),
    accountId: account.accountId,
    region,
  };
  if (value.account || value.organization) {
    const kind = value.account
      ? 'An analyzer of the account'
      : 'The organization’s analyzer, which is in this account,';
    return { ...place, status: 'PASS', detail: `${kind} watches ${region}.` };
  }
  const own = describeOwn(value.analyzers, region);
  const administrators = administratorsOf(account, context);
  if (administrators === undefined) {
    return {
      ...place,
      status: 'UNKNOWN',
      detail: `${own} Whether an analyzer of its organization watches it is not known, since the organization was not read.`,
    };
  }
  const watching = watch.organization.get(region)?.find((id) => administrators.includes(id));
  if (watching !== undefined) {
    const by = `the organization’s analyzer in account ${watching}`;
    return isMember(account, administrators)
      ? { ...place, status: 'PASS', detail: `${region} is watched by ${by}.` }
      : {
          ...place,
          status: 'UNKNOWN',
          detail: `${own} It is watched by ${by} only if it belongs to the same organization, which is not known.`,
        };
  }
  const gaps = administrators.filter((id) => !watch.read.has(`${region} ${id}`));
  if (gaps.length > 0) {
    return {
      ...place,
      status: 'UNKNOWN',
      detail: `${own} An organization analyzer may watch it, but the analyzers of ${listed(gaps)} were not read in ${region}.`,
    };
  }
  return {
    ...place,
    status: 'FAIL',
    detail: `${own} No organization analyzer watches it either.`,
    evidence: [
      {
        fact: 'analyzers',
        region,
        pointer: '/analyzers',
        value: value.analyzers,
        marks: value.analyzers.flatMap(({ type }, index) =>
          isExternal(type) ? [jsonPointer(index, 'status')] : [],
        ),
      },
    ],
    remediation: `Best once for the organization and in every Region: an analyzer of type ORGANIZATION in ${listed(administrators)}. Or one of type ACCOUNT in account ${account.accountId}.`,
    fixes: () => creation(region),
  };
}

/** Accounts found through the organization carry their unit; an account that is merely listed may be anyone's. */
function isMember(account: AccountSubject, administrators: readonly string[]): boolean {
  return account.organizationalUnit !== undefined || administrators.includes(account.accountId);
}

function describeOwn(analyzers: readonly Analyzer[], region: string): string {
  const idle = analyzers
    .filter(({ type }) => isExternal(type))
    .map(({ name, status }) => `${name} is ${status}`);
  return idle.length === 0
    ? `The account has no external-access analyzer in ${region}.`
    : `The account has no active external-access analyzer in ${region}: ${listed(idle)}.`;
}

function creation(region: string): Fix[] {
  const template = fixes(
    'cloudformation',
    `As a resource of a template that is deployed in ${region}`,
    templateFragment('ExternalAccessAnalyzer', 'AWS::AccessAnalyzer::Analyzer', {
      AnalyzerName: 'external-access',
      Type: 'ACCOUNT',
    }),
  );
  return [
    ...commandFixes('For this account alone, with the AWS CLI', [
      command`aws accessanalyzer create-analyzer --analyzer-name external-access --type ACCOUNT --region ${region}`,
    ]),
    ...template,
  ];
}
