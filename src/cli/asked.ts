import { randomBytes } from 'node:crypto';
import { systemClock } from '../aws/clock.ts';
import { callerPlace } from './caller-place.ts';
import { narrowed } from './checks-asked.ts';
import type { LoadedConfig } from './load-config.ts';
import type { ChecksAsked } from './options.ts';
import type { Terminal } from './terminal.ts';
import { toolVersion } from './version.ts';

/** What every command takes that looks at the accounts of a configuration. */
export interface AccountsAsked extends ChecksAsked {
  config?: string;
  env: string[];
  out?: string;
  accounts?: string[];
}

/** What is asked of AWS, by whom, and by which rules: the same for a scan, its plan and its doctor. */
export async function askedFor(
  options: AccountsAsked,
  { config, judgement }: Pick<LoadedConfig, 'config' | 'judgement'>,
  terminal: Terminal,
) {
  return {
    config,
    judgement: narrowed(judgement, options),
    out: options.out ?? config.evidence.directory,
    ...(options.accounts === undefined ? {} : { selected: options.accounts }),
    version: toolVersion(),
    random: randomBytes(4),
    aws: { clock: systemClock, ...(await callerPlace(terminal)) },
  };
}
