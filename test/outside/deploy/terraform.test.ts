import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PartyRole, partyRoleFiles } from '../../../src/setup/party-role.ts';
import { ASKS_ATHENA, fileOf } from '../../setup/made.ts';
import { locate, TERRAFORM } from '../outsiders.ts';

const PARTY_ROLE = 'party-role';
const FOLDER = join(import.meta.dirname, '../../../deploy');
const TRAIL_READER = 'trail-reader';
const MODULES = [...readdirSync(join(FOLDER, 'terraform')), PARTY_ROLE, TRAIL_READER];

const GIVEN: Record<string, string> = {
  runner_role_arn: 'arn:aws:iam::111122223333:role/CountersignRunner',
  external_id: '9c0f0c0e-6f4e-4c57-8f8e-0b7a2f7c9d21',
  bucket_name: 'our-evidence',
  trail_bucket_name: 'our-logs',
  results_bucket_name: 'our-results',
  organizational_unit_ids: '["r-ab12"]',
  tag1: 'shared',
};

type Json = Record<string, unknown>;

interface Module extends Json {
  terraform: unknown;
  variable: Json;
  data: Record<string, Json>;
  resource: Record<string, Json>;
}

/**
 * The module without the provider of AWS, which no package registry has: every resource is one of Terraform's own that
 * keeps whatever it is given, and what is asked of it is a text. All expressions stand where they stood, so that Terraform
 * holds them to its language, to the variables and to each other.
 */
function withoutProvider(module: Module): Json {
  const { terraform: _, data, resource, ...rest } = module;
  const kept: Json = {};
  for (const [prefix, blocks] of [
    ['data__', data],
    ['', resource],
  ] as const) {
    for (const [type, named] of Object.entries(blocks)) {
      for (const [name, body] of Object.entries(named)) {
        const { count, lifecycle: __, ...input } = body as Json;
        kept[`${prefix}${type}__${name}`] = { ...(count === undefined ? {} : { count }), input };
      }
    }
  }
  const text = JSON.stringify({ ...rest, resource: { terraform_data: kept } });
  return JSON.parse(
    text
      .replace(/\bdata\.(aws_\w+)\.(\w+)\.\w+/g, 'jsonencode(terraform_data.data__$1__$2.output)')
      .replace(/(?<![\w.])(aws_[a-z0-9_]+)\.([a-z0-9_]+)\.\w+/g, 'jsonencode(terraform_data.$1__$2.output)'),
  );
}

function moduleOf(name: string): Module {
  const made: Record<string, () => string> = {
    [PARTY_ROLE]: () => partyRoleFiles(ODD_PARTY).get('terraform/main.tf.json') ?? '',
    [TRAIL_READER]: () => fileOf(`terraform/${TRAIL_READER}/main.tf.json`, ASKS_ATHENA),
  };
  return JSON.parse(made[name]?.() ?? readFileSync(join(FOLDER, 'terraform', name, 'main.tf.json'), 'utf8'));
}

/** One whose every text looks like an expression of Terraform. */
const ODD = 'A ${file("/nowhere")} %{ if true } ${aws:username}';
const ODD_PARTY: PartyRole = {
  name: ODD,
  accountIds: ['123456789012'],
  partition: 'aws',
  owner: ODD,
  justification: ODD,
  contractEnds: '2027-12-31',
  externalIdFormat: undefined,
  allowedSourceIps: [],
  longestSession: 3600,
  requiredTags: ['Owner', 'Cost Centre'],
  policy: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 's3:GetObject', Resource: ['arn:aws:s3:::b/${aws:username}/%{x}'] },
    ],
  },
};

describe('the modules of Terraform', () => {
  const program = locate(TERRAFORM);
  // Not in CI everywhere: Terraform is in none of the package registries.
  if (program === undefined) return it.skip('need Terraform, which is not on this machine');

  const copy = mkdtempSync(join(tmpdir(), 'countersign-terraform-'));
  cpSync(FOLDER, copy, { recursive: true });
  for (const name of [PARTY_ROLE, TRAIL_READER]) {
    mkdirSync(join(copy, 'terraform', name));
    writeFileSync(join(copy, 'terraform', name, 'main.tf.json'), JSON.stringify(moduleOf(name)));
  }

  function terraform(name: string, ...args: string[]): { code: number | null; text: string } {
    const cwd = join(copy, 'terraform', name);
    const env = { ...process.env, CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '', TF_IN_AUTOMATION: '1' };
    const { status, stdout, stderr } = spawnSync(program ?? '', args, { cwd, encoding: 'utf8', env });
    return { code: status, text: stdout + stderr };
  }

  function plan(name: string, given: Record<string, string>) {
    const asked = Object.keys(moduleOf(name).variable);
    const variables = asked.flatMap((key) =>
      given[key] === undefined ? [] : ['-var', `${key}=${given[key]}`],
    );
    return terraform(name, 'plan', '-input=false', '-no-color', '-lock=false', ...variables);
  }

  it.each(MODULES)('%s: Terraform reads it, and every expression has a value', (name) => {
    expect(terraform(name, 'providers').text).toContain('hashicorp/aws');
    const file = join(copy, 'terraform', name, 'main.tf.json');
    writeFileSync(file, JSON.stringify(withoutProvider(moduleOf(name))));
    expect(terraform(name, 'init', '-backend=false', '-no-color').code).toBe(0);
    expect(terraform(name, 'validate', '-no-color')).toMatchObject({ code: 0 });
    const planned = plan(name, GIVEN);
    expect(planned.code, planned.text).toBe(0);
  });

  it.each([
    ['auditor-role', 'external_id', 'not-a-uuid'],
    ['auditor-role', 'access_ends', 'tomorrow'],
    ['home', 'runner_home', 'Lambda'],
    ['home', 'retention_days', '0'],
    [TRAIL_READER, 'trail_key_arn', 'alias/logs'],
    [TRAIL_READER, 'database_name', 'audit/*'],
    ['schedule', 'package', 'countersign@latest'],
  ])('%s refuses %s: %s', (name, variable, value) => {
    const refused = plan(name, { ...GIVEN, [variable]: value });
    expect(refused.code).toBe(1);
    expect(refused.text).toMatch(/Invalid value for variable/);
  });
});
