import { stackArn, stackSetArn } from '../../names.ts';
import { type PageRules, page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { ServiceError, validationError } from '../../wire/service-error.ts';
import type { WorldAccount, WorldStackSet } from '../../world.ts';

const STACK_SET_PAGES: PageRules = {
  sizeParameter: 'MaxResults',
  tokenParameter: 'NextToken',
  usual: 100,
  most: 100,
  badToken: 'ValidationError',
};

const PRINCIPAL = 'member.org.stacksets.cloudformation.amazonaws.com';

/** The stack sets of a Region with the account whose they are. */
interface Asked {
  owner: WorldAccount;
  sets: WorldStackSet[];
}

/** The account's own, or for a delegated administrator that says so, the management account's of the organization. */
function asked(request: Request): Asked {
  const { simulation, account, region, params } = request;
  const here = ({ contents }: WorldAccount) =>
    (contents.stackSets ?? []).filter((set) => set.region === region);
  if (text(params, 'CallAs') !== 'DELEGATED_ADMIN') return { owner: account, sets: here(account) };
  const { organization } = simulation.world;
  const owner = simulation.account(organization?.managementAccountId ?? '');
  if (owner === undefined || !organization?.delegatedAdministrators[PRINCIPAL]?.includes(account.id))
    throw validationError('Account used is not a delegated administrator');
  return { owner, sets: here(owner).filter(({ selfManaged }) => selfManaged !== true) };
}

export function listStackSets(request: Request): Result {
  const { owner, sets } = asked(request);
  const { items, next } = page(request, sets, STACK_SET_PAGES);
  return {
    Summaries: items.map((set) => ({
      ...common(set, owner),
      DriftStatus: set.drift?.status ?? 'NOT_CHECKED',
      LastDriftCheckTimestamp: set.drift?.checkedAt,
    })),
    NextToken: next,
  };
}

export function describeStackSet(request: Request): Result {
  const { set, owner } = named(request);
  const { world } = request.simulation;
  const count = (status: string) => set.instances.filter(({ driftStatus }) => driftStatus === status).length;
  return {
    StackSet: {
      ...common(set, owner),
      TemplateBody: set.template,
      Parameters: [],
      Capabilities: set.capabilities ?? [],
      Tags: [],
      StackSetARN: stackSetArn(world, owner, set),
      StackSetDriftDetectionDetails: {
        DriftStatus: set.drift?.status ?? 'NOT_CHECKED',
        DriftDetectionStatus: set.drift === undefined ? undefined : (set.drift.detection ?? 'COMPLETED'),
        LastDriftCheckTimestamp: set.drift?.checkedAt,
        TotalStackInstancesCount: set.instances.length,
        DriftedStackInstancesCount: count('DRIFTED'),
        InSyncStackInstancesCount: count('IN_SYNC'),
        InProgressStackInstancesCount: 0,
        FailedStackInstancesCount: 0,
      },
    },
  };
}

export function listStackInstances(request: Request): Result {
  const { set, owner } = named(request);
  const { items, next } = page(request, set.instances, STACK_SET_PAGES);
  return {
    Summaries: items.map(({ accountId, region, stackName, driftStatus = 'NOT_CHECKED' }) => ({
      StackSetId: idOf(set, owner),
      Region: region,
      Account: accountId,
      StackId:
        stackName === undefined
          ? undefined
          : stackArn(request.simulation.world, { id: accountId }, { name: stackName, region }),
      Status: 'CURRENT',
      DriftStatus: driftStatus,
      LastDriftCheckTimestamp: set.drift?.checkedAt,
    })),
    NextToken: next,
  };
}

function named(request: Request): { set: WorldStackSet; owner: WorldAccount } {
  const wanted = text(request.params, 'StackSetName');
  const { owner, sets } = asked(request);
  const set = sets.find((one) => one.name === wanted || idOf(one, owner) === wanted);
  if (set === undefined)
    throw new ServiceError('StackSetNotFoundException', `StackSet ${wanted} not found`, 404);
  return { set, owner };
}

function common(set: WorldStackSet, owner: WorldAccount): Result {
  return {
    StackSetName: set.name,
    StackSetId: idOf(set, owner),
    Status: 'ACTIVE',
    PermissionModel: set.selfManaged ? 'SELF_MANAGED' : 'SERVICE_MANAGED',
  };
}

/** `NAME:UUID`, as the ARN ends. */
function idOf(set: WorldStackSet, owner: WorldAccount): string {
  const arn = stackSetArn({}, owner, set);
  return arn.slice(arn.indexOf('/') + 1);
}
