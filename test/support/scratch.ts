import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One folder for all that tests make for a moment, which goes with the run, so that none is left on the machine. */
export default function setup(): () => void {
  const before = process.env.TMPDIR;
  const scratch = mkdtempSync(join(tmpdir(), 'countersign-tests-'));
  // Some tests start programs as another user, who has to get through.
  chmodSync(scratch, 0o755);
  process.env.TMPDIR = scratch;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(scratch, { recursive: true, force: true });
  };
}
