import type { ListRolesCommandInput, ListRolesCommandOutput } from '@aws-sdk/client-iam';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { actionOf, type Input, type Operation, type Output } from '../../src/aws/operations.ts';

describe('operations', () => {
  test('inputs and outputs are those of the SDK', () => {
    expectTypeOf<Input<'iam', 'ListRoles'>>().toEqualTypeOf<ListRolesCommandInput>();
    expectTypeOf<Output<'iam', 'ListRoles'>>().toEqualTypeOf<ListRolesCommandOutput>();
    expectTypeOf<'ListRoles'>().toExtend<Operation<'iam'>>();
    expectTypeOf<'ListStacks'>().not.toExtend<Operation<'iam'>>();
  });

  test('an operation is allowed by the action of its name', () => {
    expect(actionOf('iam', 'ListRoles')).toBe('iam:ListRoles');
  });

  test('ListFindingsV2 is allowed by access-analyzer:ListFindings', () => {
    expect(actionOf('access-analyzer', 'ListFindingsV2')).toBe('access-analyzer:ListFindings');
  });
});
