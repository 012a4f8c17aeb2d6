import { mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { closeReview } from '../../src/run/review-close.ts';
import { fixedClock } from '../support/fixed-clock.ts';

const s3 = { region: 'eu-west-1', clock: fixedClock('2026-11-02T00:00:00Z'), version: '0.0.0' };

function close(answers: string) {
  return closeReview({
    ...{ run: 'nowhere', s3, signing: {}, by: 'Jane Doe', answers: [answers] },
    ...{ partial: false, unsigned: true, version: '0.0.0', now: new Date('2026-11-02T00:00:00Z') },
  });
}

it('reads no answers of a file that is longer than any sheet, however long, or of what is no file', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-answers-'));
  const path = join(directory, 'answers.csv');
  const file = await open(path, 'w');
  // Nothing of it is on the disk; reading it would take its whole length.
  await file.truncate(8 * 1024 ** 3);
  await file.close();
  await expect(close(path)).rejects.toThrow(`${path} is too long for a sheet.`);
  await expect(close(directory)).rejects.toThrow(`${directory} is no file.`);
});
