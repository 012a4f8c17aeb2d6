import { expect, it } from 'vitest';
import { undeclaredPolicy } from '../../../src/checks/drift/undeclared-policy.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import {
  ACCOUNT,
  collected,
  contextFor,
  owning,
  perResource,
  role,
  STACK_ID,
  stacksIn,
  stackTemplate,
} from './facts.ts';

const READ = { name: 'read', document: '{}' };
const ADMIN = { name: 'AdministratorAccess', arn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
const LIMIT = `arn:aws:iam::${ACCOUNT}:policy/limit`;
const DECLARED = { Policies: [{ PolicyName: 'read', PolicyDocument: {} }] };

function judge(live: Partial<Role>, properties: object = {}, status = 'CREATE_COMPLETE') {
  const body = JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: properties } } });
  const facts = {
    'authorization-details': { roles: [role(live)], policies: [] },
    stacks: stacksIn(status),
    'role-stacks': owning('vendor'),
    'stack-templates': perResource([STACK_ID, collected(stackTemplate(body))]),
  };
  return undeclaredPolicy.evaluate(facts, contextFor(undeclaredPolicy));
}

const UPDATING = 'UPDATE_IN_PROGRESS';

it.each<
  [
    words: string,
    live: Partial<Role>,
    properties: object,
    state: string | undefined,
    status: string,
    detail: string | RegExp,
  ]
>([
  ['no policy at all', {}, {}, undefined, 'PASS', 'The role has no policies and no permissions boundary.'],
  [
    'a declared one',
    { inlinePolicies: [READ] },
    DECLARED,
    undefined,
    'PASS',
    'Stack vendor-access declares every policy that the role has: 1.',
  ],
  [
    'a declared one, while the stack changes',
    { inlinePolicies: [READ] },
    DECLARED,
    UPDATING,
    'PASS',
    'Stack vendor-access declares every policy that the role has: 1.',
  ],
  [
    'others, while the stack changes',
    { inlinePolicies: [READ], attachedPolicies: [ADMIN] },
    {},
    UPDATING,
    'UNKNOWN',
    /^The role has the inline policy read and managed policy arn:aws:iam::aws:policy\/AdministratorAccess, which .* in the state UPDATE_IN_PROGRESS/,
  ],
  [
    'a boundary',
    { permissionsBoundaryArn: LIMIT },
    {},
    undefined,
    'FAIL',
    `The role has the permissions boundary ${LIMIT}, which is not declared by stack vendor-access, the owner of the role. It was added by something else, not by this stack: by a person, another tool or another stack.`,
  ],
])('%s', (_words, live, properties, state, status, detail) => {
  const [only, ...others] = judge(live, properties, state);
  expect(others).toEqual([]);
  expect(only?.status).toBe(status);
  if (typeof detail === 'string') expect(only?.detail).toBe(detail);
  else expect(only?.detail).toMatch(detail);
});

it.each<[live: Partial<Role>, command: string]>([
  [{ inlinePolicies: [READ] }, "aws iam delete-role-policy --role-name 'vendor' --policy-name 'read'"],
  [
    { attachedPolicies: [ADMIN] },
    `aws iam detach-role-policy --role-name 'vendor' --policy-arn '${ADMIN.arn}'`,
  ],
  [{ permissionsBoundaryArn: LIMIT }, "aws iam delete-role-permissions-boundary --role-name 'vendor'"],
])('the whole of it is to blame, and can be taken off: %j', (live, command) => {
  const [found] = judge(live);
  if (found?.status !== 'FAIL') throw new Error('no finding');
  expect(found.evidence[0]?.marks).toEqual(['']);
  expect(found.fixes?.().find(({ kind }) => kind === 'cli')?.text).toBe(command);
});

it('a managed policy of a stack that is changing may be attached by it', () => {
  const other = STACK_ID.replace('vendor-access', 'platform');
  const stack = { stackId: other, stackName: 'platform', logicalId: 'Policy', physicalId: LIMIT };
  const [own] = stacksIn().stacks;
  const judgedIn = (status: string) => {
    const Properties = { PolicyDocument: {}, Roles: ['worker'] };
    const body = JSON.stringify({ Resources: { Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties } } });
    const facts = {
      'authorization-details': {
        roles: [role({ attachedPolicies: [{ name: 'limit', arn: LIMIT }] })],
        policies: [],
      },
      stacks: {
        stacks: [...stacksIn().stacks, { ...own, stackId: other, status } as NonNullable<typeof own>],
      },
      'role-stacks': {
        perResource: [...owning('vendor').perResource, { resource: LIMIT, fact: collected(stack) }],
      },
      'stack-templates': perResource(
        [
          STACK_ID,
          collected(stackTemplate('{"Resources":{"Role":{"Type":"AWS::IAM::Role","Properties":{}}}}')),
        ],
        [other, collected(stackTemplate(body, { stackName: 'platform' }))],
      ),
    };
    return undeclaredPolicy.evaluate(facts, contextFor(undeclaredPolicy)).map(({ status: one }) => one);
  };
  expect([judgedIn('CREATE_COMPLETE'), judgedIn(UPDATING)]).toEqual([['FAIL'], ['UNKNOWN']]);
});
