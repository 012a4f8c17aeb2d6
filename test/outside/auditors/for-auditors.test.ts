import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scanChain } from '../../support/chain.ts';
import { type KeyFiles, newKeyFiles } from '../../support/signing.ts';
import { hasAuditorTools, missing, OPENSSL } from '../outsiders.ts';

const page = readFileSync(new URL('../../../docs/for-auditors.md', import.meta.url), 'utf8');
const STEPS = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, script = '']) => script);

const withoutOpenssl = !hasAuditorTools();
if (withoutOpenssl) missing(OPENSSL);

describe.skipIf(withoutOpenssl).each(['ed25519', 'p256'] as const)(
  'the steps of docs/for-auditors.md, key %s',
  (kind) => {
    const key = newKeyFiles(kind);
    let previous: string;
    let sealed: string;
    beforeAll(async () => {
      [previous = '', sealed = ''] = await scanChain(2, { keyFile: key.keyFile });
    });

    /** The number of the first step that fails, from 1; 0 when all pass. */
    async function firstFailure(run: string, keys: KeyFiles = key): Promise<number> {
      const work = await mkdtemp(join(tmpdir(), 'countersign-auditor-'));
      const { PATH } = process.env;
      // Later steps use the variables and files of earlier ones.
      for (const step of STEPS.keys()) {
        const script = STEPS.slice(0, step + 1).join('\n');
        const env = { PATH, run, previous, work, key: keys.publicKeyFile };
        if (spawnSync('bash', ['-euo', 'pipefail', '-c', script], { env }).status !== 0) return step + 1;
      }
      return 0;
    }

    async function damaged(damage: (run: string) => Promise<void>): Promise<number> {
      const run = join(await mkdtemp(join(tmpdir(), 'countersign-auditor-')), basename(sealed));
      await cp(sealed, run, { recursive: true });
      await damage(run);
      return firstFailure(run);
    }

    it('are five, and all pass on a run', async () => {
      expect(STEPS).toHaveLength(5);
      expect(await firstFailure(sealed)).toBe(0);
    });

    it('1 finds another key', async () => {
      expect(await firstFailure(sealed, newKeyFiles(kind))).toBe(1);
    });

    it('2 finds a manifest that was altered', async () => {
      const step = await damaged(async (run) => {
        const path = join(run, 'manifest.json');
        await writeFile(path, (await readFile(path, 'utf8')).replace('test-host', 'best-host'));
      });
      expect(step).toBe(2);
    });

    it('3 finds a file that was altered, and one that is missing', async () => {
      expect(await damaged((run) => appendFile(join(run, 'report.html'), ' '))).toBe(3);
      expect(await damaged((run) => rm(join(run, 'findings.csv')))).toBe(3);
    });

    it('4 finds a file that was put in', async () => {
      expect(await damaged((run) => writeFile(join(run, 'organization/more.txt'), ''))).toBe(4);
    });

    it('5 finds a run that follows another one', async () => {
      expect(await firstFailure(previous)).toBe(5);
    });
  },
);
