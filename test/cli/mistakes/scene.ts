import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateFleet } from '../../../src/simulator/fleet/fleet.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../src/simulator/simulator.ts';
import type { World, WorldAccount, WorldRole } from '../../../src/simulator/world.ts';
import { shortConfiguration } from '../../support/short-configuration.ts';

/** Where a mistake has been made, so that a command meets it. */
export interface Scene {
  cwd: string;
  env: Record<string, string>;
  /** Takes away what the scene holds open. */
  end?: () => Promise<void> | void;
}

/** Makes a mistake. Its name is its heading in `docs/troubleshooting.md`, which shows what a command then says. */
export type Mistake = () => Promise<Scene>;

/** A folder with these files, and nothing of AWS. */
export async function folder(files: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const cwd = await mkdtemp(join(tmpdir(), 'countersign-mistake-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
  // Nothing of who runs the tests.
  return { cwd, env: { HOME: cwd } };
}

/** A folder with such lines as its configuration. */
export function configured(...lines: string[]): Promise<Scene> {
  return folder({ 'config.yaml': `${lines.join('\n')}\n` });
}

export interface Fleet extends Scene {
  simulator: Simulator;
}

/** A folder with the configuration of an organization of three accounts, and the variables by which they are reached. */
export async function fleet({
  change,
  config = {},
  faults = [],
}: {
  change?: (world: World) => void;
  config?: object;
  faults?: NonNullable<SimulatorOptions['faults']>;
} = {}): Promise<Fleet> {
  const world = generateFleet({ accounts: 3, seed: '1', asOf: new Date().toISOString() });
  change?.(world);
  const simulator = await startSimulator({ world, faults });
  const written = {
    ...shortConfiguration(world),
    thirdParties: [],
    exceptions: [],
    outputs: ['json'],
    ...config,
  };
  const scene = await folder({ 'config.yaml': JSON.stringify(written) });
  const env = {
    ...scene.env,
    AWS_ENDPOINT_URL: simulator.endpoint,
    AWS_ACCESS_KEY_ID: simulator.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: simulator.credentials.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '1',
    COUNTERSIGN_EXTERNAL_ID: world.auditor?.externalId ?? '',
  };
  return { cwd: scene.cwd, env, simulator, end: () => simulator.close() };
}

/** The same with other variables; what is empty is as good as not set. */
export function withEnv<S extends Scene>(scene: S, env: Readonly<Record<string, string>>): S {
  return { ...scene, env: { ...scene.env, ...env } };
}

/** Changes the auditor role in some accounts; what gives undefined takes it away. */
export function auditorRoles(
  world: World,
  change: (role: WorldRole) => WorldRole | undefined,
  concerns: (account: WorldAccount, index: number) => boolean = () => true,
): void {
  for (const [index, account] of world.accounts.entries()) {
    if (!concerns(account, index)) continue;
    account.contents.roles = account.contents.roles.flatMap((role) =>
      role.name === world.auditor?.roleName ? (change(role) ?? []) : [role],
    );
  }
}

/** The variable by which Node runs this code before a program. */
export function runBefore(code: string): Record<string, string> {
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
}
