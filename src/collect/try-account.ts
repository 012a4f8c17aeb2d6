import type { Caller } from '../aws/caller.ts';
import type { Aws } from '../aws/connection.ts';
import { AwsCallError, notCollected } from '../aws/errors.ts';
import type { AccountTarget } from '../model/account.ts';
import { GLOBAL, type NotCollectedReason } from '../model/fact.ts';
import {
  HARMLESS_CALLS,
  NOT_THERE,
  REGIONAL_KNOCKS,
  TRIED_ON_THE_WAY,
  type TrialPlace,
} from './harmless-calls.ts';
import { ENABLED_REGIONS, enabledRegions, identify } from './open-account.ts';

/** Why something was not let through. */
export interface Failure {
  reason: NotCollectedReason;
  action: string | null;
  /** AWS's code, or that of the way there. */
  code: string;
  /** In our words. */
  message: string;
  /** In AWS's, made plain. */
  said: string;
  /** The policy that refused, where AWS names it, as the end of a sentence. */
  by: string;
}

/** One action, tried at one place. */
export interface Trial {
  action: string;
  region: string;
  /** Undefined where the action is allowed. */
  failure?: Failure;
  /** Other Regions were not tried with this action. */
  onlyHere?: true;
}

/** How far one gets in an account. */
export type TriedAccount =
  | { accountId: string; entered: false; failure: Failure }
  | { accountId: string; entered: true; regions: string[]; trials: Trial[] };

export interface TrySetup {
  target: AccountTarget;
  aws: Aws;
  /** What the auditor role is to be allowed. */
  actions: readonly string[];
  /** A Region in which Access Analyzer alone is read. */
  analyzersBesides?: string | undefined;
  /** Whether it is known to belong to an organization that another account manages. */
  isMember?: boolean;
  /** The one in which IAM Identity Center is read; not looked at where none of its actions is tried. */
  identityCenterRegion?: string | undefined;
  signal: AbortSignal;
}

/**
 * Enters an account and tries each action by a call that reads next to nothing. In every Region each service is knocked
 * at once; its other actions are tried in the first Region where it answers. Never throws.
 */
export async function tryAccount(setup: TrySetup): Promise<TriedAccount> {
  const { target, aws, signal } = setup;
  const { accountId } = target;
  const connection = aws.connect(accountId, target.access, () => {}, signal);
  try {
    await identify(connection, target);
  } catch (error) {
    return { accountId, entered: false, failure: failureOf(error) };
  }
  const trials: Trial[] = [];
  let regions = target.regions;
  if (regions.includes(ENABLED_REGIONS)) {
    const action = 'account:ListRegions';
    try {
      regions = await enabledRegions(connection);
      trials.push({ action, region: GLOBAL });
    } catch (error) {
      regions = [];
      trials.push({ action, region: GLOBAL, failure: failureOf(error) });
    }
  }
  const caller = connection.caller('doctor');
  const besides = setup.analyzersBesides;
  const placesOf = (service: string): string[] => {
    if (service === 'sso' || service === 'identitystore')
      return setup.identityCenterRegion === undefined ? [] : [setup.identityCenterRegion];
    return service === 'access-analyzer' && besides !== undefined && regions.length > 0
      ? [...new Set([...regions, besides])]
      : regions;
  };
  const groups = await Promise.all([
    ...actionsOf(setup, (service) => REGIONAL_KNOCKS[service] === undefined).map(async (action) => [
      await tryAction(caller, action, { ...target, region: GLOBAL }),
    ]),
    ...Object.entries(REGIONAL_KNOCKS).map(([service, knock]) =>
      tryService(setup, caller, {
        knock,
        actions: actionsOf(setup, (of) => of === service),
        regions: placesOf(service),
      }),
    ),
  ]);
  return { accountId, entered: true, regions, trials: [...trials, ...groups.flat()] };
}

function actionsOf({ actions }: TrySetup, ofService: (service: string) => boolean): string[] {
  return actions.filter((action) => ofService(action.split(':')[0] ?? '') && !TRIED_ON_THE_WAY.has(action));
}

/** A Regional service: whether each Region answers, and in the first that does, all its actions. */
async function tryService(
  { target, isMember = false }: TrySetup,
  caller: Caller,
  { knock, actions, regions }: { knock: string; actions: string[]; regions: string[] },
): Promise<Trial[]> {
  if (actions.length === 0) return [];
  const known = actions.includes(knock) ? knock : (actions[0] ?? knock);
  const place = { ...target, isMember };
  const knocks = await Promise.all(regions.map((region) => tryAction(caller, known, { ...place, region })));
  // Where no Region lets the first action through, the others may still be let through where it was refused.
  const answered =
    knocks.find(({ failure }) => failure === undefined) ??
    knocks.find(({ failure }) => failure?.reason === 'ACCESS_DENIED');
  if (answered === undefined) return knocks;
  const { region } = answered;
  const rest = await Promise.all(
    actions
      .filter((action) => action !== known)
      .map((action) => tryAction(caller, action, { ...place, region })),
  );
  return [
    ...knocks,
    ...rest.map((trial): Trial => (regions.length > 1 ? { ...trial, onlyHere: true } : trial)),
  ];
}

async function tryAction(caller: Caller, action: string, place: TrialPlace): Promise<Trial> {
  const { region } = place;
  try {
    const call = HARMLESS_CALLS[action];
    if (call === undefined) throw new Error('No harmless call is known for it.');
    await call(caller, place);
    return { action, region };
  } catch (error) {
    const failure = failureOf(error);
    return NOT_THERE.has(failure.code) ? { action, region } : { action, region, failure };
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof AwsCallError) {
    const { reason, action, code, message, serviceMessage: said, deniedBy: by } = error;
    return { reason, action, code, message, said, by };
  }
  const { reason, message } = notCollected(error);
  return { reason, action: null, code: reason, message, said: '', by: '' };
}
