import type { CheckContext } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import type { Study } from '../../model/study.ts';
import { trustOf } from '../../policy/access-role.ts';
import { templateFragment } from './cloudformation.ts';
import { command } from './command.ts';
import { commandFixes, fixes } from './fix.ts';
import { printableJson } from './printable.ts';
import { shownPolicy } from './shown-policy.ts';
import type { TrustDocument } from './trust-policy.ts';

export type FixContext = Pick<CheckContext, 'showExternalId' | 'showText' | 'stackOf'>;

/** Where a trust policy is put right, it is read again. */
export type TrustFixContext = FixContext & Pick<CheckContext, 'study'>;

/** A change to a role, said in each of the ways in which it may have to be made. */
export interface RoleChange {
  /** In which case this is what to do: `If the access is not wanted`. */
  when?: string;
  /** A policy that the change puts in force, and the name of the file that the commands read it from. */
  policy?: { title: string; document: unknown; file: string };
  commands: ReadonlyArray<string | undefined>;
  /** The properties of the role that a template would set. */
  properties?: object;
  /** A resource that a template would add, where it is none of the role's own properties. */
  resource?: { logicalId: string; type: string; properties: object };
}

/** No policy that IAM takes is longer, however it is indented. */
const LONGEST_TEXT = 30_000;

/**
 * What to copy to make a change to a role. Where a stack declares the role, its template is the place, and commands
 * would be drift; where none does, commands are; where that is not known, both are given.
 */
export function roleFixes(role: Pick<Role, 'name' | 'arn'>, change: RoleChange, context: FixContext): Fix[] {
  const { when, policy, commands, properties, resource } = change;
  const titled = (title: string) => (when === undefined ? title : `${when}: ${lowerFirst(title)}`);
  const stack = context.stackOf?.(role.arn);
  const offered: Fix[] = [];
  if (policy !== undefined) {
    const text = printableJson(shownPolicy(policy.document, context));
    offered.push({ kind: 'policy', title: titled(policy.title), text });
  }
  if (stack === null || stack === undefined) {
    const saved = policy === undefined ? '' : `, with that policy saved as ${policy.file}`;
    offered.push(...commandFixes(titled(`With the AWS CLI${saved}`), commands));
  }
  if ((properties !== undefined || resource !== undefined) && stack !== null) {
    offered.push(
      ...fixes(
        'cloudformation',
        titled(
          stack === undefined
            ? 'Where a CloudFormation template declares the role, in that template instead'
            : `In the template of stack ${stack.stackName} (${stack.region}), which declares the role (a change made elsewhere would be drift)`,
        ),
        templateFragment(
          resource?.logicalId ?? stack?.logicalId ?? 'Role',
          resource?.type ?? 'AWS::IAM::Role',
          Object(shownPolicy(resource?.properties ?? properties, context)),
        ),
      ),
    );
  }
  return offered.some(({ text }) => text.length > LONGEST_TEXT) ? [] : offered;
}

/**
 * What to copy to put another trust policy in force. Nothing where that policy does not pass when it is read again, or
 * names anyone whom the one in force does not, or the one in force is not understood: a fix that may be wrong is none.
 *
 * @param passes judges the role again with the policy that is proposed
 */
export function trustPolicyFixes(
  role: Role,
  corrected: TrustDocument | null | undefined,
  context: TrustFixContext,
  { when, passes }: { when?: string; passes: (role: Role) => boolean },
): Fix[] {
  if (corrected === undefined) return [];
  const said = when === undefined ? {} : { when };
  if (corrected === null) return removalFixes(role, { when: when ?? 'Nobody else is admitted' }, context);
  const proposed = { ...role, trustPolicy: JSON.stringify(corrected) };
  if (!admitsNobodyNew(role, proposed, context.study) || !passes(proposed)) return [];
  return roleFixes(
    role,
    {
      ...said,
      policy: {
        title: 'The trust policy as it should read',
        document: corrected,
        file: 'trust-policy.json',
      },
      commands: [
        command`aws iam update-assume-role-policy --role-name ${role.name} --policy-document file://trust-policy.json`,
      ],
      properties: { AssumeRolePolicyDocument: corrected },
    },
    context,
  );
}

function admitsNobodyNew(before: Role, after: Role, study: Study): boolean {
  const now = trustOf(before, study);
  const then = trustOf(after, study);
  const known = new Set(now.grants.map(({ principal }) => principal.value));
  return (
    now.problems.length === 0 &&
    then.problems.length === 0 &&
    then.grants.every(({ principal }) => known.has(principal.value))
  );
}

/** How to delete a role with all that hangs on it; out of its template where a stack declares it. */
export function removalFixes(role: Role, { when }: { when: string }, context: FixContext): Fix[] {
  const stack = context.stackOf?.(role.arn);
  if (stack !== null && stack !== undefined) return [];
  const commands = [
    ...role.attachedPolicies.map(
      ({ arn }) => command`aws iam detach-role-policy --role-name ${role.name} --policy-arn ${arn}`,
    ),
    ...role.inlinePolicies.map(
      ({ name }) => command`aws iam delete-role-policy --role-name ${role.name} --policy-name ${name}`,
    ),
    command`aws iam delete-role --role-name ${role.name}`,
  ];
  return commandFixes(`${when}: delete the role with the AWS CLI`, commands);
}

function lowerFirst(text: string): string {
  return text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}
