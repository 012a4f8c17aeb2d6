import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the configuration is: as given, as `COUNTERSIGN_CONFIG` says, here, or with the user's other settings. */
export function configPath(
  given: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const named = given ?? env.COUNTERSIGN_CONFIG;
  if (named !== undefined && named !== '') return named;
  const settings = env.XDG_CONFIG_HOME || join(homedir(), '.config');
  const users = join(settings, 'countersign', HERE);
  return !existsSync(HERE) && existsSync(users) ? users : HERE;
}

const HERE = 'config.yaml';
