/** What an action of a method must be allowed on. */
export type MethodTarget =
  /** The very role under judgement. */
  | 'own-role'
  /** A role, user, group or customer managed policy of the account. */
  | 'role'
  | 'user'
  | 'group'
  | 'policy'
  /** Something that is there already: an instance, a function. */
  | 'existing'
  /** Whatever resource the action takes; what is made for the purpose can bear any name. */
  | 'any';

/** One action of a method. */
export interface MethodAction {
  action: string;
  on: MethodTarget;
  /** For iam:PassRole: the services that the role may be passed to, any of which will do. */
  passedTo?: readonly string[];
}

/** A way from limited permissions to those of an administrator. */
export interface EscalationMethod {
  id: string;
  /** What one does, to follow on "may": `attach AdministratorAccess to itself`. */
  does: string;
  actions: readonly MethodAction[];
  /** What must run or exist already beside roles; the way depends on the rights it has. */
  needs?: string;
  /** Whose policies it rewrites: the way leads as far as their permissions boundary. */
  raises?: 'itself' | 'role';
  /**
   * How it comes to act as the role that its actions are allowed on: the role is passed to a service that it trusts,
   * trusts the role under judgement, is made to trust whomever one likes, or is made for the purpose.
   */
  role?: 'passed' | 'trusting' | 'taken' | 'new';
  /** Whether it takes the permissions boundary off the role that it leads to. */
  lifts?: true;
  /**
   * How it comes to act as a user: by credentials that it makes of it, or by what it writes into the user or a group of
   * it, or takes off the user, or by a group that it puts the user into. All but the first need its credentials besides.
   */
  user?: 'taken' | 'written' | 'unbound' | 'undenied' | 'in-group' | 'put-into-group';
  /** A public page that describes it. */
  source: string;
}

export const HACKING_THE_CLOUD = 'https://hackingthe.cloud/aws/exploitation/iam_privilege_escalation/';
export const PATHFINDING = 'https://pathfinding.cloud/paths/';
export const HACKTRICKS =
  'https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/';
export const AWS_DOCS = 'https://docs.aws.amazon.com/';

export function on(target: MethodTarget, ...actions: readonly string[]): MethodAction[] {
  return actions.map((action) => ({ action, on: target }));
}

/** A role is passed to a service, and the service set to work with it. */
export function pass(
  services: string | readonly string[],
  ...actions: readonly string[]
): Pick<EscalationMethod, 'actions' | 'role'> {
  const passedTo = typeof services === 'string' ? [services] : services;
  return {
    actions: [{ action: 'iam:PassRole', on: 'role', passedTo }, ...on('any', ...actions)],
    role: 'passed',
  };
}
