import { stackArn } from '../../names.ts';
import type { Request } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { validationError } from '../../wire/service-error.ts';
import type { WorldStack } from '../../world.ts';

/** The account's stacks of the Region. */
export function stacksHere({ account, region }: Request): WorldStack[] {
  return (account.contents.stacks ?? []).filter((stack) => stack.region === region);
}

/** The stack that a name or ARN says. A deleted stack is found by its ARN alone. */
export function findStack(request: Request): WorldStack {
  const wanted = text(request.params, 'StackName') ?? '';
  const found = stacksHere(request).find(
    (stack) =>
      stackArn(request.simulation.world, request.account, stack) === wanted ||
      (stack.name === wanted && !isDeleted(stack)),
  );
  if (!found) throw noSuchStack(wanted);
  return found;
}

export function noSuchStack(wanted: string): Error {
  return validationError(`Stack with id ${wanted} does not exist`);
}

export function isDeleted(stack: WorldStack): boolean {
  return statusOf(stack) === 'DELETE_COMPLETE';
}

export function statusOf(stack: WorldStack): string {
  return stack.status ?? 'CREATE_COMPLETE';
}

export function createdAt({ simulation }: Request, stack: WorldStack): string {
  return stack.createdAt ?? simulation.world.asOf;
}

/** The ARNs of the stack above and of the topmost one; both undefined for a stack that is not nested. */
export function ancestry(request: Request, stack: WorldStack): { ParentId?: string; RootId?: string } {
  const parent = parentOf(request, stack);
  if (!parent) return {};
  let root = parent;
  for (let above = parentOf(request, root); above; above = parentOf(request, root)) root = above;
  const { simulation, account } = request;
  return {
    ParentId: stackArn(simulation.world, account, parent),
    RootId: stackArn(simulation.world, account, root),
  };
}

function parentOf(request: Request, stack: WorldStack): WorldStack | undefined {
  return stack.parent === undefined
    ? undefined
    : stacksHere(request).find(({ name }) => name === stack.parent);
}
