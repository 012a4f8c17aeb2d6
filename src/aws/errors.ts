import { isThrottlingError } from '@smithy/core/retry';
import type { NotCollectedFact, NotCollectedReason } from '../model/fact.ts';
import { plainText } from '../model/plain-text.ts';
import { CutOff, MAX_ANSWER_BYTES } from './allowance.ts';
import { UnusableAnswer } from './answer.ts';
import { hostOf } from './hosts.ts';
import { noAnswerInWords } from './no-answer.ts';
import { actionOf, type Service } from './operations.ts';
import { denier, refusedAction, refusedRole } from './refusal.ts';
import { WayFault } from './way-fault.ts';

/**
 * A call that AWS did not answer as asked: what a fact says when it was not collected. It keeps no cause, since the
 * SDK's errors hold the response and, through it, the signed request with its session token.
 */
export class AwsCallError extends Error {
  readonly reason: NotCollectedReason;
  /** The IAM action of the call: `iam:ListRoles`. */
  readonly action: string;
  /** The service's error code, or the name of the error on the way there. */
  readonly code: string;
  /** What the service said, made plain; empty when it never answered. */
  readonly serviceMessage: string;
  /** The policy that refused, where AWS names it, as the end of a sentence; see `denier`. */
  readonly deniedBy: string;

  constructor(
    failure: { reason: NotCollectedReason; action: string; message: string },
    code = failure.reason as string,
    serviceMessage = '',
    deniedBy = '',
  ) {
    super(failure.message);
    this.name = 'AwsCallError';
    this.reason = failure.reason;
    this.action = failure.action;
    this.code = code;
    this.serviceMessage = serviceMessage;
    this.deniedBy = deniedBy;
  }
}

const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'NotAuthorized',
  'UnauthorizedOperation',
]);

const THROTTLED = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

const TIMED_OUT = new Set([
  'AbortError',
  'ETIMEDOUT',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
]);

/** What a Region that the account has not enabled answers to credentials that are good elsewhere. */
const NOT_ENABLED = new Set([
  'AuthFailure',
  'InvalidClientTokenId',
  'OptInRequired',
  'OptInRequiredException',
  'SubscriptionRequiredException',
  'UnrecognizedClientException',
]);

const NOT_OFFERED = new Set(['InvalidAction', 'NotImplemented', 'UnknownOperationException']);

const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired']);

/** The services that are one for all Regions, or that nothing can be read without. All others a Region may lack or refuse. */
const GLOBAL: ReadonlySet<Service> = new Set(['account', 'iam', 'organizations', 'sts']);

/** What the SDK or Node threw, in the words of the fact that was to be collected. */
export function toAwsCallError(
  error: unknown,
  service: Service,
  operation: string,
  region: string,
): AwsCallError {
  if (error instanceof AwsCallError) return error;
  const action = actionOf(service, operation);
  if (error instanceof CutOff) {
    const { reason } = error;
    return new AwsCallError(
      { reason, action, message: `${action} was cut off: ${error.message}.` },
      error.name,
    );
  }
  const code = errorCode(error);
  const said = plainText(error instanceof UnusableAnswer ? error.problem : messageOf(error));
  const fail = (reason: NotCollectedReason, message: string) =>
    new AwsCallError({ reason, action, message }, code, said);
  // Before all that goes by codes: a proxy whose name does not resolve is no service without an endpoint.
  if (error instanceof WayFault) {
    const reason = code === 'ETIMEDOUT' ? 'TIMED_OUT' : 'FAILED';
    return fail(reason, `${action} got no answer: ${error.message}.`);
  }
  const own = ownWords(error, said);
  if (DENIED.has(code)) {
    const raw = messageOf(error);
    const refused = refusedAction(raw) ?? action;
    const on = refused === action ? '' : `, which ${action} needs,`;
    const cause = denier(raw);
    const role = cause === '' && refused === 'sts:AssumeRole' ? refusedRole(raw) : undefined;
    const message = `${refused}${on} was refused${role ?? cause}.${role === undefined ? own : ''}`;
    return new AwsCallError({ reason: 'ACCESS_DENIED', action: refused, message }, code, said, cause);
  }
  if (isThrottled(error)) {
    return fail('THROTTLED', `${action} was throttled on every attempt.${own}`);
  }
  const host = hostOf(error);
  if (TIMED_OUT.has(code)) {
    const from = host === undefined ? '' : ` from ${host}${region === 'global' ? '' : ` (${region})`}`;
    return fail('TIMED_OUT', `${action} got no complete answer in time${from}.`);
  }
  if (code === 'AnswersTooLong') {
    const most = MAX_ANSWER_BYTES / 2 ** 20;
    return fail(
      'FAILED',
      `${action} was cut off: the account's answers have more than ${most} MiB together.`,
    );
  }
  if (NOT_OFFERED.has(code) || httpStatus(error) === 501) {
    return fail('UNSUPPORTED', `${action} is not offered by the endpoint.${own}`);
  }
  if (!GLOBAL.has(service) && NOT_ENABLED.has(code)) {
    return fail(
      'UNSUPPORTED',
      `${action} is not available to the account: ${region} may not be enabled.${own}`,
    );
  }
  if (!GLOBAL.has(service) && code === 'ENOTFOUND') {
    return fail(
      'UNSUPPORTED',
      `${action} has no endpoint in ${region}: ${noAnswerInWords(code, host, region)}.`,
    );
  }
  if (code === 'AWSOrganizationsNotInUseException') {
    return fail('UNSUPPORTED', 'The account that was asked belongs to no organization.');
  }
  const status = httpStatus(error);
  if (status !== undefined && isForeign(error, code)) {
    return fail('FAILED', `${action} was answered with HTTP ${status}, not an answer of AWS.`);
  }
  if (code === 'SyntaxError') {
    return fail('FAILED', `${action} was answered with something other than the service's protocol.`);
  }
  if (NODE_CODE.test(code) || (status === undefined && isOfTheWay(error))) {
    return fail('FAILED', `${action} got no answer: ${noAnswerInWords(code, host, region)}.`);
  }
  // Our own words about an answer that lacks what AWS documents, or the SDK's.
  if (error instanceof UnusableAnswer || code === 'Error') {
    return fail('FAILED', `${action} was answered in a way that cannot be used: ${said}`);
  }
  return fail('FAILED', `${action} failed with ${code}${reached(error) ? `: ${said}` : '.'}`);
}

/** AWS's own sentence, to stand after ours; nothing where no service wrote one. */
function ownWords(error: unknown, said: string): string {
  return reached(error) && /\w/.test(messageOf(error)) ? ` AWS says: ${said}` : '';
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 5_000);
}

/** Whether something on the way answered in a service's stead: the SDK found no error code, or not the protocol. */
function isForeign(error: unknown, code: string): boolean {
  return (
    code === 'Unknown' ||
    code === 'UnknownError' ||
    (/^(?:Syntax)?Error$/.test(code) && /\bDeserialization error\b/.test(messageOf(error)))
  );
}

/** Node's codes of what fails on the way, also in the middle of an answer; no service has such. */
const NODE_CODE = /^(?:E[A-Z]{3,}|ERR_(?:TLS|SSL)_\w+)$/;

/** Whether it is Node's error about a connection. */
function isOfTheWay(error: unknown): boolean {
  return hostOf(error) !== undefined || (error instanceof Error && 'syscall' in error);
}

/** The state of a fact that the error kept from being collected; errors of any kind are told, none is thrown. */
export function notCollected(error: unknown): NotCollectedFact {
  if (error instanceof AwsCallError) {
    return { status: 'NOT_COLLECTED', reason: error.reason, message: error.message, action: error.action };
  }
  const said = plainText(error instanceof Error ? error.message : String(error));
  return { status: 'NOT_COLLECTED', reason: 'FAILED', message: said };
}

/** Whether the service wanted fewer calls. */
export function isThrottled(error: unknown): boolean {
  return (
    THROTTLED.has(errorCode(error)) ||
    httpStatus(error) === 429 ||
    (error instanceof Error && isThrottlingError(error as Parameters<typeof isThrottlingError>[0]))
  );
}

/**
 * The milliseconds that whoever answered asks to wait, by seconds or a date; undefined where nothing is asked.
 * https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryAfterOf(error: unknown, now: Date): number | undefined {
  const response = typeof error === 'object' && error !== null && '$response' in error ? error.$response : {};
  const headers =
    typeof response === 'object' && response !== null && 'headers' in response && response.headers;
  const asked = headers ? (headers as Record<string, unknown>)['retry-after'] : undefined;
  if (typeof asked !== 'string' || asked.length > 40) return undefined;
  const wait = /^\d{1,9}$/.test(asked.trim()) ? Number(asked) * 1000 : Date.parse(asked) - now.getTime();
  return wait > 0 ? wait : undefined;
}

/** Whether the session's credentials have run out, so that a new session may help. */
export function isExpired(error: unknown): boolean {
  return isExpiredCode(errorCode(error));
}

/** The same of the code of an error. */
export function isExpiredCode(code: string): boolean {
  return EXPIRED.has(code);
}

/** The service's error code; for errors without one, Node's code or the error's name. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'UnknownError';
  for (const candidate of ['Code' in error && error.Code, 'code' in error && error.code]) {
    if (typeof candidate === 'string' && /^[\w.]{1,64}$/.test(candidate)) return candidate;
  }
  const name = 'name' in error && typeof error.name === 'string' ? error.name : '';
  return /^[\w.]{1,64}$/.test(name) ? name : 'UnknownError';
}

function httpStatus(error: unknown): number | undefined {
  const metadata = metadataOf(error);
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/** Whether a service wrote the error; what Node writes speaks of addresses and differs between machines. */
function reached(error: unknown): boolean {
  return httpStatus(error) !== undefined;
}

/** The SDK's account of a request, on responses and on errors alike. */
export function metadataOf(subject: unknown): {
  httpStatusCode?: unknown;
  requestId?: unknown;
  attempts?: unknown;
} {
  if (typeof subject !== 'object' || subject === null || !('$metadata' in subject)) return {};
  return typeof subject.$metadata === 'object' && subject.$metadata !== null ? subject.$metadata : {};
}
