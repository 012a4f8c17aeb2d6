import type { Command } from 'commander';
import { merge } from '../../run/shards/merge.ts';
import { type AccountsAsked, askedFor } from '../asked.ts';
import { configPath } from '../config-path.ts';
import { mayForget } from '../forgetful-machine.ts';
import { loadConfigFile } from '../load-config.ts';
import { outputOf } from '../options.ts';
import { type ExitAsked, tellOutcome } from '../outcome.ts';
import { progressDisplay } from '../progress-display.ts';
import { provenance } from '../provenance.ts';

/** What `countersign merge` does. */
export async function run(
  places: string[],
  options: AccountsAsked & ExitAsked & { allowMissing?: boolean },
  command: Command,
): Promise<void> {
  const { terminal, json, ...telling } = outputOf(command);
  const loaded = await loadConfigFile(configPath(options.config), options.env);
  const { config, digest, files, theme } = loaded;
  const result = await merge({
    ...(await askedFor(options, loaded, terminal)),
    ...{ places, allowMissing: options.allowMissing === true, configDigest: digest },
    ...(theme === undefined ? {} : { theme }),
    ...(files.length === 0 ? {} : { configFiles: files }),
    mayForget: mayForget(process.env),
    provenance: provenance(),
    watch: progressDisplay(terminal, Date.now, telling),
  });
  tellOutcome(result, { terminal, json }, { ...options, failOn: options.failOn ?? config.failOn });
}
