import type { Command } from 'commander';
import { UserError } from '../../model/user-error.ts';
import { number } from '../../report/html/support/format.ts';
import { lines, type ShownText, shown } from '../../report/visible.ts';
import { planScan, type ScanPlan } from '../../run/plan.ts';
import { planShards } from '../../run/shards/plan-shards.ts';
import { type AccountsAsked, askedFor } from '../asked.ts';
import { configPath } from '../config-path.ts';
import { mayForget } from '../forgetful-machine.ts';
import { loadConfigFile } from '../load-config.ts';
import { outputOf } from '../options.ts';
import { plural, progressDisplay } from '../progress-display.ts';
import { provenance } from '../provenance.ts';
import { planText as shardPlanText } from '../shards.ts';
import { inert, jsonText } from '../terminal.ts';

/** What `countersign plan` does. */
export async function run(
  options: AccountsAsked & { shards?: number; place?: string; newChain?: boolean },
  command: Command,
): Promise<void> {
  const { terminal, json, ...telling } = outputOf(command);
  const path = configPath(options.config);
  const loaded = await loadConfigFile(path, options.env);
  const { shards: of, place, newChain = false } = options;
  if (of !== undefined) {
    const plan = await planShards({
      ...(await askedFor(options, loaded, terminal)),
      ...{ of, newChain, configDigest: loaded.digest, provenance: provenance() },
      ...(place === undefined ? {} : { place }),
      ...(loaded.files.length === 0 ? {} : { configFiles: loaded.files }),
      mayForget: mayForget(process.env),
      watch: progressDisplay(terminal, Date.now, telling),
    });
    terminal.print(json ? jsonText(plan, 2) : shardPlanText(plan, path));
    return;
  }
  if (place !== undefined || newChain)
    throw new UserError('ONLY_WITH_SHARDS', '--place and --new-chain go with --shards.');
  const plan = await planScan(await askedFor(options, loaded, terminal));
  terminal.print(json ? jsonText(plan, 2) : planText(plan));
}

function planText({ accountSource, accounts, excluded, discoveryCalls, athena, calls }: ScanPlan): ShownText {
  const least = accounts.some(({ basis }) => basis === 'empty account');
  const rows = accounts.map(({ accountId, name, regions, basis, calls: needed }) => {
    const count = `${basis === 'empty account' ? 'at least ' : ''}${plural(needed, 'call')}`;
    return inert(`  ${accountId}  ${count.padEnd(20)} ${regions.join(', ')}  ${name}`);
  });
  return lines([
    shown`Accounts from ${inert(accountSource)}`,
    shown``,
    shown`${plural(accounts.length, 'account')} in scope`,
    ...rows,
    ...(excluded.length === 0 ? [] : [shown``, shown`${plural(excluded.length, 'account')} excluded`]),
    ...excluded.map(({ accountId, name, message }) => inert(`  ${accountId}  ${name}: ${message}`)),
    ...(athena === undefined ? [] : athenaLines(athena)),
    shown``,
    shown`${least ? shown`At least ` : shown``}${plural(calls, 'call')}, ${number(discoveryCalls)} of them to find the accounts.`,
    ...(least ? [shown`After a first scan the numbers follow what it found.`] : []),
  ]);
}

function athenaLines({ queries, calls }: NonNullable<ScanPlan['athena']>): ShownText[] {
  return [
    shown``,
    shown`${plural(queries.length, 'query', 'queries')} of Athena for all accounts together, with ${plural(calls, 'call')} or more. How much they scan, which AWS charges for, cannot be known before; the evidence says how much it was.`,
    ...queries.flatMap(({ purpose, text }) => [
      shown``,
      inert(`-- ${purpose}`),
      ...text.split('\n').map((line) => inert(line)),
    ]),
  ];
}
