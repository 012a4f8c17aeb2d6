import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import { rebuildReport } from '../../src/run/rebuild.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type ScannedFleet, scanFleet } from '../support/fleet.ts';
import { unpackedFiles, withoutDigests } from '../support/run-files.ts';
import { size, THOROUGH } from '../support/thorough.ts';

const MASKED = { evidence: { externalIds: 'masked' } };
const everything = THOROUGH;

/** The values of all conditions on external IDs in the fleet; one account asks for its own id, which is no secret. */
function externalIdsOf({ world }: Simulator): string[] {
  const ids = new Set<string>();
  JSON.stringify(world, (key, value) => {
    if (key.toLowerCase() === 'sts:externalid') for (const id of [value].flat()) ids.add(String(id));
    return value;
  });
  return [...ids].filter((id) => /[^*]/.test(id) && !/^\d{12}$/.test(id));
}

describe('a run that keeps no external IDs', () => {
  let full: ScannedFleet;
  let masked: ScannedFleet;
  let files: Map<string, string>;
  beforeAll(async () => {
    full = await scanFleet({ accounts: size(25, 6) }, { everything });
    masked = await scanFleet({ accounts: size(25, 6) }, { everything, config: MASKED });
    files = await unpackedFiles(masked.directory);
  });

  it('comes to the same report, to the byte, as one that keeps them', async () => {
    const whole = await unpackedFiles(full.directory);
    for (const name of ['report.json', 'findings.csv', 'findings.jsonl'])
      expect(files.get(name), name).toBe(whole.get(name));
    // The page names the digests of the facts, which are what differs.
    const page = (of: Map<string, string>) => withoutDigests(of.get('report.html') ?? '');
    expect(page(files)).toBe(page(whole));
  });

  it('is judged again without the key, to the same bytes', async () => {
    const out = join(await mkdtemp(join(tmpdir(), 'countersign-masked-')), 'again');
    await rebuildReport(directoryReader(masked.directory), out);
    const again = await unpackedFiles(out);
    for (const [name, text] of again) expect(text, name).toBe(files.get(name));
    expect(again.size).toBeGreaterThan(3);
  });

  it('holds none of the fleet’s external IDs in any byte, nearly all of which the other holds', async () => {
    const ids = externalIdsOf(masked.simulator);
    const whole = await unpackedFiles(full.directory);
    expect(ids.filter((id) => held(id, whole)).length).toBeGreaterThan(size(70, 15));
    expect(ids.filter((id) => held(id, files))).toEqual([]);
  });

  it('holds what was judged of them', () => {
    expect(JSON.parse(files.get('run.json') ?? '')).toMatchObject({
      externalIds: 'masked',
      externalIdKey: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    const text = [...files.values()].join('');
    expect(text).toMatch(
      /"standIn":"id:[0-9a-f]{16} \(36 characters\)","isUuid":true,"strengths":\[\{"surroundings":"[0-9a-f]{64}","bits":/,
    );
  });

  it('is not gone on with under another key, which would not see the same value again', async () => {
    const out = dirname(masked.directory);
    const start = {
      runId: '20261101T000000Z-0a0b0c0d',
      startedAt: '2026-11-01T00:00:00.000Z',
      tool: { name: 'countersign', version: '0.0.0-test' },
      callerArn: null,
      accountSource: 'the configuration',
      excluded: [],
      resumptions: [],
      baseline: null,
      configDigest: null,
      selected: null,
      targets: [],
      judgement: JSON.parse(files.get('run.json') ?? '').judgement,
      externalIdKey: 'another',
    };
    await mkdir(join(out, start.runId));
    await writeFile(join(out, `.${start.runId}.unfinished.json`), JSON.stringify(start));
    const resumed = scanFleet({ accounts: size(25, 6) }, { everything, config: MASKED, out, resume: true });
    await expect(resumed).rejects.toThrow('with another key of external-ID fingerprints');
  });
});

function held(id: string, files: ReadonlyMap<string, string>): boolean {
  return [...files.values()].some((text) => text.includes(id));
}
