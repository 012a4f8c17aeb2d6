import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceLastAccess } from '../../../src/model/facts/service-last-accessed.ts';
import { accessOf } from '../../../src/policy/permissions/access.ts';
import { hasAction } from '../../../src/policy/permissions/catalogue.ts';
import { allows, effectivePermissions, policiesByArn } from '../../../src/policy/permissions/effective.ts';
import { serviceUse } from '../../../src/policy/permissions/service-use.ts';
import { usedPolicy, withPolicy } from '../../../src/policy/permissions/used-policy.ts';
import { atLeast, tries } from '../../support/thorough.ts';
import { managed, roleHolding } from './roles.ts';

const SERVICES = ['s3', 'sqs', 'iam', 'dynamodb', 'brandnew'];
const PATTERNS = [
  's3:*',
  's3:Get*',
  's3:GetObject',
  's3:*Object',
  's3:PutBucketPolicy',
  'S3:CreateBucket',
  'sqs:*',
  'sqs:SendMessage',
  'iam:PassRole',
  'iam:*Role',
  'dynamodb:GetItem',
  'dynamodb:*',
  'brandnew:*',
  'brandnew:Do',
  '?qs:*',
  '*:GetObject',
];
const RESOURCES = ['*', 'arn:aws:s3:::one/*', 'arn:aws:s3:::*', 'arn:aws:sqs:us-east-1:111122223333:queue'];
const TRACKED = ['CreateBucket', 'DeleteBucket', 'PutBucketPolicy', 'GetBucketAcl', 'PutBucketTagging'];
const ASKED = [
  's3:GetObject',
  's3:PutObject',
  's3:CreateBucket',
  's3:DeleteBucket',
  's3:PutBucketPolicy',
  's3:PutBucketTagging',
  's3:SomethingNew',
  'sqs:SendMessage',
  'sqs:DeleteQueue',
  'iam:PassRole',
  'iam:CreateRole',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'brandnew:Do',
  'brandnew:Undo',
  'other:Thing',
];
const THINGS = ['arn:aws:s3:::one/x', 'arn:aws:s3:::two', 'arn:aws:sqs:us-east-1:111122223333:queue'];
const CONDITION = { StringEquals: { 'aws:PrincipalTag/team': 'x' } };

const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    not: fc.boolean(),
    actions: fc.subarray(PATTERNS, { minLength: 1, maxLength: 4 }),
    resource: fc.constantFrom(...RESOURCES),
    notResource: fc.integer({ min: 0, max: 5 }),
    isConditional: fc.integer({ min: 0, max: 3 }),
    sid: fc.constantFrom(undefined, 'Same', 'Other'),
  })
  .map(({ Effect, not, actions, resource, notResource, isConditional, sid }) => ({
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect,
    ...(not && Effect === 'Allow' && actions.length > 2 ? { NotAction: actions } : { Action: actions }),
    ...(notResource === 0 && resource !== '*' ? { NotResource: resource } : { Resource: resource }),
    ...(isConditional === 0 ? { Condition: CONDITION } : {}),
  }));

const SINCE = '2026-01-01T00:00:00.000Z';
const time = fc.constantFrom(null, '2025-06-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z');
const services = fc.subarray(SERVICES).chain((names) =>
  fc.tuple(
    ...names.map((namespace) =>
      fc.record({
        namespace: fc.constant(namespace),
        name: fc.constant(namespace),
        lastAccessedAt: time,
        region: fc.constant(null),
        actions:
          namespace === 's3'
            ? fc
                .subarray(TRACKED)
                .chain((all) =>
                  fc.tuple(
                    ...all.map((name) => fc.record({ name: fc.constant(name), lastAccessedAt: time })),
                  ),
                )
            : fc.constant([]),
      }),
    ),
  ),
);

describe('the policy of what was used', () => {
  it('grants no more than before, on no resource and under no weaker condition, and all that was used or is not seen', () => {
    let made = 0;
    fc.assert(
      fc.property(
        fc.array(statement, { minLength: 1, maxLength: 3 }),
        fc.array(statement, { minLength: 1, maxLength: 3 }),
        fc.option(fc.array(statement, { minLength: 1, maxLength: 2 })),
        services,
        (inline, attached, bounds, report) => {
          const { role, policies } = roleHolding({
            inline,
            attached: [managed('attached', attached)],
            ...(bounds === null ? {} : { boundary: managed('bound', bounds) }),
          });
          const byArn = policiesByArn(policies);
          const before = effectivePermissions(role, byArn);
          const access = accessOf(before);
          const lists = { completedAt: '2026-03-01T00:00:00.000Z', services: report as ServiceLastAccess[] };
          const use = serviceUse(lists, { permissions: before, access }, SINCE);
          const reduced = usedPolicy(role, byArn, use, 'used');
          if (reduced === undefined) return;
          made += 1;
          const after = withPolicy(role, reduced, 'used');
          if (after === undefined) throw new Error('IAM would not take the policy');
          const then = effectivePermissions(after, byArn);
          expect(then.problems).toEqual([]);
          const sids = reduced.document.Statement.flatMap((one) => ('Sid' in one ? [one.Sid] : []));
          expect(new Set(sids).size).toBe(sids.length);
          const strength = { no: 0, conditional: 1, yes: 2 } as const;
          for (const action of ASKED) {
            const [service = ''] = action.split(':');
            const isIdle =
              hasAction(use.idle, action) || (use.untouched.has(service) && service === 'brandnew');
            for (const thing of THINGS) {
              const [had, has] = [allows(before, action, thing), allows(then, action, thing)];
              expect(strength[has.allowed], `${action} on ${thing}`).toBeLessThanOrEqual(
                strength[had.allowed],
              );
              // What is on no published list may be lost where a wildcard is written out, and is nothing IAM's list shows.
              if (!isIdle && action !== 's3:SomethingNew' && service !== 'other' && service !== 'brandnew')
                expect(has.allowed, `${action} on ${thing}`).toBe(had.allowed);
              if (hasAction(use.idle, action)) expect(has.allowed, action).toBe('no');
            }
          }
        },
      ),
      tries(150, 20_261_129),
    );
    expect(made).toBeGreaterThanOrEqual(atLeast(15));
  });
});
