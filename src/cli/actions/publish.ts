import type { Command } from 'commander';
import { systemClock } from '../../aws/clock.ts';
import { type KeyPlaces, readTrustedKeys } from '../../evidence/trusted-keys.ts';
import type { NoticeOutcome } from '../../model/notice.ts';
import type { NoticeKind } from '../../model/notice-kinds.ts';
import { lines, type ShownText, shown } from '../../report/visible.ts';
import { type Published, publishRun } from '../../run/notices/publish.ts';
import { openEvidence } from '../../run/open-evidence.ts';
import { callerPlace } from '../caller-place.ts';
import { configPath } from '../config-path.ts';
import { EXIT } from '../exit-codes.ts';
import { loadConfigFile } from '../load-config.ts';
import { outputOf } from '../options.ts';
import { s3Setup } from '../s3-setup.ts';
import { inert, jsonText } from '../terminal.ts';
import { toolVersion } from '../version.ts';

interface PublishOptions {
  to: NoticeKind;
  config?: string;
  env: string[];
  key?: KeyPlaces;
}

/** What `countersign publish` does. */
export async function run(location: string, options: PublishOptions, command: Command): Promise<void> {
  const { terminal, json } = outputOf(command);
  const { config } = await loadConfigFile(configPath(options.config), options.env);
  const { reader, close } = await openEvidence(location, await s3Setup());
  try {
    const published = await publishRun(reader, {
      config,
      to: options.to,
      trusted: await readTrustedKeys(options.key),
      version: toolVersion(),
      aws: { clock: systemClock, ...(await callerPlace(terminal)) },
    });
    terminal.print(json ? jsonText(published, 2) : publishedText(published));
    if (published.outcomes.some(({ status }) => status === 'not-told')) process.exitCode = EXIT.incomplete;
  } finally {
    close();
  }
}

function publishedText({ runId, outcomes, findings }: Published): ShownText {
  const counts =
    findings === undefined ? '' : ` ${findings.imported} findings imported, ${findings.archived} archived.`;
  return lines([shown`Run ${inert(runId)}:${inert(counts)}`, ...outcomes.flatMap(outcomeLines)]);
}

function outcomeLines({ name, status, problems }: NoticeOutcome): ShownText[] {
  if (status !== 'not-told') return [shown`  ${inert(name)} was told.`];
  return problems.map((problem) => shown`  ${inert(name)} was not told: ${inert(problem)}`);
}
