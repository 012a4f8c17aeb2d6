import type { Command } from 'commander';
import type { Finding } from '../../model/finding.ts';
import type { ThirdPartyRef } from '../../model/party.ts';
import { number } from '../../report/html/support/format.ts';
import { lines, type ShownText, shown } from '../../report/visible.ts';
import { diffRuns, type RunDifference } from '../../run/diff.ts';
import { outputOf } from '../options.ts';
import { plural } from '../progress-display.ts';
import { s3Setup } from '../s3-setup.ts';
import { inert, jsonText, type Paint, painter } from '../terminal.ts';

/** How many of each kind the text names; `--json` names all. */
const SHOWN = 20;

/** What `countersign diff` does. */
export async function run(
  older: string,
  newer: string,
  { key }: { key?: string[] },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  const difference = await diffRuns(older, newer, {
    s3: await s3Setup(),
    ...(key === undefined ? {} : { keyFile: key }),
  });
  terminal.print(json ? jsonText(asJson(difference)) : diffText(difference, painter(terminal.colour)));
}

/** The findings that are named in `changes` stand beside it, whole. */
function asJson({ before, after, changes, resolved }: RunDifference): object {
  const named = new Set([
    ...changes.findings.new,
    ...changes.findings.reopened,
    ...changes.findings.changed.map(({ fingerprint }) => fingerprint),
  ]);
  return {
    before: before.run,
    after: after.run,
    changes,
    resolved,
    findings: after.findings.filter(({ fingerprint }) => named.has(fingerprint)),
  };
}

function diffText({ before, after, changes, resolved }: RunDifference, paint: Paint): ShownText {
  const { findings, roles, thirdParties } = changes;
  // No more than are shown of each kind.
  const named = new Set(
    [findings.new, findings.reopened, findings.changed.map(({ fingerprint }) => fingerprint)].flatMap((all) =>
      all.slice(0, SHOWN),
    ),
  );
  const byFingerprint = new Map<string, Finding>();
  for (const finding of after.findings)
    if (named.has(finding.fingerprint)) byFingerprint.set(finding.fingerprint, finding);
  const line = (fingerprint: string, more = '') => {
    const finding = byFingerprint.get(fingerprint);
    return finding === undefined ? inert(fingerprint) : findingLine(finding, more);
  };
  const part = (title: string, all: readonly ShownText[]) => section(paint('bold', inert(title)), all);
  return lines([
    shown`From ${inert(before.run.runId)} to ${inert(after.run.runId)}`,
    shown``,
    shown`${plural(findings.new.length, 'new finding')} · ${findings.reopened.length} back again · ${resolved.length} gone · ${findings.changed.length} changed · ${findings.unchanged} as they were · ${findings.notKnown.length} not known`,
    ...(changes.externalIdsCompared
      ? []
      : [shown`External IDs were not compared: the runs do not share the key of their fingerprints.`]),
    ...part(
      'New findings',
      findings.new.map((fingerprint) => line(fingerprint)),
    ),
    ...part(
      'Back again',
      findings.reopened.map((fingerprint) => line(fingerprint)),
    ),
    ...part(
      'Gone',
      resolved.map((finding) => findingLine(finding)),
    ),
    ...part(
      'Changed',
      findings.changed.map(({ fingerprint, what }) => line(fingerprint, what.join(', '))),
    ),
    ...part(
      'Not known whether gone',
      findings.notKnown.map(({ finding, reason }) => findingLine(finding, reason)),
    ),
    ...part(
      'Roles that changed',
      roles.changed.map(({ roleArn, what }) => shown`${inert(roleArn)}: ${inert(what.join(', '))}`),
    ),
    ...part('Roles newly open to outsiders', roles.appeared.map(inert)),
    ...part('Roles gone or closed to outsiders', roles.vanished.map(inert)),
    ...part('Roles not read in the newer run', roles.notKnown.map(inert)),
    ...part('Third parties that appeared', thirdParties.appeared.map(partyLine)),
    ...part('Third parties that are gone', thirdParties.vanished.map(partyLine)),
    ...part('Third parties only in roles not read', thirdParties.notKnown.map(partyLine)),
  ]);
}

function section(title: ShownText, all: readonly ShownText[]): ShownText[] {
  if (all.length === 0) return [];
  const rest = all.length - SHOWN;
  return [
    shown``,
    title,
    ...all.slice(0, SHOWN).map((line) => shown`  ${line}`),
    ...(rest > 0 ? [shown`  and ${number(rest)} more; --json names all`] : []),
  ];
}

function findingLine({ severity, checkId, resourceArn }: Finding, more = ''): ShownText {
  const rest = inert(more === '' ? '' : `: ${more}`);
  return shown`${inert(severity.padEnd(8))}  ${inert(checkId)}  ${inert(resourceArn)}${rest}`;
}

function partyLine({ name, kind, accountId }: ThirdPartyRef): ShownText {
  const account = accountId === undefined || accountId === name ? '' : ` ${accountId}`;
  return inert(`${name}${account} (${kind})`);
}
