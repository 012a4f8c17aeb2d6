import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { bareConfiguration, PAGES } from '../support/short-configuration.ts';
import { execution, resourcesOf } from '../support/state-machine.ts';
import { oneIn } from '../support/thorough.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const BUCKET = 's3://ShardsBucket';

oneIn(5)(
  'fan-out.yaml plans, scans and merges a run by its own commands; a shard that fails is redriven alone',
  async () => {
    const simulator = await startSimulator({ accounts: 4, asOf: new Date().toISOString(), pageSize: PAGES });
    onTestFinished(() => simulator.close());
    const home = await mkdtemp(join(tmpdir(), 'countersign-fan-out-'));
    const bucket = join(home, 'bucket');
    await mkdir(bucket);
    const keyFile = join(home, 'fingerprints.key');
    await writeFile(keyFile, '0123456789abcdef'.repeat(4));
    const evidence = { externalIdKeyFile: keyFile, externalIds: 'masked' };
    const config = { ...bareConfiguration(simulator.world), evidence, outputs: ['json', 'junit'] };
    // What the build installs.
    const program = join(home, 'countersign');
    await writeFile(
      program,
      `#!/bin/sh\nexec ${process.execPath} --no-warnings ${ROOT}/dist/cli/main.js "$@"\n`,
    );
    await chmod(program, 0o755);

    const template = await readFile(join(ROOT, 'deploy/fan-out.yaml'), 'utf8');
    const { Machine, Project } = resourcesOf(template, { Shards: '3', BucketName: 'our-evidence' });
    const [commands = ''] = parse(Project?.Properties.Source.BuildSpec).phases.build.commands;

    const builds: Array<{ asked: string; code: number | null; log: string; disk: string }> = [];
    let breaks: RegExp | undefined;
    /** A build of CodeBuild: its own commands on a disk that has the configuration and nothing else. */
    async function build(given: object): Promise<boolean> {
      const { COUNTERSIGN_ARGUMENTS: asked = '' } = given as Record<string, string>;
      const disk = join(home, `disk-${builds.length + 1}`);
      await mkdir(disk);
      await writeFile(join(disk, 'config.yaml'), JSON.stringify(config));
      const isBroken = breaks?.test(asked) === true;
      const env = {
        PATH: `${home}:${process.env.PATH}`,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL: simulator.endpoint,
        AWS_ACCESS_KEY_ID: isBroken ? 'AKIAWRONG' : simulator.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: simulator.credentials.secretAccessKey,
        ...given,
        // The bucket is a directory here.
        COUNTERSIGN_ARGUMENTS: asked.replace(BUCKET, bucket),
      };
      const shell = spawn('sh', ['-c', commands], { cwd: disk, env, stdio: ['ignore', 'pipe', 'pipe'] });
      let log = '';
      for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (text) => (log += String(text)));
      const code = await new Promise<number | null>((done) => shell.once('close', done));
      builds.push({ asked, code, log, disk });
      return code === 0;
    }
    const asked = (from = 0) => builds.slice(from).map((one) => one.asked);

    const run = execution(Machine?.Properties.Definition, { name: 'night-1', bucket, run: build });
    breaks = /--shard 2\/3/;
    expect(await run.start()).toBe('FAILED');
    const place = `${BUCKET}/night-1`;
    const scanned = (shard: number) => `scan --shard ${shard}/3 --place ${place}`;
    const planned = `plan --shards 3 --place ${place}`;
    expect(asked()).toEqual([planned, scanned(1), scanned(2), scanned(2), scanned(2), scanned(3)]);
    expect(await readdir(join(bucket, 'night-1'))).toEqual(expect.arrayContaining(['1-of-3', '3-of-3']));

    breaks = undefined;
    const before = builds.length;
    await run.start();
    expect(asked(before)).toEqual([scanned(2), `merge ${place} --allow-missing`]);
    const merge = builds.at(-1);
    expect(builds.filter(({ log }) => log.includes('countersign-exit-code'))).toEqual([merge]);
    expect(merge?.log).toContain(`countersign-exit-code ${merge?.code}`);
    const runs = join(merge?.disk ?? '', 'runs');
    expect(await verifyEvidence({ runs: [join(runs, 'latest')] })).toMatchObject({ intact: true });
    const report = JSON.parse(await readFile(join(runs, 'latest', 'report.json'), 'utf8'));
    expect(report.coverage.gaps).toEqual([]);
    expect(report.scope.accounts).toHaveLength(4);
    expect(await readdir(join(merge?.disk ?? '', 'results'))).toEqual(['junit.xml']);
  },
);
