import { readFileSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { countersign } from '../support/command.ts';

/** An end that is far off is none. */
const IN_A_YEAR = new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10);

const OUR_ID = '0b2f4c1e-7a66-4c7e-9a51-1f0c3d2e4b5a';
const THEIR_ID = 'nimbus-3b8f1c9a5d7e42f0a6c8e1d4b7f20935';

interface Party {
  name: string;
  accountIds: string[];
  externalIdFormat?: string;
}

/** With an end in a year, and reviewed today: the file is not written anew each year. */
function exampleParties(): Party[] {
  const { thirdParties } = parse(
    readFileSync(join(import.meta.dirname, '../../config.example.yaml'), 'utf8'),
  );
  return thirdParties.map((party: Party) => ({
    ...party,
    contractEnds: IN_A_YEAR,
    lastReviewed: new Date().toISOString().slice(0, 10),
  }));
}

let home: string;
const run = (...args: string[]) => countersign(args, { cwd: home });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-role-template-'));
  const party = {
    owner: 'ana',
    justification: 'metrics',
    contractEnds: IN_A_YEAR,
    allowedSourceIps: ['203.0.113.0/24'],
  };
  const files = {
    'config.yaml': {
      thirdParties: [
        { name: 'Acme', accountIds: ['123456789012'], ...party },
        { name: 'Over', accountIds: ['123456789013'], ...party, contractEnds: '2020-12-31' },
        { name: 'Whole organization', organizationIds: ['o-abcdefghij'], owner: 'ana', justification: 'x' },
      ],
    },
    'policy.json': {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*' }],
    },
    'nothing.json': { Version: '2012-10-17', Statement: [] },
    'long.json': {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 's3:GetObject',
          Resource: Array(300).fill(`arn:aws:s3:::${'x'.repeat(40)}`),
        },
      ],
    },
    'trust.json': { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] },
  };
  for (const [name, content] of Object.entries(files))
    await writeFile(join(home, name), JSON.stringify(content));
});

describe('countersign role-template', () => {
  it('writes a role to which no check objects when a role of the party is named', async () => {
    const made = await run('role-template', 'Acme', '--policy', 'policy.json', '--out', 'acme', '--json');
    expect(made.code, made.stderr).toBe(0);
    const { written, next } = JSON.parse(made.stdout);
    expect(written).toEqual(['role.yaml', 'terraform/main.tf.json', 'letter.md']);
    expect((await readdir(join(home, 'acme'))).sort()).toEqual(['letter.md', 'role.yaml', 'terraform']);
    const [, externalId = ''] = /^EXTERNAL_ID=([0-9a-f-]{36})$/.exec(next[0]) ?? [];
    const printed = String(next[1]).replace('"$EXTERNAL_ID"', externalId).split(' ').slice(1);
    expect(await run(...printed)).toMatchObject({ code: 0, stderr: '' });
    const given = { ExternalId: externalId, PrincipalArn: 'arn:aws:iam::123456789012:role/collector' };
    const judged = await run(
      'check-template',
      'acme/role.yaml',
      ...['--config', 'config.yaml', '--fail-on', 'info'],
      ...Object.entries(given).flatMap(([name, value]) => ['--parameter', `${name}=${value}`]),
    );
    expect([judged.code, judged.stdout], judged.stdout).toEqual([
      0,
      expect.stringContaining('Nothing to object to.'),
    ]);
  });

  it.each(exampleParties())(
    'makes of $name of the example configuration a role to which no check objects',
    async (party) => {
      const config = `${party.name.replaceAll(' ', '-')}.yaml`;
      await writeFile(join(home, config), JSON.stringify({ thirdParties: [party] }));
      const out = party.name.replaceAll(' ', '-');
      const made = await run(
        'role-template',
        party.name,
        '--policy',
        'policy.json',
        '--out',
        out,
        '--config',
        config,
      );
      expect(made.code, made.stderr).toBe(0);
      const theirs = new RegExp(party.externalIdFormat ?? '^$').test(THEIR_ID) ? THEIR_ID : OUR_ID;
      for (const id of [OUR_ID, theirs]) {
        const judged = await run(
          ...['check-template', `${out}/role.yaml`, '--config', config, '--fail-on', 'info'],
          ...['--parameter', `ExternalId=${id}`],
          ...['--parameter', `PrincipalArn=arn:aws:iam::${party.accountIds.at(-1)}:role/collector`],
        );
        expect([judged.code, judged.stdout]).toEqual([0, expect.stringContaining('Nothing to object to.')]);
      }
      expect(made.stdout.includes('THE-ONE-THAT-THEY-SEND')).toBe(party.externalIdFormat !== undefined);
    },
  );

  it('shows an external ID once, another in another place, and writes over nothing', async () => {
    const ask = (out = 'twice') => run('role-template', 'Acme', '--policy', 'policy.json', '--out', out);
    const [one, two, other] = [await ask(), await ask(), await ask('elsewhere')];
    expect([one.code, two.code, other.code]).toEqual([0, 0, 0]);
    expect(two.stdout).toContain('as it was   role.yaml');
    const id = (text: string) => /EXTERNAL_ID=([0-9a-f-]{36})\n/.exec(text)?.[1];
    expect([id(one.stdout), id(other.stdout)]).toEqual([expect.any(String), expect.any(String)]);
    expect(id(one.stdout)).not.toBe(id(other.stdout));
    // The role that stands asks for the one that was shown first.
    expect(id(two.stdout)).toBeUndefined();
    expect(two.stdout).toContain("EXTERNAL_ID='THE-ONE-OF-THIS-ACCOUNT'");
    await writeFile(join(home, 'twice/letter.md'), 'changed');
    expect(await ask()).toMatchObject({ code: 1, stderr: expect.stringContaining('FILE_DIFFERS') });
  });

  it.each([
    ['NO_SUCH_PARTY', ['Nobody', '--policy', 'policy.json']],
    ['NO_ACCOUNT', ['Whole organization', '--policy', 'policy.json']],
    ['NO_POLICY', ['Acme', '--policy', 'trust.json']],
    ['NO_POLICY', ['Acme', '--policy', 'nowhere.json']],
    ['none of its statements allows anything', ['Acme', '--policy', 'nothing.json']],
    ['the policies of a role may be 10240', ['Acme', '--policy', 'long.json']],
    ['CONTRACT_ENDED', ['Over', '--policy', 'policy.json']],
  ])('ends with 1: %s', async (code, args) => {
    expect(await run('role-template', ...args, '--out', 'refused')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(code),
    });
  });

  it('takes the permissions from what a role of a run used, and no others', async () => {
    const demo = await run('demo', '--accounts', '4', '--out', 'runs');
    expect(demo.code, demo.stderr).toBe(0);
    const report = JSON.parse(await readFile(join(home, 'runs/latest/report.json'), 'utf8'));
    const { resourceArn, detail } = report.findings.find(
      ({ checkId }: { checkId: string }) => checkId === 'unused-services',
    );
    const from = ['role-template', 'Acme', '--run', 'runs/latest', '--role'];
    const made = await run(...from, resourceArn, '--out', 'used');
    expect([made.code, made.stdout], made.stderr).toEqual([
      0,
      expect.stringContaining(`what ${resourceArn} used`),
    ]);
    const template = await readFile(join(home, 'used/role.yaml'), 'utf8');
    const [, idle = ''] = /that it did not touch in [^:]+: ([^.]+)\. It used/.exec(detail) ?? [];
    const services = idle.split(/, | and /);
    expect(services.length).toBeGreaterThan(1);
    for (const service of services) expect(template).not.toContain(`- ${service}:`);
    expect(template).toMatch(/- [a-z0-9-]+:[A-Z]/);

    const unknown = await run(...from, `${resourceArn}x`, '--out', 'none');
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('NO_USE')]);
    const without = await run('role-template', 'Acme', '--out', 'none');
    expect([without.code, without.stderr]).toEqual([1, expect.stringContaining('NO_POLICY')]);

    const [, , , , accountId = ''] = resourceArn.split(':');
    await appendFile(join(home, 'runs/latest/accounts', accountId, 'facts.jsonl.gz'), ' ');
    const damaged = await run(...from, resourceArn, '--out', 'none');
    expect([damaged.code, damaged.stderr]).toEqual([4, expect.stringMatching(/^EVIDENCE_DAMAGED: /)]);
    expect(await readdir(home)).not.toContain('none');
  });
});
