import { NO_IDENTITY_CENTER, OWN_IDENTITY_CENTER } from '../../collect/harmless-calls.ts';
import type { Failure, Trial, TriedAccount } from '../../collect/try-account.ts';
import type { AccountTarget } from '../../model/account.ts';
import type { Symptom } from '../../model/doctor.ts';
import { GLOBAL } from '../../model/fact.ts';
import { BLIND_SPOT, type SayDeclared } from './declared-refusal.ts';
import { refusedEntry, type WayIn } from './refused-entry.ts';

/** What the accounts' trials show. */
export function accountSymptoms(
  tried: ReadonlyArray<{ target: AccountTarget; result: TriedAccount }>,
  run: { arn: string; managementAccountIds: readonly string[]; sayDeclared?: SayDeclared },
): Symptom[] {
  const { sayDeclared = () => undefined } = run;
  const ways: WayIn[] = tried.map(({ target: { accountId, access }, result }) => ({
    accountId,
    access,
    entered: result.entered,
  }));
  return tried.flatMap(({ target, result }): Symptom[] => {
    const { accountId } = target;
    const caller = { ...run, arn: target.callerArn ?? run.arn };
    if (!result.entered) {
      const { failure } = result;
      const found =
        sayDeclared({ ...failure, accountId, region: GLOBAL }) ?? refusedEntry(failure, target, ways, caller);
      return [{ accountId, ...found }];
    }
    const { regions, trials } = result;
    const found = trials.flatMap((trial): Symptom[] => {
      if (trial.failure === undefined) return [];
      const { action, region, failure } = trial;
      const refused = failure.action ?? action;
      const declared = sayDeclared({ ...failure, accountId, region, action: refused });
      if (declared !== undefined) return [{ accountId, region, action: refused, ...declared }];
      return [{ accountId, region, ...symptomOf(trial, failure, accountId) }];
    });
    if (regions.length === 0 && trials.every(({ failure }) => failure?.action !== 'account:ListRegions'))
      found.push({ ...NO_REGION, accountId });
    if (found.some(({ status }) => status !== 'not-tried' && status !== 'ok')) return found;
    const fine = found.some(({ id }) => id === BLIND_SPOT) ? FINE_BUT_DECLARED : FINE;
    return [...found, { ...fine, accountId }];
  });
}

const FINE = {
  id: 'account',
  status: 'ok',
  words:
    'Can be entered, and every action that was tried is allowed: all in one Region, and in the others one of each service.',
  whatToDo: null,
} satisfies Symptom;

const FINE_BUT_DECLARED = {
  ...FINE,
  words: `${FINE.words.slice(0, -1)}, but what is declared a blind spot.`,
} satisfies Symptom;

const NO_REGION = {
  id: 'no-region',
  status: 'fail',
  words: 'No Region is enabled, as far as AWS says.',
  whatToDo: 'Name the Regions in the configuration (regions).',
} satisfies Symptom;

const NO_INSTANCE = {
  id: 'identity-center',
  status: 'fail',
  words:
    'The account knows no instance of IAM Identity Center there, so that nobody would be looked at who comes by it.',
  whatToDo:
    'Name the management account, or the one that administers IAM Identity Center, and the Region of the instance (identityCenter).',
} satisfies Symptom;

const OWN_INSTANCE = {
  ...NO_INSTANCE,
  words:
    'The only instance of IAM Identity Center that the account knows there is its own, which assigns no accounts, so that nobody would be looked at who comes by that of the organization.',
} satisfies Symptom;

type Found = Pick<Symptom, 'id' | 'status' | 'words' | 'whatToDo'> & { action?: string };

const NOT_OFFERED = new Set(['InvalidAction', 'NotImplemented', 'UnknownOperationException']);

function symptomOf({ action, region, onlyHere }: Trial, failure: Failure, accountId: string): Found {
  const { reason, code } = failure;
  if (code === NO_IDENTITY_CENTER) return NO_INSTANCE;
  if (code === OWN_IDENTITY_CENTER) return OWN_INSTANCE;
  const own = (text: string) => text.replaceAll(accountId, 'ACCOUNT');
  switch (reason) {
    case 'ACCESS_DENIED':
      return refusedAction(
        failure,
        action,
        own(failure.by),
        onlyHere === true ? ' Other Regions were not asked.' : '',
      );
    case 'UNSUPPORTED':
      return NOT_OFFERED.has(code)
        ? {
            id: 'action-not-tried',
            status: 'not-tried',
            action,
            words: 'Could not be tried: the endpoint does not offer the action.',
            whatToDo: null,
          }
        : {
            id: 'region-not-available',
            status: 'fail',
            action,
            words:
              'Does not answer there: the Region is not enabled in the account, or does not have the service.',
            whatToDo: 'Enable the Region, leave it out of the configuration, or set regions: enabled.',
          };
    case 'THROTTLED':
      return {
        id: 'throttled',
        status: 'warn',
        action,
        words: 'AWS asked to come more slowly on every attempt. A scan tries longer.',
        whatToDo:
          'See what else calls AWS in the account at that time, or lower concurrency.callsPerAccount.',
      };
    case 'TIMED_OUT':
      return {
        id: 'no-answer',
        status: 'fail',
        ...NO_ANSWER,
        words: `${action.split(':')[0]} gave no complete answer in time.`,
      };
    default:
      return {
        id: 'no-answer',
        status: 'fail',
        ...NO_ANSWER,
        ...(region === 'global' ? { action } : {}),
        words: own(withoutAction(failure.message, action)),
      };
  }
}

const NO_ANSWER = {
  whatToDo:
    'See whether this machine reaches the endpoints of AWS there: name service, proxy, firewall, VPC endpoints.',
};

function withoutAction(message: string, action: string): string {
  return message.startsWith(`${action} `) ? `A call ${message.slice(action.length + 1)}` : message;
}

function refusedAction(failure: Failure, tried: string, by: string, reach: string): Found {
  const refused = failure.action ?? tried;
  const words = by === '' ? 'Refused, and AWS does not say by which policy.' : `Refused${by}.`;
  return {
    id: 'action-refused',
    status: 'fail',
    action: refused,
    words: `${words}${reach}`,
    whatToDo: remedyFor(by),
  };
}

/** What to do about a refusal, by the kind of policy that AWS names. */
function remedyFor(by: string): string {
  if (/\b(?:service|resource) control policy/.test(by))
    return 'Ask who keeps the policies of the organization to except the auditor role, or leave the Regions concerned out of the configuration.';
  if (by.includes('permissions boundary'))
    return 'Let the permissions boundary of the auditor role allow the actions too.';
  if (by.includes('session policy'))
    return 'The credentials were narrowed when they were made: let their session policy allow the actions.';
  if (by.includes('VPC endpoint policy')) return 'Let the policy of the VPC endpoint allow the actions.';
  if (by.includes('denies it'))
    return 'Take the actions out of the Deny statement, or except the auditor role.';
  return 'Add them to the policy by which the account is read; `countersign policy` prints it.';
}
