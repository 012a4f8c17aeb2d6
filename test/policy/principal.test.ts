import { describe, expect, it } from 'vitest';
import type { GrantPrincipal } from '../../src/model/grant.ts';
import { type Relation, readPrincipals, relate } from '../../src/policy/principal.ts';

const A = '111122223333';
const B = '444455556666';
const root = (account: string, partition = 'aws') => `arn:${partition}:iam::${account}:root`;
const role = (name: string, account = A, partition = 'aws') =>
  `arn:${partition}:iam::${account}:role/${name}`;
const user = (name: string, account = A) => `arn:aws:iam::${account}:user/${name}`;
const session = (name: string, account = A) => `arn:aws:sts::${account}:assumed-role/${name}`;
const federated = (name: string, account = A) => `arn:aws:sts::${account}:federated-user/${name}`;
const oidc = (name: string) => `arn:aws:iam::${A}:oidc-provider/${name}`;
const saml = (name: string) => `arn:aws:iam::${A}:saml-provider/${name}`;
const ID = 'AROAEXAMPLEEXAMPLE123';

const read = (element: unknown, not = false, takesAway?: boolean) => {
  const problems: string[] = [];
  const options = takesAway === undefined ? [] : [{ takesAway }];
  const found = readPrincipals(element, not, (text) => problems.push(text), ...options);
  return { ...found, problems };
};

const NAMED: Array<[element: unknown, principals: object[], anyone: string | null, problem?: RegExp]> = [
  ['*', [{ kind: 'any' }], 'everyone'],
  [{ AWS: '*' }, [{ kind: 'any' }], 'aws'],
  [{ AWS: ['*', A] }, [{ kind: 'any' }, { kind: 'account' }], 'aws'],
  [{ Service: '*' }, [{ kind: 'service' }], null, /"\*" of type Service is no name/],
  [{ AWS: A }, [{ kind: 'account', accountId: A }], null],
  [{ AWS: Number(A) }, [{ kind: 'account', accountId: A }], null],
  [{ AWS: root(A, 'aws-cn') }, [{ kind: 'account', accountId: A, partition: 'aws-cn' }], null],
  [
    { AWS: [A, A, root(A)] },
    [
      { kind: 'account', value: A },
      { kind: 'account', value: root(A) },
    ],
    null,
  ],
  [{ AWS: role('path/x') }, [{ kind: 'role', accountId: A, arn: role('path/x') }], null],
  [{ AWS: user('x') }, [{ kind: 'user', accountId: A, arn: user('x') }], null],
  [{ AWS: role('*') }, [{ kind: 'role' }], null, /holds a wildcard/],
  [{ AWS: session('x/s') }, [{ kind: 'session', accountId: A, arn: session('x/s') }], null],
  [{ AWS: federated('jo') }, [{ kind: 'session', accountId: A }], null],
  [{ AWS: ID }, [{ kind: 'unique-id', value: ID }], null],
  [{ AWS: `arn:aws:iam::${A}:group/x` }, [{ kind: 'other' }], null, /is neither an account, a role/],
  [{ AWS: `${A}0` }, [{ kind: 'other', value: `${A}0` }], null, /is neither an account/],
  [{ AWS: `x${role('x')}` }, [{ kind: 'other' }], null, /is neither an account/],
  [{ Service: 'ec2.amazonaws.com' }, [{ kind: 'service', service: 'ec2.amazonaws.com' }], null],
  [{ Service: 'ec2.*' }, [{ kind: 'service' }], null, /is no name/],
  [{ Federated: oidc('x.example') }, [{ kind: 'web-identity', provider: 'x.example', accountId: A }], null],
  [{ Federated: saml('x') }, [{ kind: 'saml', provider: 'x', accountId: A }], null],
  [{ Federated: 'accounts.google.com' }, [{ kind: 'web-identity', provider: 'accounts.google.com' }], null],
  [
    { Federated: root(A) },
    [{ kind: 'web-identity', provider: root(A) }],
    null,
    /is not the ARN of an identity provider/,
  ],
  [{ Federated: '*' }, [{ kind: 'web-identity' }, { kind: 'saml' }], null, /is no name/],
  [{ CanonicalUser: 'abc' }, [{ kind: 'other', value: 'abc' }], null],
  [{ Robot: 'abc' }, [{ kind: 'other', value: 'Robot: abc' }], null, /type Robot is not known/],
  [{ AWS: [null] }, [{ kind: 'other', value: 'AWS: ?' }], null, /is neither text nor a list/],
  [{}, [], null, /is empty/],
  [null, [{ kind: 'other' }], null, /is neither text nor a list/],
  [['*'], [{ kind: 'any' }], 'everyone'],
  [A, [{ kind: 'account' }], null],
];

describe('a principal element', () => {
  it.each(NAMED)('%j', (element, principals, anyone, problem) => {
    const found = read(element);
    expect(found.principals).toHaveLength(principals.length);
    expect(found).toMatchObject({ principals, anyone, not: false });
    expect(found.problems).toEqual(problem === undefined ? [] : [expect.stringMatching(problem)]);
  });

  it('of a Deny need not be understood where it names a pattern, but of one for all others it must', () => {
    const pattern = { Service: 'ec2.*' };
    expect(read(pattern, false, true).problems).toEqual([]);
    expect(read(pattern, false, false).problems).toHaveLength(1);
    expect(read(pattern, true, true).problems).toHaveLength(1);
    expect(read({ AWS: 'x' }, false, true).problems).toHaveLength(1);
  });
});

/** Whether everybody whom the second means belongs to those whom the first means. */
const RELATIONS: Array<[outer: object, inner: object, relation: Relation]> = [
  [{ AWS: '*' }, { AWS: A }, 'covers'],
  [{ AWS: '*' }, { Service: 'ec2.amazonaws.com' }, 'covers'],
  [{ AWS: A }, { AWS: '*' }, 'overlaps'],
  [{ AWS: A }, { AWS: A }, 'covers'],
  [{ AWS: A }, { AWS: root(A) }, 'covers'],
  [{ AWS: A }, { AWS: B }, 'disjoint'],
  [{ AWS: A }, { AWS: role('x') }, 'covers'],
  [{ AWS: A }, { AWS: user('x') }, 'covers'],
  [{ AWS: A }, { AWS: session('x/s') }, 'covers'],
  [{ AWS: A }, { AWS: role('x', A, 'aws-cn') }, 'covers'],
  [{ AWS: root(A) }, { AWS: role('x', A, 'aws-cn') }, 'disjoint'],
  [{ AWS: A }, { AWS: role('x', B) }, 'disjoint'],
  [{ AWS: A }, { AWS: ID }, 'overlaps'],
  [{ AWS: role('x') }, { AWS: A }, 'overlaps'],
  [{ AWS: role('x') }, { AWS: role('x') }, 'covers'],
  [{ AWS: role('x') }, { AWS: role('y') }, 'disjoint'],
  [{ AWS: role('x') }, { AWS: user('x') }, 'disjoint'],
  [{ AWS: role('path/x') }, { AWS: session('x/s') }, 'covers'],
  [{ AWS: role('x') }, { AWS: session('y/s') }, 'disjoint'],
  [{ AWS: role('x') }, { AWS: session('x/s', B) }, 'disjoint'],
  [{ AWS: role('x') }, { AWS: federated('x') }, 'disjoint'],
  [{ AWS: role('x') }, { AWS: ID }, 'overlaps'],
  [{ AWS: session('x/s') }, { AWS: role('path/x') }, 'overlaps'],
  [{ AWS: session('x/s') }, { AWS: role('y') }, 'disjoint'],
  [{ AWS: session('x/s') }, { AWS: session('x/t') }, 'disjoint'],
  [{ AWS: session('x/s') }, { AWS: user('x') }, 'disjoint'],
  [{ AWS: session('x/s') }, { AWS: A }, 'overlaps'],
  [{ AWS: federated('jo') }, { AWS: user('jo') }, 'overlaps'],
  [{ AWS: user('al') }, { AWS: federated('jo') }, 'overlaps'],
  [{ AWS: federated('jo') }, { AWS: role('jo') }, 'disjoint'],
  [{ AWS: federated('jo') }, { AWS: session('jo/s') }, 'disjoint'],
  [{ AWS: user('x') }, { AWS: user('y') }, 'disjoint'],
  [{ AWS: ID }, { AWS: ID }, 'covers'],
  [{ AWS: ID }, { AWS: 'AIDAEXAMPLEEXAMPLE123' }, 'disjoint'],
  [{ AWS: ID }, { AWS: A }, 'overlaps'],
  [{ AWS: A }, { Service: 'ec2.amazonaws.com' }, 'disjoint'],
  [{ AWS: ID }, { Service: 'ec2.amazonaws.com' }, 'disjoint'],
  [{ Service: 'ec2.amazonaws.com' }, { AWS: A }, 'disjoint'],
  [{ Service: 'ec2.amazonaws.com' }, { Service: 'lambda.amazonaws.com' }, 'disjoint'],
  [{ Service: 'ec2.amazonaws.com' }, { Service: 'ec2.amazonaws.com' }, 'covers'],
  [{ Service: '*' }, { Service: 'ec2.amazonaws.com' }, 'overlaps'],
  [{ Service: 'ec2.amazonaws.com' }, { Service: '*' }, 'overlaps'],
  [{ Service: 'x' }, { Federated: 'x' }, 'disjoint'],
  [{ Federated: oidc('x') }, { Federated: oidc('y') }, 'disjoint'],
  [{ Federated: oidc('x') }, { Federated: saml('x') }, 'disjoint'],
  [{ Federated: saml('x') }, { AWS: A }, 'disjoint'],
  [{ AWS: A }, { Federated: oidc('x') }, 'disjoint'],
  [{ CanonicalUser: 'a' }, { AWS: A }, 'overlaps'],
  [{ AWS: A }, { CanonicalUser: 'a' }, 'overlaps'],
  [{ Service: 'ec2.amazonaws.com' }, { CanonicalUser: 'a' }, 'overlaps'],
  [{ CanonicalUser: 'a' }, { CanonicalUser: 'a' }, 'covers'],
];

describe('one principal and another', () => {
  it.each(RELATIONS)('%j, %j: %s', (outer, inner, relation) => {
    const [one] = read(outer).principals;
    const [other] = read(inner).principals;
    expect(one && other && relate(one, other)).toBe(relation);
  });

  it('everybody but some, of whom nobody can tell', () => {
    const some: GrantPrincipal = { kind: 'any', value: 'NotPrincipal', except: [role('x')] };
    const account: GrantPrincipal = { kind: 'account', value: A, accountId: A };
    expect([relate(some, account), relate(account, some), relate(some, some)]).toEqual([
      'overlaps',
      'overlaps',
      'covers',
    ]);
  });
});
