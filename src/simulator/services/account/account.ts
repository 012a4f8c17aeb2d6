import { page } from '../../paging.ts';
import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { texts } from '../../wire/params.ts';
import { ACCOUNT_INPUTS } from './inputs.ts';

/** The Regions that are on in every account from the start. */
export const DEFAULT_REGIONS: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];
const OPT_IN_REGIONS = ['af-south-1', 'ap-east-1', 'eu-south-1', 'me-south-1'];

/** Opt-in Regions are off in the simulated accounts, and so are those that the world opts an account out of. */
function listRegions(request: Request): Result {
  const optedOut = request.account.optedOutRegions ?? [];
  const regions = [...DEFAULT_REGIONS, ...OPT_IN_REGIONS].sort().map((RegionName) => ({
    RegionName,
    RegionOptStatus:
      optedOut.includes(RegionName) || OPT_IN_REGIONS.includes(RegionName) ? 'DISABLED' : enabled(RegionName),
  }));
  const wanted = texts(request.params, 'RegionOptStatusContains');
  const { items, next } = page(
    request,
    regions.filter(({ RegionOptStatus }) => wanted.length === 0 || wanted.includes(RegionOptStatus)),
    {
      sizeParameter: 'MaxResults',
      tokenParameter: 'NextToken',
      usual: 50,
      most: 50,
      badToken: 'ValidationException',
    },
  );
  return { Regions: items, NextToken: next };
}

function enabled(region: string): string {
  return DEFAULT_REGIONS.includes(region) ? 'ENABLED_BY_DEFAULT' : 'ENABLED';
}

/** AWS Account Management: which Regions an account has. */
export const account: Service = {
  signingName: 'account',
  protocol: 'rest-json',
  routes: [{ method: 'POST', path: '/listRegions', operation: 'ListRegions' }],
  regional: false,
  action: (operation) => `account:${operation}`,
  resource: (request) => `arn:aws:account::${request.account.id}:account`,
  errors: {
    throttled: { code: 'TooManyRequestsException', status: 429 },
    internal: { code: 'InternalServerException', status: 500 },
    denied: { code: 'AccessDeniedException', status: 403 },
  },
  refused: refusedByRest,
  inputs: ACCOUNT_INPUTS,
  operations: { ListRegions: listRegions },
};
