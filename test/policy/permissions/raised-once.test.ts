import { expect, it } from 'vitest';
import { newStudy } from '../../../src/model/study.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { allow, deny, managed, roleHolding } from './roles.ts';

it('does not go round in circles by a policy that a role rewrites and that still denies', () => {
  const { role, policies } = roleHolding({
    inline: [
      allow('iam:CreatePolicyVersion'),
      deny([
        'iam:PutRolePolicy',
        'iam:Delete*',
        'iam:Attach*',
        'iam:Detach*',
        'iam:Create*Role*',
        'iam:PassRole',
      ]),
    ],
    attached: [managed('narrow', allow('s3:Get*'))],
  });
  const ways = surroundingsOf({ roles: [role], policies }, newStudy()).ways(role);
  expect(ways.map(({ method }) => method.id)).toContain('create-policy-version');
});
