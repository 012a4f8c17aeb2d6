import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { registry } from '../checks/registry.ts';
import { readConfigFile } from '../config/config-file.ts';
import { toJudgement } from '../config/judgement.ts';
import type { Config } from '../config/schema.ts';
import { readVendorFile } from '../config/vendor-files.ts';
import type { JudgementConfig } from '../model/config.ts';
import { UserError } from '../model/user-error.ts';
import { type OwnTemplates, readOwnTemplates } from '../run/templates.ts';

export interface LoadedConfig {
  config: Config;
  judgement: JudgementConfig;
  /** SHA-256 of the file. */
  digest: string;
  /** Where the configuration names a folder of them. */
  templates?: OwnTemplates;
}

/** Reads the configuration and the vendor files and templates that it names. Throws `ConfigError`. */
export async function loadConfigFile(path: string): Promise<LoadedConfig> {
  if (!existsSync(path)) {
    throw new UserError(
      'NO_CONFIGURATION',
      `There is no ${path}. Start from config.example.yaml, or name a file with --config. To try without one: countersign demo`,
    );
  }
  const { config, digest, problem } = await readConfigFile(path, process.env, registry);
  const files = await Promise.all(
    config.vendors.files.map((file) => readVendorFile(resolve(dirname(path), file))),
  );
  const judgement = toJudgement(
    config,
    files.flatMap(({ vendors }) => vendors),
  );
  const folder = config.report.templates;
  if (folder === undefined) return { config, judgement, digest };
  const templates = await readOwnTemplates(resolve(dirname(path), folder), (message) =>
    problem(['report', 'templates'], message),
  );
  return { config, judgement, digest, templates };
}
