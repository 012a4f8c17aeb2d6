import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { registry } from '../checks/registry.ts';
import { type ConfigFile, type NamedFile, readConfigFile } from '../config/config-file.ts';
import { toJudgement } from '../config/judgement.ts';
import type { Purpose } from '../config/purpose.ts';
import type { Config } from '../config/schema.ts';
import { readVendorFile } from '../config/vendor-files.ts';
import type { JudgementConfig } from '../model/config.ts';
import { UserError } from '../model/user-error.ts';
import { readTheme, type Theme } from '../run/theme.ts';
import { hideValue } from './hidden-values.ts';

export interface LoadedConfig {
  config: Config;
  judgement: JudgementConfig;
  /** SHA-256 of the file. */
  digest: string;
  /** The files that it names, by key. */
  files: NamedFile[];
  /** Whether any of the value at a path is from the environment, and so is for no file. */
  cameFromEnvironment: ConfigFile['cameFromEnvironment'];
  /** Where the configuration names the folder of one. */
  theme?: Theme;
}

/**
 * Reads the configuration, as far as the purpose asks for it, and the vendor files and theme that it names. Throws `ConfigError`.
 *
 * @param named environment variables that are put in beside those of this tool
 */
export async function loadConfigFile(
  path: string,
  named: readonly string[] = [],
  purpose: Purpose = 'scan',
): Promise<LoadedConfig> {
  if (!existsSync(path)) {
    throw new UserError(
      'NO_CONFIGURATION',
      `There is no ${path}.`,
      'Name the file with --config or COUNTERSIGN_CONFIG, or make one: countersign init. To try without one: countersign demo',
    );
  }
  const expanding = { named, expanded: hideValue };
  const {
    config: written,
    digest,
    files,
    problem,
    cameFromEnvironment,
  } = await readConfigFile(path, process.env, registry, expanding, purpose);
  const activity = {
    ...written.activity,
    files: written.activity.files.map((file) => resolve(dirname(path), file)),
  };
  const config = { ...written, activity };
  // The address of a webhook is a secret wherever it stands.
  config.notify.forEach(({ to, target, secret }, index) => {
    if (to === 'webhook' && target !== undefined) hideValue(`notify[${index}].target`, target);
    if (secret !== undefined) hideValue(`notify[${index}].secret`, secret);
  });
  const lists = await Promise.all(
    config.vendors.files.map((file) => readVendorFile(resolve(dirname(path), file))),
  );
  const judgement = toJudgement(
    config,
    lists.flatMap(({ vendors }) => vendors),
  );
  const folder = config.report.theme;
  const vendorFiles = lists.map((list, index) => ({ key: `vendors.files[${index}]`, sha256: list.digest }));
  const loaded = { config, judgement, digest, files: [...files, ...vendorFiles], cameFromEnvironment };
  if (folder === undefined) return loaded;
  const theme = await readTheme(resolve(dirname(path), folder), (message) =>
    problem(['report', 'theme'], message),
  );
  return { ...loaded, theme };
}
