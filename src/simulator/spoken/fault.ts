import type { Fault, FaultKind } from '../faults.ts';
import type { Service } from '../service.ts';
import { serviceNamed } from './service-named.ts';

/** What a fault may be, as AWS calls it in most services. Each service answers with the code and status that are its own. */
const KINDS: ReadonlyMap<string, FaultKind> = new Map([
  ['AccessDenied', 'access-denied'],
  ['Throttling', 'throttle'],
  ['InternalFailure', 'error-500'],
  ['ExpiredToken', 'expired-token'],
  ['InvalidClientTokenId', 'opted-out'],
  ['Reset', 'reset'],
  ['Stall', 'stall'],
]);

export const FAULT_NAMES: readonly string[] = [...KINDS.keys()];

const FORM = 'It must be SERVICE[:OPERATION][@ACCOUNT][/REGION]=FAULT[,times=N][,after=N].';

/**
 * Reads `iam:ListRoles@111122223333=AccessDenied`; throws an Error in plain words. A fault that could never strike, because
 * there is no such service or operation, is refused: whoever orders one takes a clean answer for a failure survived.
 */
export function readFault(text: string, services: readonly Service[]): Fault {
  const [, name, operation, accountId, region, kindName = '', counts = ''] =
    /^([^:@/=]+)(?::([^:@/=]+))?(?:@(\d{12}))?(?:\/([a-z0-9-]+))?=([A-Za-z]+)((?:,(?:times|after)=\d+)*)$/.exec(
      text,
    ) ?? [];
  if (name === undefined) throw new Error(FORM);
  const kind = KINDS.get(kindName);
  if (kind === undefined) throw new Error(`A fault is one of ${FAULT_NAMES.join(', ')}; not "${kindName}".`);
  return {
    kind,
    ...(name === '*' ? {} : { service: serviceNamed(name, services).signingName }),
    ...(operation === undefined ? {} : { operation: operationNamed(operation, name, kind, services) }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(region === undefined ? {} : { region }),
    ...Object.fromEntries(
      [...counts.matchAll(/(times|after)=(\d+)/g)].map(([, key, count]) => [key, Number(count)]),
    ),
  };
}

/** The operation's own name, or the IAM action where a service takes that on someone's behalf. */
function operationNamed(
  operation: string,
  name: string,
  kind: FaultKind,
  services: readonly Service[],
): string {
  if (name === '*') throw new Error('An operation needs the name of its service.');
  const { operations } = serviceNamed(name, services);
  const action = `${name}:${operation}`;
  const called = Object.hasOwn(operations, operation);
  if (services.some(({ actionsOnBehalf = [] }) => actionsOnBehalf.includes(action))) {
    if (called || kind === 'access-denied') return action;
    throw new Error(
      `${action} is never called here, only taken on a caller's behalf: it can but be AccessDenied.`,
    );
  }
  if (called) return operation;
  throw new Error(`The simulator has no ${action}. It has ${Object.keys(operations).join(', ')}.`);
}
