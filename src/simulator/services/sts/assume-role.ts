import type { Identity } from '../../credentials.ts';
import { roleArn } from '../../names.ts';
import type { Request, Result } from '../../service.ts';
import { text, wholeNumber } from '../../wire/params.ts';
import { ServiceError, validationError } from '../../wire/service-error.ts';
import type { WorldAccount, WorldRole } from '../../world.ts';
import { requestContext } from './request-context.ts';
import { admits } from './trust.ts';

const USUAL_SESSION = 3600;
const LONGEST_CHAINED_SESSION = 3600;

/**
 * Opens a session on a role when its trust policy admits the caller.
 * The caller's own permissions are not asked: the simulated caller may assume any role that lets it in.
 */
export function assumeRole(request: Request): Result {
  const { simulation, params, caller, now } = request;
  const arn = text(params, 'RoleArn') ?? '';
  const sessionName = text(params, 'RoleSessionName') ?? '';
  const externalId = text(params, 'ExternalId');
  const seconds = wholeNumber(params, 'DurationSeconds') ?? USUAL_SESSION;
  mustNameRole(arn);

  const found = findRole(request, arn);
  const context = requestContext(request, sessionName, externalId);
  if (!found || !admits(found.role.trustPolicy, caller, context)) throw refusal(caller, arn);
  refuseTooLong(seconds, caller, found.role);

  const { credentials, identity } = simulation.credentials.open(
    found.account,
    found.role,
    sessionName,
    seconds,
    now,
  );
  return {
    AssumedRoleUser: { AssumedRoleId: identity.userId, Arn: identity.arn },
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: credentials.expiration.toISOString(),
    },
  };
}

/** The ARN of something else than a role is refused as such; whether there is such a role is not told. */
function mustNameRole(arn: string): void {
  if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:./.test(arn)) throw validationError(`${arn} is invalid`);
  if (!/^arn:[^:]+:iam::\d{12}:role\/./.test(arn)) throw validationError('Request ARN is invalid');
}

function findRole(
  { simulation }: Request,
  arn: string,
): { account: WorldAccount; role: WorldRole } | undefined {
  const account = simulation.account(arn.split(':')[4] ?? '');
  if (!account || (account.state ?? 'ACTIVE') !== 'ACTIVE') return undefined;
  const role = account.contents.roles.find(
    (candidate) => roleArn(simulation.world, account, candidate) === arn,
  );
  return role && { account, role };
}

/** The same words whatever the reason: no role, wrong external ID, denied or closed. */
function refusal(caller: Identity, arn: string): ServiceError {
  return new ServiceError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    403,
  );
}

function refuseTooLong(seconds: number, caller: Identity, role: WorldRole): void {
  if (caller.role && seconds > LONGEST_CHAINED_SESSION) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  if (seconds > (role.maxSessionDuration ?? USUAL_SESSION)) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
}
