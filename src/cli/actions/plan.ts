import type { Command } from 'commander';
import { lines, type ShownText, shown } from '../../report/visible.ts';
import { planScan, type ScanPlan } from '../../run/plan.ts';
import { type AccountsAsked, askedFor } from '../asked.ts';
import { configPath } from '../config-path.ts';
import { loadConfigFile } from '../load-config.ts';
import { outputOf } from '../options.ts';
import { plural } from '../progress-display.ts';
import { inert, jsonText } from '../terminal.ts';

/** What `countersign plan` does. */
export async function run(options: AccountsAsked, command: Command): Promise<void> {
  const { terminal, json } = outputOf(command);
  const loaded = await loadConfigFile(configPath(options.config), options.env);
  const plan = await planScan(await askedFor(options, loaded, terminal));
  terminal.print(json ? jsonText(plan, 2) : planText(plan));
}

function planText({ accountSource, accounts, excluded, discoveryCalls, calls }: ScanPlan): ShownText {
  const least = accounts.some(({ basis }) => basis === 'empty account');
  const rows = accounts.map(({ accountId, name, regions, basis, calls: number }) => {
    const count = `${basis === 'empty account' ? 'at least ' : ''}${plural(number, 'call')}`;
    return inert(`  ${accountId}  ${count.padEnd(20)} ${regions.join(', ')}  ${name}`);
  });
  return lines([
    shown`Accounts from ${inert(accountSource)}`,
    shown``,
    shown`${plural(accounts.length, 'account')} in scope`,
    ...rows,
    ...(excluded.length === 0 ? [] : [shown``, shown`${plural(excluded.length, 'account')} excluded`]),
    ...excluded.map(({ accountId, name, message }) => inert(`  ${accountId}  ${name}: ${message}`)),
    shown``,
    shown`${least ? shown`At least ` : shown``}${plural(calls, 'call')}, ${discoveryCalls} of them to find the accounts.`,
    ...(least ? [shown`After a first scan the numbers follow what it found.`] : []),
  ]);
}
