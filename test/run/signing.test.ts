import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scanFleet } from '../support/fleet.ts';

it('a key that cannot sign ends the run before anything is scanned', async () => {
  const out = mkdtempSync(join(tmpdir(), 'countersign-unsigned-'));
  const config = { evidence: { signing: { keyFile: join(out, 'none.pem') } } };
  await expect(scanFleet({ accounts: 2 }, { out, config })).rejects.toThrow('cannot be read');
  expect(readdirSync(out).filter((name) => /^\d{8}T/.test(name))).toEqual([]);
});
