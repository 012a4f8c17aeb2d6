import type { Check } from '../../model/check.ts';
import type { JudgementConfig } from '../../model/config.ts';
import type { Parties } from '../../model/party.ts';

/** What judging the facts will go by, and masking must not take away. */
export interface FactsSetting {
  config: JudgementConfig;
  checks: readonly Check[];
  parties: Parties;
  asOf: string;
}
