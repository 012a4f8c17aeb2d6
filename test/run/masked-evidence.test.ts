import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { rebuildReport } from '../../src/run/rebuild.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type ScannedFleet, scanFleet } from '../support/fleet.ts';
import { unpackedFiles } from '../support/run-files.ts';

/** The values of conditions on external IDs in every trust policy of a fleet, and those of the auditors. */
function externalIdsOf({ world }: Simulator): string[] {
  const ids = new Set<string>();
  JSON.stringify(world, (key, value) => {
    if (key.toLowerCase() === 'sts:externalid') for (const id of [value].flat()) ids.add(String(id));
    return value;
  });
  return [...ids].filter((id) => /[^*]/.test(id));
}

describe('a run that keeps no external IDs', () => {
  let full: ScannedFleet;
  let masked: ScannedFleet;
  let files: Map<string, string>;
  beforeAll(async () => {
    full = await scanFleet({ accounts: 12 });
    masked = await scanFleet({ accounts: 12 }, { config: { evidence: { externalIds: 'masked' } } });
    files = await unpackedFiles(masked.directory);
  });

  it('comes to the same report, to the byte, as one that keeps them', async () => {
    const whole = await unpackedFiles(full.directory);
    for (const name of ['report.json', 'report.html', 'findings.csv', 'findings.jsonl'])
      expect(files.get(name), name).toBe(whole.get(name));
  });

  it('is judged again without the key, to the same bytes', async () => {
    const out = join(await mkdtemp(join(tmpdir(), 'countersign-masked-')), 'again');
    await rebuildReport(directoryReader(masked.directory), out);
    const again = await unpackedFiles(out);
    for (const [name, text] of again) expect(text, name).toBe(files.get(name));
    expect(again.size).toBeGreaterThan(3);
  });

  it('holds none of the fleet\'s external IDs in any byte', () => {
    const ids = externalIdsOf(masked.simulator);
    expect(ids.length).toBeGreaterThan(50);
    const found = ids.flatMap((id) => [...files].flatMap(([name, text]) => (text.includes(id) ? [`${id} in ${name}`] : [])));
    expect(found).toEqual([]);
  });
});
