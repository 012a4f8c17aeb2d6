import type { AuthorizationDetails, Role } from '../src/model/facts/authorization-details.ts';
import { newStudy } from '../src/model/study.ts';
import { trustOf } from '../src/policy/access-role.ts';
import { type ChainRole, type ChainSetting, chainRoles } from '../src/policy/chains/chain-role.ts';
import { reachOf } from '../src/policy/chains/reach.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';

const ACCOUNTS = size(2000, 40);
const ROLES_PER_ACCOUNT = 200;
const VENDORS = 40;
const ORGANIZATION = 'o-benchmark1';
const AS_OF = '2026-06-01T12:00:00Z';

/** How long it takes to work out how far third parties get in a fleet, and what four times the accounts cost. */
export function chains(): Comparison[] {
  const quarter = measure(ACCOUNTS / 4);
  const whole = measure(ACCOUNTS);
  const size = `${ACCOUNTS} accounts with ${ROLES_PER_ACCOUNT} roles each`;
  return [
    {
      what: `Reading the roles of ${size} for chains`,
      base: `${ACCOUNTS / 4} accounts: ${quarter.reading.toFixed(1)} s`,
      measured: `${whole.reading.toFixed(1)} s, ${whole.kept} roles kept`,
      ratio: whole.reading / quarter.reading,
    },
    {
      what: `Chains of ${VENDORS} third parties through ${size}`,
      base: `${ACCOUNTS / 4} accounts: ${quarter.walking.toFixed(1)} s, ${quarter.found} chains`,
      measured: `${whole.walking.toFixed(1)} s, ${whole.found} chains`,
      ratio: whole.walking / quarter.walking,
    },
  ];
}

function measure(accounts: number): { reading: number; walking: number; kept: number; found: number } {
  const roles: ChainRole[] = [];
  let reading = 0;
  for (let index = 0; index < accounts; index += 1) {
    const details = accountOf(index, accounts);
    const started = performance.now();
    roles.push(...digestOf(details, accountId(index)));
    reading += performance.now() - started;
  }
  const started = performance.now();
  const reach = reachOf({ roles, accountIdsWithGaps: [], asOf: AS_OF });
  const walking = performance.now() - started;
  const found = reach.reduce((sum, { chains: ways }) => sum + ways.length, 0);
  return { reading: reading / 1000, walking: walking / 1000, kept: roles.length, found };
}

function digestOf(details: AuthorizationDetails, account: string): ChainRole[] {
  const study = newStudy();
  const setting: ChainSetting = {
    accountId: account,
    organizationId: ORGANIZATION,
    isOwn: (id) => id.startsWith('1') || id === ORGANIZATION,
    entrancesOf: (role) =>
      trustOf(role, study).grants.flatMap((grant) => {
        const { principal } = grant;
        if (!('accountId' in principal) || principal.accountId?.startsWith('9') !== true) return [];
        const { accountId: vendor } = principal;
        return [{ key: vendor, party: { name: vendor, kind: 'unknown', accountId: vendor }, grant }];
      }),
  };
  return chainRoles(details, setting, study);
}

/**
 * What large fleets have: roles of services, vendors' roles of which some may go on, deployment roles that trust one
 * account of tools by pattern, roles that the whole organization may read by, and some that narrow it by ARN.
 */
function accountOf(index: number, accounts: number): AuthorizationDetails {
  const account = accountId(index);
  const tooling = accountId(index - (index % 50));
  const everyRole = 'arn:aws:iam::*:role/';
  const inOrganization = { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } };
  const vendor = (number: number) => ({ AWS: `arn:aws:iam::${vendorId(number)}:root` });
  const onlyReaders = { ArnLike: { 'aws:PrincipalArn': `${everyRole}reader-of-readers` } };
  const special: Role[] = [
    role(account, 'vendor-reader', trust(vendor(index), externalId(account))),
    role(
      account,
      'vendor-operator',
      trust(vendor(index + 1), externalId(account)),
      assume(`${everyRole}deploy-*`),
    ),
    role(account, 'vendor-admin', trust(vendor(index + 2), externalId(account)), assume('*')),
    role(account, 'deploy-web', trust({ AWS: `arn:aws:iam::${tooling}:root` })),
    role(
      account,
      'deploy-data',
      trust({ AWS: `arn:aws:iam::${tooling}:root` }),
      assume(`${everyRole}data-*`),
    ),
    role(
      account,
      'data-loader',
      trust({ AWS: `arn:aws:iam::${accountId((index + 1) % accounts)}:role/deploy-data` }),
    ),
    role(account, 'organization-reader', trust({ AWS: '*' }, inOrganization)),
    role(account, 'narrow-reader', trust({ AWS: '*' }, { ...inOrganization, ...onlyReaders })),
    role(
      account,
      'runner',
      trust({ AWS: `arn:aws:iam::${account}:root` }),
      assume(`arn:aws:iam::${account}:role/*`),
    ),
  ];
  const services = Array.from({ length: ROLES_PER_ACCOUNT - special.length }, (_, number) =>
    role(account, `service-${number}`, trust({ Service: 'lambda.amazonaws.com' })),
  );
  return { roles: [...special, ...services], policies: [] };
}

function accountId(index: number): string {
  return String(100_000_000_000 + index);
}

function vendorId(number: number): string {
  return String(900_000_000_000 + (number % VENDORS));
}

function externalId(account: string): object {
  return { StringEquals: { 'sts:ExternalId': `vendor-${account}` } };
}

function trust(principal: object, condition?: object): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', Condition: condition }],
  });
}

function assume(resource: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: '*' },
      { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: resource },
    ],
  });
}

function role(account: string, name: string, trustPolicy: string, document?: string): Role {
  return {
    name,
    arn: `arn:aws:iam::${account}:role/${name}`,
    id: `AROA${account}${name.toUpperCase().replaceAll('-', '')}`,
    path: '/',
    createdAt: '2024-01-01T00:00:00Z',
    trustPolicy,
    inlinePolicies: document === undefined ? [] : [{ name: 'inline', document }],
    attachedPolicies: [],
    permissionsBoundaryArn: null,
    tags: [],
    lastUsed: null,
  };
}
