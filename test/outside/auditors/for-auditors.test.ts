import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { appendFile, cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessesOf } from '../../../src/review/accesses.ts';
import { attest } from '../../../src/run/attest.ts';
import { closeReview } from '../../../src/run/review-close.ts';
import { openReview } from '../../../src/run/review-open.ts';
import { scanChain } from '../../support/chain.ts';
import { AS_OF, fixedClock } from '../../support/fixed-clock.ts';
import { type KeyFiles, newKeyFiles } from '../../support/signing.ts';
import { hasAuditorTools, missing, OPENSSL } from '../outsiders.ts';

const page = readFileSync(new URL('../../../docs/for-auditors.md', import.meta.url), 'utf8');
const ALL_STEPS = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, script = '']) => script);
const STEPS = ALL_STEPS.slice(0, 5);
/** Of what people have said of a run. */
const LATER_STEPS = ALL_STEPS.slice(5);

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

    it('are five and three, and the five pass on a run', async () => {
      expect(ALL_STEPS).toHaveLength(8);
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

    it('4 finds a file or folder that was put in, and a link in the place of a file', async () => {
      expect(await damaged((run) => writeFile(join(run, 'organization/more.txt'), ''))).toBe(4);
      expect(await damaged((run) => writeFile(join(run, 'attestations.txt'), ''))).toBe(4);
      expect(await damaged(async (run) => void (await mkdir(join(run, 'organization/more'))))).toBe(4);
      const linked = async (run: string) => {
        const elsewhere = join(dirname(run), 'report.json');
        await rename(join(run, 'report.json'), elsewhere);
        await symlink(elsewhere, join(run, 'report.json'));
      };
      expect(await damaged(linked)).toBe(4);
    });

    it('5 finds a run that follows another one', async () => {
      expect(await firstFailure(previous)).toBe(5);
    });

    describe('what people have said of it', () => {
      const person = newKeyFiles(kind);
      let run: string;
      let statements: string[];
      beforeAll(async () => {
        const out = await mkdtemp(join(tmpdir(), 'countersign-said-'));
        run = join(out, basename(sealed));
        await cp(sealed, run, { recursive: true });
        const saying = {
          ...{ run, s3: { region: 'eu-west-1', clock: fixedClock(AS_OF), version: '0' } },
          ...{
            signing: { keyFile: person.keyFile },
            by: 'Jane Doe',
            version: '0',
            now: new Date('2026-11-02T00:00:00Z'),
          },
        };
        const attested = await attest({ ...saying, decision: 'accept', note: 'Read.' });
        const sheets = await openReview({ run, s3: saying.s3, by: 'party', out: join(out, 'sheets') });
        const answers = join(out, 'answers.json');
        const report = JSON.parse(await readFile(join(run, 'report.json'), 'utf8'));
        const [sheet] = sheets.sheets;
        const accesses = accessesOf(report).filter(({ party }) => party.key === sheet?.of);
        const form = { format: 'countersign-review-answers', version: 1, sheet: sheet?.id };
        const answer = { decision: 'keep', until: '2027-01-31', reason: 'Needed.' };
        await writeFile(
          answers,
          JSON.stringify({ ...form, answers: accesses.map(({ id }) => ({ access: id, ...answer })) }),
        );
        const closed = await closeReview({ ...saying, answers: [answers], partial: false, unsigned: false });
        statements = [...attested.files, ...closed.files];
      });

      async function failure(statement: string, key: KeyFiles = person, of = run): Promise<number> {
        const work = await mkdtemp(join(tmpdir(), 'countersign-auditor-'));
        for (const step of LATER_STEPS.keys()) {
          const script = LATER_STEPS.slice(0, step + 1).join('\n');
          const env = { PATH: process.env.PATH, run: of, work, statement, person: key.publicKeyFile };
          if (spawnSync('bash', ['-euo', 'pipefail', '-c', script], { env }).status !== 0) return step + 6;
        }
        return 0;
      }

      it('passes, and the run does with it', async () => {
        for (const statement of statements) expect(await failure(statement)).toBe(0);
        expect(await firstFailure(run)).toBe(0);
      });

      it('6 finds another key, 7 an altered statement, 8 another run', async () => {
        for (const statement of statements) {
          expect(await failure(statement, newKeyFiles(kind))).toBe(6);
          const altered = join(await mkdtemp(join(tmpdir(), 'countersign-altered-')), basename(statement));
          const text = await readFile(statement, 'utf8');
          await writeFile(altered, text.replace(/"payload": "(.{40})./, '"payload": "$1B'));
          expect(await failure(altered)).toBe(7);
          expect(await failure(statement, person, previous)).toBe(8);
        }
      });
    });
  },
);
