import type { KeyObject } from 'node:crypto';
import type { Damage } from '../evidence/damage.ts';
import type { EvidenceReader } from '../evidence/evidence-reader.ts';
import { verifyRun } from '../evidence/verify.ts';
import { UserError } from '../model/user-error.ts';

/** Evidence that was to be used is not as it was sealed. */
export class EvidenceDamaged extends UserError {
  readonly damage: readonly Damage[];

  constructor(damage: readonly Damage[]) {
    super('EVIDENCE_DAMAGED', 'The evidence is not intact, so nothing is made of it.');
    this.damage = damage;
  }
}

/** Verifies runs before anything of them is believed. Throws `EvidenceDamaged`. */
export async function demandIntact(
  runs: readonly EvidenceReader[],
  trusted: readonly KeyObject[] = [],
): Promise<void> {
  const damage: Damage[] = [];
  for (const run of runs) damage.push(...(await verifyRun(run, trusted)).damage);
  if (damage.length > 0) throw new EvidenceDamaged(damage);
}
