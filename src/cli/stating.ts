import type { StatingRequest } from '../run/state-on-run.ts';
import { loadConfigFile } from './load-config.ts';
import { s3Setup } from './s3-setup.ts';

/** What every command asks by which a person says something of a run. */
export interface StatementAsked {
  as: string;
  key?: string;
  kmsKey?: string;
  runKey?: string[];
  config?: string;
  env: string[];
}

/** The same as a request. */
export async function statingRequest(run: string, asked: StatementAsked): Promise<StatingRequest> {
  const { key: keyFile, kmsKey: kmsKeyId, runKey } = asked;
  const loaded =
    asked.config === undefined ? undefined : await loadConfigFile(asked.config, asked.env, 'setup');
  const archive = loaded?.config.evidence.s3;
  return {
    run,
    s3: await s3Setup(),
    signing: {
      ...(keyFile === undefined ? {} : { keyFile }),
      ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    },
    ...(archive === undefined ? {} : { archive }),
    ...(runKey === undefined ? {} : { runKeys: runKey }),
  };
}
