import type { AuditReport } from '../../../model/report.ts';
import { exactMoment, label } from '../support/format.ts';

export interface RunView {
  runId: string;
  started: string;
  finished: string;
  asOf: string;
  tool: string;
  codeDigest: string;
  host: string;
  signingKey: string;
  caller: string;
  configDigest: string;
  drift: string;
}

/** What the mode of drift detection means for what the report says of drift. */
const DRIFT_MODES: Readonly<Record<string, string>> = {
  'access-roles': 'access-roles: CloudFormation was asked about the resources that grant access',
  'all-stacks': 'all-stacks: CloudFormation was asked about every stack',
  'last-known': 'last-known: what CloudFormation knew already, which may be old',
  off: 'off: CloudFormation was not asked; roles were held against their templates',
};

/** By whose word: the program's own, which `docs/for-auditors.md` says what to make of. */
function madeBy({ provenance }: AuditReport['run']): Pick<RunView, 'codeDigest' | 'host' | 'signingKey'> {
  if (provenance === undefined)
    return { codeDigest: 'Not known', host: 'Not known', signingKey: 'Not known' };
  const { host, codeDigest, signingKeyId } = provenance;
  return {
    codeDigest: codeDigest ?? 'It did not run from built files',
    host: host.kind === 'host' ? label(host.id) : `CodeBuild ${label(host.id)}`,
    signingKey: signingKeyId ?? 'None: nobody signs this run',
  };
}

/** The run's identity, its times to the second. */
export function runView({ run }: Pick<AuditReport, 'run'>): RunView {
  return {
    runId: run.runId,
    started: exactMoment(run.startedAt),
    finished: exactMoment(run.finishedAt),
    asOf: exactMoment(run.asOf),
    tool: `${run.tool.name} ${run.tool.version}`,
    ...madeBy(run),
    caller: run.callerArn ?? 'Not known',
    configDigest: run.configDigest ?? 'The run had no configuration file',
    drift: run.driftMode === undefined ? 'Not known' : (DRIFT_MODES[run.driftMode] ?? run.driftMode),
  };
}
