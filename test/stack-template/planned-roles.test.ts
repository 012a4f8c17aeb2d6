import { describe, expect, it } from 'vitest';
import { readRoleFile } from '../../src/stack-template/role-file.ts';

const ACCOUNT = '111122223333';
const TRUST = JSON.stringify({
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999988887777:root' }, Action: 'sts:AssumeRole' },
  ],
});
const READ = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' }] });

interface Planned {
  address?: string;
  module?: string;
  type: string;
  name?: string;
  index?: unknown;
  after: object | null;
  unknown?: object;
}

const resource = ({ module, type, name = 'r', index, after, unknown = {}, ...rest }: Planned) => ({
  address:
    rest.address ??
    `${module === undefined ? '' : `${module}.`}${type}.${name}${index === undefined ? '' : `[${JSON.stringify(index)}]`}`,
  ...(module === undefined ? {} : { module_address: module }),
  mode: 'managed',
  type,
  name,
  ...(index === undefined ? {} : { index }),
  change: { actions: ['create'], before: null, after, after_unknown: unknown },
});

/** `refers`: by resource of the root module, what its values are taken from. */
function read(planned: Planned[], refers?: Record<string, Record<string, string[]>>, more: object = {}) {
  const resources = Object.entries(refers ?? {}).map(([address, values]) => {
    const [type, name] = address.split('.');
    const expressions = Object.entries(values).map(([key, references]) => [key, { references }]);
    return { address, mode: 'managed', type, name, expressions: Object.fromEntries(expressions) };
  });
  const plan = {
    format_version: '1.2',
    planned_values: {},
    resource_changes: planned.map(resource),
    ...(refers === undefined ? {} : { configuration: { root_module: { resources } } }),
    ...more,
  };
  return readRoleFile(
    JSON.stringify(plan),
    {
      accountId: ACCOUNT,
      region: 'eu-west-1',
      partition: 'aws',
      stackName: 's',
      parameters: new Map(),
      taken: new Set(),
    },
    { name: 'file', admitted: '999988887777' },
  );
}

function file(...given: Parameters<typeof read>) {
  const found = read(...given);
  if ('problem' in found) throw new Error(found.problem);
  return found;
}

const role = (after: object = {}, unknown: object = {}, more: Partial<Planned> = {}): Planned => ({
  type: 'aws_iam_role',
  after: { name: 'Vendor', assume_role_policy: TRUST, ...after },
  unknown: { arn: true, id: true, unique_id: true, ...unknown },
  ...more,
});

describe('a role of a plan', () => {
  it('has what it says of itself, and what other resources give it', () => {
    const { roles, policies, open, unjudged } = file(
      [
        role(
          {
            path: '/vendors/',
            max_session_duration: 7200,
            description: 'theirs',
            tags: { Owner: 'ana' },
            tags_all: { Owner: 'ana', Stage: 'live' },
            permissions_boundary: 'arn:aws:iam::111122223333:policy/B',
            managed_policy_arns: ['arn:aws:iam::aws:policy/ViewOnlyAccess'],
            inline_policy: [{ name: 'own', policy: READ }, {}],
          },
          { tags: {}, managed_policy_arns: [false] },
        ),
        { type: 'aws_iam_role_policy', after: { name: 'beside', role: 'Vendor', policy: READ } },
        {
          type: 'aws_iam_role_policy_attachment',
          after: { role: 'Vendor', policy_arn: 'arn:aws:iam::aws:policy/SecurityAudit' },
        },
        {
          type: 'aws_iam_policy',
          name: 'p',
          after: { name: 'P', path: '/v/', policy: READ },
          unknown: { arn: true },
        },
        {
          type: 'aws_iam_role_policy_attachment',
          name: 'p',
          after: { role: 'Vendor' },
          unknown: { policy_arn: true },
        },
      ],
      {
        'aws_iam_role.r': { managed_policy_arns: [], inline_policy: [] },
        'aws_iam_role_policy_attachment.p': { policy_arn: ['aws_iam_policy.p.arn', 'aws_iam_policy.p'] },
      },
    );
    expect(roles).toEqual([
      {
        logicalId: 'aws_iam_role.r',
        name: 'Vendor',
        path: '/vendors/',
        trustPolicy: TRUST,
        inlinePolicies: [
          { name: 'own', document: READ },
          { name: 'beside', document: READ },
        ],
        attachedPolicyArns: [
          'arn:aws:iam::aws:policy/ViewOnlyAccess',
          'arn:aws:iam::aws:policy/SecurityAudit',
          `arn:aws:iam::${ACCOUNT}:policy/v/P`,
        ],
        permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/B',
        maxSessionDuration: 7200,
        description: 'theirs',
        tags: [
          { key: 'Owner', value: 'ana' },
          { key: 'Stage', value: 'live' },
        ],
      },
    ]);
    expect(policies).toEqual([{ arn: `arn:aws:iam::${ACCOUNT}:policy/v/P`, name: 'P', document: READ }]);
    expect([open, unjudged]).toEqual([[], []]);
  });

  it.each<
    [name: string, planned: Planned[], refers: Record<string, Record<string, string[]>>, open: string[]]
  >([
    [
      'its trust policy',
      [role({ assume_role_policy: undefined }, { assume_role_policy: true })],
      {},
      ['aws_iam_role.r.assume_role_policy'],
    ],
    [
      'a list of policies that is configured',
      [role({}, { managed_policy_arns: true })],
      { 'aws_iam_role.r': { managed_policy_arns: ['var.arns'] } },
      ['aws_iam_role.r.managed_policy_arns'],
    ],
    [
      'a list that is read back later',
      [role({}, { managed_policy_arns: true, inline_policy: true })],
      { 'aws_iam_role.r': {} },
      [],
    ],
    ['its boundary', [role({}, { permissions_boundary: true })], {}, ['aws_iam_role.r.permissions_boundary']],
    ['which tags the provider adds', [role({}, { tags_all: true })], {}, ['aws_iam_role.r.tags_all']],
    ['a tag', [role({ tags: { a: 'b' } }, { tags: { c: true } })], {}, ['aws_iam_role.r.tags']],
    [
      'the policy of another resource',
      [role(), { type: 'aws_iam_role_policy', after: { role: 'Vendor' }, unknown: { policy: true } }],
      { 'aws_iam_role.r': {} },
      ['aws_iam_role_policy.r.policy'],
    ],
    [
      'to which role a policy is given',
      [role(), { type: 'aws_iam_role_policy', after: { policy: READ }, unknown: { role: true } }],
      { 'aws_iam_role.r': {}, 'aws_iam_role_policy.r': { role: ['module.roles.name'] } },
      ['aws_iam_role_policy.r.role'],
    ],
    [
      'which policy is attached',
      [
        role(),
        { type: 'aws_iam_role_policy_attachment', after: { role: 'Vendor' }, unknown: { policy_arn: true } },
      ],
      {
        'aws_iam_role.r': {},
        'aws_iam_role_policy_attachment.r': { policy_arn: ['data.aws_iam_policy.x.arn'] },
      },
      ['aws_iam_role_policy_attachment.r.policy_arn'],
    ],
  ])('says what is known after it is applied: %s', (_name, planned, refers, open) => {
    expect(file(planned, refers).open).toEqual(open);
  });

  it.each(['role', 'policy_arn'])(
    'may have more than is known where the %s of an attachment is open',
    (key) => {
      const attachment = {
        type: 'aws_iam_role_policy_attachment',
        after: { role: 'Vendor' },
        unknown: { [key]: true },
      };
      const [found] = file([role(), attachment], { 'aws_iam_role.r': {} }).roles;
      expect(found?.inlinePolicies).toMatchObject([
        { document: { Statement: [{ Effect: 'Allow' }, { Effect: 'Deny' }] } },
      ]);
    },
  );

  it('is told from others by the instance that refers to it', () => {
    const instances = ['a', 'b'].flatMap((index): Planned[] => [
      role({ name: undefined }, { name: true }, { index }),
      { type: 'aws_iam_role_policy', index, after: { name: index, policy: READ }, unknown: { role: true } },
    ]);
    const given = (references: string[]) => {
      const found = file(instances, { 'aws_iam_role.r': {}, 'aws_iam_role_policy.r': { role: references } });
      return [
        found.roles.map(({ name, inlinePolicies }) => [name, inlinePolicies.map((one) => one.name)]),
        found.open.length,
      ];
    };
    expect(given(['aws_iam_role.r', 'each.key'])).toEqual([
      [
        ['aws_iam_role.r["a"]', ['a']],
        ['aws_iam_role.r["b"]', ['b']],
      ],
      0,
    ]);
    expect(given(['aws_iam_role.r'])[1]).toBe(2);
    expect(given(['aws_iam_role.r', 'local.name'])[1]).toBe(2);
  });

  it('of a module is found by what the module configures', () => {
    const module = {
      resources: [
        {
          type: 'aws_iam_role_policy',
          name: 'r',
          expressions: { role: { references: ['aws_iam_role.r.id'] } },
        },
      ],
    };
    const { roles, open } = file(
      [
        role({}, {}, { module: 'module.a["x"]' }),
        role({ name: 'Other' }, {}, { module: 'module.a["y"]' }),
        {
          type: 'aws_iam_role_policy',
          module: 'module.a["x"]',
          after: { name: 'p', policy: READ },
          unknown: { role: true },
        },
      ],
      undefined,
      { configuration: { root_module: { module_calls: { a: { module } } } } },
    );
    expect([roles.map(({ inlinePolicies }) => inlinePolicies.length), open]).toEqual([[1, 0], []]);
  });

  it('is not one that is deleted, nor one that is only read', () => {
    const data = { ...resource(role()), mode: 'data' };
    expect(read([role({}, {}, { after: null })])).toEqual({ problem: 'it leaves no role (aws_iam_role)' });
    expect(read([], {}, { resource_changes: [data] })).toEqual({
      problem: 'it leaves no role (aws_iam_role)',
    });
  });

  it('is read from the values where a plan lists no changes', () => {
    const { change, ...rest } = resource(role());
    const module = { resources: [{ ...rest, values: change.after }] };
    const planned_values = { root_module: { child_modules: [module] } };
    expect(file([], {}, { resource_changes: undefined, planned_values })).toMatchObject({
      roles: [{ name: 'Vendor' }],
    });
  });

  it('of a plan of odd values does no harm', () => {
    const odd = [
      null,
      7,
      'x',
      {},
      { change: 1 },
      { mode: 'managed', change: { after: [] } },
      { ...resource(role()), address: 5 },
    ];
    expect(read([], {}, { resource_changes: odd, configuration: { root_module: 'x' } })).toEqual({
      problem: 'it leaves no role (aws_iam_role)',
    });
    const strange = role({
      assume_role_policy: 5,
      tags: 'x',
      inline_policy: 'y',
      managed_policy_arns: { a: 1 },
      __proto__: 1,
    });
    expect(file([strange])).toMatchObject({ roles: [{ trustPolicy: { Statement: [] } }] });
    const textless = { toString: 1 };
    const named = role({ name: textless, tags: { a: textless }, path: [textless], description: textless });
    const resources = [
      { type: 'aws_iam_role', name: 'r', expressions: { tags: { references: [textless] } } },
    ];
    expect(
      file([named], undefined, { configuration: { root_module: { module_calls: { a: 7 }, resources } } }),
    ).toMatchObject({ roles: [{ name: 'aws_iam_role.r', tags: [{ value: '{"toString":1}' }] }] });
  });

  it('may have what a dynamic block gives it, which the configuration does not show', () => {
    const planned = role({ inline_policy: [{ name: 'x' }] }, { inline_policy: [{ policy: true }] });
    const { roles, open } = file([planned], { 'aws_iam_role.r': {} });
    expect(open).toEqual(['aws_iam_role.r.inline_policy']);
    expect(roles[0]?.inlinePolicies).toHaveLength(1);
    // What nobody gives is read back when it is made.
    expect(file([role({}, { inline_policy: true })], { 'aws_iam_role.r': {} }).open).toEqual([]);
  });

  it('may have anything where the configuration does not know it', () => {
    const planned = role({}, { managed_policy_arns: true }, { name: 's' });
    expect(file([planned], { 'aws_iam_role.r': {} }).open).toEqual(['aws_iam_role.s.managed_policy_arns']);
  });

  it.each([
    ['errored', { errored: true }],
    ['not complete', { complete: false }],
    ['deferred_changes', { complete: true, deferred_changes: [{ reason: 'instance_count_unknown' }] }],
  ])('is not all there may be in a plan that is not whole: %s', (why, more) => {
    const place = `What the plan leaves out (${why})`;
    expect(file([role()], {}, more).open).toEqual([place]);
    expect(file([], {}, more)).toMatchObject({ roles: [], open: [place] });
    expect(file([role()], {}, { errored: false, complete: true }).open).toEqual([]);
  });

  it('has its own policies where another account has a role and a policy of the same names', () => {
    const ADMIN = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
    const members: Planned[] = (['r', 's'] as const).flatMap((name): Planned[] => [
      role({}, {}, { name }),
      {
        type: 'aws_iam_policy',
        name,
        after: { name: 'p', policy: name === 'r' ? ADMIN : READ },
        unknown: { arn: true },
      },
      {
        type: 'aws_iam_role_policy_attachment',
        name,
        after: { role: 'Vendor' },
        unknown: { policy_arn: true },
      },
    ]);
    const types = ['aws_iam_role', 'aws_iam_policy', 'aws_iam_role_policy_attachment'];
    const resources = types.flatMap((type) =>
      ['r', 's'].map((name) => ({
        ...{ type, name, provider_config_key: name === 'r' ? 'aws' : 'aws.other' },
        expressions: { policy_arn: { references: [`aws_iam_policy.${name}.arn`, `aws_iam_policy.${name}`] } },
      })),
    );
    const found = file(members, undefined, { configuration: { root_module: { resources } } });
    expect(new Set(found.roles.map(({ name }) => name)).size).toBe(2);
    const given = found.roles.map(({ attachedPolicyArns }) =>
      attachedPolicyArns.map((arn) => found.policies.find((policy) => policy.arn === arn)?.document),
    );
    expect(given).toEqual([[ADMIN], [READ]]);
  });

  it('has no parameters', () => {
    expect(
      readRoleFile(
        JSON.stringify({ resource_changes: [] }),
        {
          accountId: ACCOUNT,
          region: 'eu-west-1',
          partition: 'aws',
          stackName: 's',
          parameters: new Map([['A', 'b']]),
          taken: new Set(),
        },
        { name: 'file', admitted: '999988887777' },
      ),
    ).toEqual({ problem: 'a plan of Terraform has no parameter A' });
  });
});

describe('what of a plan gives access beside its roles', () => {
  const open = { policy: true };
  const anyone = JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
  });
  const service = JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' } }],
  });
  it.each<[type: string, after: object, why: string | undefined, unknown?: object]>([
    ['aws_iam_user', {}, 'beside-roles'],
    ['aws_iam_user_policy_attachment', {}, 'beside-roles'],
    ['aws_ram_resource_share', {}, 'beside-roles'],
    ['aws_iam_role_policy', { role: 'Another', policy: READ }, 'beside-roles'],
    [
      'aws_iam_policy_attachment',
      { users: ['ana'], policy_arn: 'arn:aws:iam::aws:policy/X' },
      'beside-roles',
    ],
    ['aws_s3_bucket_policy', { policy: anyone }, 'beside-roles'],
    ['aws_s3_bucket_policy', {}, 'beside-roles', open],
    ['aws_s3_bucket_acl', { acl: 'public-read' }, 'beside-roles'],
    ['aws_s3_bucket_acl', { acl: 'private' }, undefined],
    ['aws_lambda_function_url', { authorization_type: 'NONE' }, 'beside-roles'],
    ['aws_lambda_function_url', { authorization_type: 'AWS_IAM' }, undefined],
    ['aws_lambda_permission', { principal: '999988887777' }, 'beside-roles'],
    ['aws_lambda_permission', { principal: 'events.amazonaws.com' }, undefined],
    ['aws_sqs_queue_policy', { policy: service }, undefined],
    ['aws_kms_key', { policy: anyone }, 'beside-roles'],
    ['aws_kms_key', {}, undefined, open],
    ['aws_cloudformation_stack', {}, 'made-elsewhere'],
    ['awscc_iam_role', {}, 'made-elsewhere'],
    ['aws_vpc', {}, undefined],
    ['random_uuid', {}, undefined],
  ])('is told of an %s %j: %s', (type, after, why, unknown) => {
    const { unjudged } = file([role(), { type, name: 'x', after, ...(unknown && { unknown }) }]);
    expect(unjudged).toEqual(why === undefined ? [] : [{ place: `${type}.x`, type, why }]);
  });

  it('is a policy that is configured and known later, and what runs commands', () => {
    const planned: Planned[] = [role(), { type: 'aws_kms_key', name: 'k', after: {}, unknown: open }];
    expect(file(planned, { 'aws_kms_key.k': { policy: ['data.x.y.json'] } }).unjudged).toHaveLength(1);
    const resources = [
      { type: 'null_resource', name: 'n', expressions: {}, provisioners: [{ type: 'local-exec' }] },
    ];
    const ran = file([role(), { type: 'null_resource', name: 'n', after: {} }], undefined, {
      configuration: { root_module: { resources } },
    });
    expect(ran.unjudged).toEqual([
      { place: 'null_resource.n', type: 'null_resource', why: 'made-elsewhere' },
    ]);
  });
});
