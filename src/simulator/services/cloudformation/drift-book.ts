import { stackArn } from '../../names.ts';
import type { World, WorldAccount, WorldStack, WorldStackResource } from '../../world.ts';
import { compare, type Difference } from './compare.ts';
import { liveProperties } from './live-properties.ts';

/** What the last detection found of one resource. */
export interface ResourceDriftRecord {
  status: 'IN_SYNC' | 'MODIFIED' | 'DELETED' | 'UNKNOWN';
  statusReason?: string;
  checkedAt: string;
  expected?: string;
  actual?: string;
  differences: Difference[];
}

interface StackDriftRecord {
  driftStatus: 'IN_SYNC' | 'DRIFTED' | 'NOT_CHECKED';
  checkedAt: string | undefined;
}

/** What detections have found so far, by stack. Everything is NOT_CHECKED until someone asks. */
export interface DriftBook {
  stack(account: WorldAccount, stack: WorldStack): StackDriftRecord;
  /** Undefined: never checked, or of a type that drift detection does not support. */
  resource(
    account: WorldAccount,
    stack: WorldStack,
    resource: WorldStackResource,
  ): ResourceDriftRecord | undefined;
  /** Looks at one resource now, and writes that and the stack's drift status down. */
  check(
    account: WorldAccount,
    stack: WorldStack,
    resource: WorldStackResource,
    at: string,
  ): ResourceDriftRecord;
  /** Looks at every supported resource, except those that cannot be read. */
  checkAll(account: WorldAccount, stack: WorldStack, at: string): void;
}

interface Page {
  checkedAt: string;
  resources: Map<string, ResourceDriftRecord>;
}

/** Not all of what CloudFormation cannot compare; the kinds that stand beside roles in templates. */
const UNSUPPORTED = new Set([
  'AWS::IAM::Policy',
  'AWS::IAM::AccessKey',
  'AWS::CloudFormation::Stack',
  'AWS::CloudFormation::WaitConditionHandle',
]);

export function isSupported({ type }: WorldStackResource): boolean {
  return !UNSUPPORTED.has(type) && !type.startsWith('Custom::');
}

export function createDriftBook(world: World): DriftBook {
  const pages = new Map<string, Page>();

  function pageOf(account: WorldAccount, stack: WorldStack): Page | undefined {
    const arn = stackArn(world, account, stack);
    const known = pages.get(arn);
    if (known || stack.lastDriftCheckAt === undefined) return known;
    // A check before this simulation began: what it found then is what there is to find now.
    checkAll(account, stack, stack.lastDriftCheckAt);
    return pages.get(arn);
  }

  function write(account: WorldAccount, stack: WorldStack, at: string): Page {
    const arn = stackArn(world, account, stack);
    const page = pages.get(arn) ?? { checkedAt: at, resources: new Map() };
    page.checkedAt = at;
    pages.set(arn, page);
    return page;
  }

  function check(account: WorldAccount, stack: WorldStack, resource: WorldStackResource, at: string) {
    pageOf(account, stack);
    const record = lookAt(account, resource, at);
    write(account, stack, at).resources.set(resource.logicalId, record);
    return record;
  }

  function checkAll(account: WorldAccount, stack: WorldStack, at: string): void {
    const { resources } = write(account, stack, at);
    for (const resource of stack.resources.filter(isSupported)) {
      const reason = stack.detectionFailures?.[resource.logicalId];
      resources.set(
        resource.logicalId,
        reason === undefined
          ? lookAt(account, resource, at)
          : { status: 'UNKNOWN', statusReason: reason, checkedAt: at, differences: [] },
      );
    }
  }

  return {
    check,
    checkAll,
    resource: (account, stack, resource) => pageOf(account, stack)?.resources.get(resource.logicalId),
    stack(account, stack) {
      const page = pageOf(account, stack);
      if (!page) return { driftStatus: 'NOT_CHECKED', checkedAt: undefined };
      const drifted = [...page.resources.values()].some(({ status }) =>
        ['MODIFIED', 'DELETED'].includes(status),
      );
      return { driftStatus: drifted ? 'DRIFTED' : 'IN_SYNC', checkedAt: page.checkedAt };
    },
  };
}

/** Compares the declared properties, and only those, with what is there. */
function lookAt(account: WorldAccount, resource: WorldStackResource, at: string): ResourceDriftRecord {
  const { declared = {} } = resource;
  const live = liveProperties(account, resource);
  const expected = JSON.stringify(declared);
  if (live === null) return { status: 'DELETED', checkedAt: at, expected, differences: [] };
  // Drift of managed policies is not seen: CloudFormation answers IN_SYNC for them.
  const differences = resource.type === 'AWS::IAM::ManagedPolicy' ? [] : compare(declared, live);
  const found = Object.keys(declared).flatMap((name) =>
    live[name] === undefined ? [] : [[name, live[name]]],
  );
  return {
    status: differences.length === 0 ? 'IN_SYNC' : 'MODIFIED',
    checkedAt: at,
    expected,
    actual: JSON.stringify(Object.fromEntries(found)),
    differences,
  };
}
