import type { CheckContext } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { ResourceDrift } from '../../model/facts/drift.ts';
import type { Fix } from '../../model/fix.ts';
import { jsonPointer, resolvePointer } from '../../model/json-pointer.ts';
import { partText } from '../../model/json-text.ts';
import { STAND_IN_WITHIN } from '../../policy/external-ids/stand-in.ts';
import { templateFragment } from './cloudformation.ts';
import { command } from './command.ts';
import { commandFixes, fixes } from './fix.ts';
import { printableJson } from './printable.ts';
import type { FixContext } from './role-fixes.ts';
import { shownPolicy } from './shown-policy.ts';
import { trustDocument } from './trust-policy.ts';

const NOT_WANTED = 'If the change is not wanted';
const WANTED = 'If it is wanted';

/**
 * How to set a property of a drifted resource back to what its template declares, and how to declare what was found.
 * Deploying the same template again would not set it back, since CloudFormation acts only on what changed in it.
 */
export function propertyFixes(drift: ResourceDrift, property: string, context: CheckContext): Fix[] {
  const expected = resolvePointer(drift.expectedProperties, jsonPointer(property));
  const actual = resolvePointer(drift.actualProperties, jsonPointer(property));
  const declared =
    actual === undefined
      ? []
      : fixes(
          'cloudformation',
          `${WANTED}: what the template has to say`,
          templateFragment(drift.logicalId, drift.type, Object(shownPolicy({ [property]: actual }, context))),
        );
  return [...restored(drift, property, { expected, actual }, context), ...declared];
}

interface Sides {
  expected: unknown;
  actual: unknown;
}

function restored(
  { type, physicalId }: ResourceDrift,
  property: string,
  { expected, actual }: Sides,
  context: FixContext,
): Fix[] {
  const name = physicalId ?? '';
  const back = (commands: ReadonlyArray<string | undefined>) =>
    commandFixes(`${NOT_WANTED}: with the AWS CLI`, commands);
  if (type === 'AWS::IAM::ManagedPolicy' && property === 'PolicyDocument') {
    return managedPolicyFixes(name, expected, context);
  }
  if (type !== 'AWS::IAM::Role') return [];
  switch (property) {
    case 'AssumeRolePolicyDocument':
      return withDocument(
        expected,
        'trust-policy.json',
        'The trust policy that the template declares',
        context,
        [
          command`aws iam update-assume-role-policy --role-name ${name} --policy-document file://trust-policy.json`,
        ],
      );
    case 'MaxSessionDuration':
      // The default of CloudFormation and IAM, which holds where the template says nothing.
      return back([
        command`aws iam update-role --role-name ${name} --max-session-duration ${partText(expected ?? 3600)}`,
      ]);
    case 'Description':
      return typeof expected === 'string' && isShown(expected, context)
        ? back([command`aws iam update-role --role-name ${name} --description ${expected}`])
        : [];
    case 'PermissionsBoundary':
      return back([
        expected === undefined
          ? command`aws iam delete-role-permissions-boundary --role-name ${name}`
          : command`aws iam put-role-permissions-boundary --role-name ${name} --permissions-boundary ${partText(expected)}`,
      ]);
    case 'ManagedPolicyArns': {
      const wanted = textsOf(expected);
      const found = textsOf(actual);
      return back([
        ...found
          .filter((arn) => !wanted.includes(arn))
          .map((arn) => command`aws iam detach-role-policy --role-name ${name} --policy-arn ${arn}`),
        ...wanted
          .filter((arn) => !found.includes(arn))
          .map((arn) => command`aws iam attach-role-policy --role-name ${name} --policy-arn ${arn}`),
      ]);
    }
    case 'Policies':
      return inlineFixes(name, { expected, actual }, context);
    default:
      return [];
  }
}

/** Puts back the inline policies that differ or are gone, and takes off those that the template does not declare. */
function inlineFixes(roleName: string, { expected, actual }: Sides, context: FixContext): Fix[] {
  const wanted = inlinePolicies(expected);
  const found = inlinePolicies(actual);
  const extra = [...found.keys()].filter((name) => !wanted.has(name));
  const changed = [...wanted].filter(
    ([name, document]) => JSON.stringify(document) !== JSON.stringify(found.get(name)),
  );
  return [
    ...commandFixes(
      `${NOT_WANTED}: take off what is not declared, with the AWS CLI`,
      extra.map((name) => command`aws iam delete-role-policy --role-name ${roleName} --policy-name ${name}`),
    ),
    ...changed.flatMap(([name, document]) => inlinePolicyFixes({ name: roleName }, name, document, context)),
  ];
}

function inlinePolicies(value: unknown): Map<string, unknown> {
  const policies: unknown[] = Array.isArray(value) ? value : [];
  return new Map(
    policies.flatMap((policy) => {
      const name = resolvePointer(policy, '/PolicyName');
      return typeof name === 'string' ? [[name, resolvePointer(policy, '/PolicyDocument')] as const] : [];
    }),
  );
}

/** How to put an inline policy of a role back to what the template declares. */
export function inlinePolicyFixes(
  role: Pick<Role, 'name'>,
  policyName: string,
  document: unknown,
  context: FixContext,
): Fix[] {
  return withDocument(
    document,
    'policy.json',
    `The inline policy ${policyName} that the template declares`,
    context,
    [
      command`aws iam put-role-policy --role-name ${role.name} --policy-name ${policyName} --policy-document file://policy.json`,
    ],
  );
}

/** How to put a managed policy back to what the template declares. IAM keeps five versions of a policy. */
export function managedPolicyFixes(policyArn: string, document: unknown, context: FixContext): Fix[] {
  return withDocument(document, 'policy.json', 'The policy that the template declares', context, [
    command`aws iam create-policy-version --policy-arn ${policyArn} --set-as-default --policy-document file://policy.json`,
  ]);
}

function withDocument(
  expected: unknown,
  file: string,
  title: string,
  context: FixContext,
  commands: ReadonlyArray<string | undefined>,
): Fix[] {
  const document = typeof expected === 'string' ? trustDocument(expected) : expected;
  const run = commandFixes(`${NOT_WANTED}: with the AWS CLI, with that policy saved as ${file}`, commands);
  if (typeof document !== 'object' || document === null || run.length === 0) return [];
  const text = printableJson(shownPolicy(document, context, 'that the template declares'));
  return [{ kind: 'policy', title: `${NOT_WANTED}: ${lowerFirst(title)}`, text }, ...run];
}

/** Whether nothing had to be taken out of a text, so that it can be copied. */
function isShown(text: string, { showText }: FixContext): boolean {
  return !STAND_IN_WITHIN.test(text) && (showText === undefined || showText(text) === text);
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
