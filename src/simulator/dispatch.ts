import type { CallLog } from './calls.ts';
import { expiredToken, invalidToken } from './credentials.ts';
import type { Fault, FaultKind, Faults } from './faults.ts';
import type { KeepAnswer, RenderedReply } from './kept-answers.ts';
import { notHonoured, violationsOf } from './requests/violations.ts';
import type { Request, Service, Simulation } from './service.ts';
import type { Throttle } from './throttle.ts';
import { text } from './wire/params.ts';
import type { WireRequest } from './wire/read-request.ts';
import { errorReply, reply } from './wire/reply.ts';
import { ServiceError } from './wire/service-error.ts';

/** What stands between a request and its operation. */
export interface Gates {
  clock: () => Date;
  log: CallLog;
  faults: Faults;
  throttle: Throttle;
  keepAnswer: KeepAnswer;
}

/** How the answer goes out: whole, cut in the middle, or not at all. */
export interface Answer {
  delivery: 'whole' | 'stall' | 'drip' | 'reset';
  reply: RenderedReply;
}

/** Takes a request through identity, log, faults and throttle to its operation, and its result or error to a reply. */
export function dispatch(simulation: Simulation, gates: Gates, wire: WireRequest): Answer {
  const { service, operation } = wire;
  const now = gates.clock();
  let requestId = '00000000-0000-4000-8000-000000000000';
  let delivery: Answer['delivery'] = 'whole';
  let outcome = (_code: string): void => {};
  let change: Fault['change'];
  try {
    const request = authenticate(simulation, wire, now);
    const call = gates.log.record({
      service: service.signingName,
      operation,
      accountId: request.account.id,
      region: wire.region,
      params: wire.params,
    });
    requestId = call.requestId;
    outcome = (code) => {
      call.outcome = code;
    };
    const fault = gates.faults.strike({
      service,
      operation,
      accountId: concernedAccount(request),
      region: wire.region,
      params: wire.params,
    });
    const kind = fault?.kind;
    change = fault?.change;
    if (kind === 'reset' || kind === 'stall' || kind === 'drip') delivery = kind;
    else if (kind !== undefined && kind !== 'other-answer') throw faultError(kind, service, request);
    if (
      !gates.throttle({ accountId: request.account.id, service: service.signingName, region: wire.region })
    ) {
      throw faultError('throttle', service, request);
    }
    const handler = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
    if (!handler) throw unknownOperation(service, operation);
    refuseInvalid(request, service);
    for (const action of service.onBehalf?.(request) ?? []) {
      const refused = gates.faults.refuses(action, request.account.id, wire.region);
      if (refused) throw accessDenied(service, request, action);
    }
    const asked = { ...request, requestId };
    const answer = gates.keepAnswer(asked, service, () =>
      reply(service, operation, handler(asked), requestId),
    );
    outcome(delivery === 'whole' ? 'OK' : delivery);
    return { delivery, reply: changed(answer, change) };
  } catch (thrown) {
    const error = thrown instanceof ServiceError ? thrown : brokenSimulator(thrown);
    const worded = inProtocolOf(service, error);
    outcome(worded.code);
    return { delivery, reply: changed(errorReply(service, worded, requestId), change) };
  }
}

/** What goes out instead, where another answer was ordered: also of an error, such as that of a made-up page token. */
function changed(answer: RenderedReply, change: Fault['change']): RenderedReply {
  const other = change?.(String(answer.body));
  if (other === undefined) return answer;
  if (typeof other === 'string') return { ...answer, body: other };
  return { ...answer, ...other, headers: { ...answer.headers, ...other.headers } };
}

function authenticate(simulation: Simulation, wire: WireRequest, now: Date): Request {
  const caller = simulation.credentials.identify(wire.accessKeyId, wire.securityToken, now);
  const account = simulation.account(caller.accountId);
  if (!account) throw invalidToken();
  if (wire.service.regional && account.optedOutRegions?.includes(wire.region)) throw invalidToken();
  const { operation, params, region } = wire;
  return { simulation, operation, params, caller, account, region, now, requestId: '' };
}

/** A fault on a role's account strikes the AssumeRole call, which its caller makes from elsewhere. */
function concernedAccount({ operation, params, account }: Request): string {
  const target = operation === 'AssumeRole' ? text(params, 'RoleArn')?.split(':')[4] : undefined;
  return target ?? account.id;
}

function faultError(kind: FaultKind, service: Service, request: Request): ServiceError {
  switch (kind) {
    case 'access-denied':
      return accessDenied(service, request);
    case 'throttle':
      return new ServiceError(
        service.errors.throttled.code,
        'Rate exceeded',
        service.errors.throttled.status,
      );
    case 'expired-token':
      return expiredToken();
    case 'opted-out':
      return invalidToken();
    default:
      return new ServiceError(
        service.errors.internal.code,
        'The request processing has failed because of an unknown error, exception or failure.',
        service.errors.internal.status,
      );
  }
}

/** Refuses what AWS would, and what it would not but the simulator does nothing with. */
function refuseInvalid({ operation, params }: Request, service: Service): void {
  const input = service.inputs[operation] ?? {};
  const violations = violationsOf(input, params);
  if (violations.length > 0) throw service.refused(violations);
  const idle = notHonoured(input, params);
  if (idle.length === 0) return;
  throw new ServiceError(
    'NotImplemented',
    `The simulator does not honour ${idle.join(', ')} of ${operation}.`,
    501,
  );
}

/** The refusal of a caller whose identity policies do not allow the action. */
function accessDenied(
  service: Service,
  request: Request,
  action = service.action(request.operation),
): ServiceError {
  const resource = service.resource(request);
  const { code, status } = service.errors.denied;
  return new ServiceError(
    code,
    `User: ${request.caller.arn} is not authorized to perform: ${action}${resource ? ` on resource: ${resource}` : ''} because no identity-based policy allows the ${action} action`,
    status,
  );
}

function unknownOperation(service: Service, operation: string): ServiceError {
  return service.protocol === 'query'
    ? new ServiceError('InvalidAction', `Could not find operation ${operation} in the simulator.`, 400)
    : new ServiceError(
        'UnknownOperationException',
        `Could not find operation ${operation} in the simulator.`,
        404,
      );
}

function brokenSimulator(thrown: unknown): ServiceError {
  const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new ServiceError('InternalFailure', `The simulator itself failed: ${message}`, 500);
}

/** Token errors have other names in the JSON protocols. */
function inProtocolOf(service: Service, error: ServiceError): ServiceError {
  if (service.protocol === 'query' || service.protocol === 'rest-xml') return error;
  const status = service.protocol === 'json' ? 400 : 403;
  switch (error.code) {
    case 'InvalidClientTokenId':
      return new ServiceError('UnrecognizedClientException', error.message, status);
    case 'ExpiredToken':
      return new ServiceError('ExpiredTokenException', error.message, status);
    default:
      return error;
  }
}
