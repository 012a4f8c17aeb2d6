import { inflateSync } from 'node:zlib';
import type { AuditReport } from '../../src/model/report.ts';
import type { FindingDetail, FindingsTable } from '../../src/report/explorer/findings.ts';
import type { RoleDetail, RolesTable } from '../../src/report/explorer/roles.ts';
import { type ExplorerSetup, renderExplorer } from '../../src/report/explorer.ts';
import type { TemplateSources } from '../../src/report/html.ts';
import { packText } from '../../src/run/pack.ts';
import { readTemplates } from './templates.ts';

export const SETUP: ExplorerSetup = {
  pack: packText,
  beside: { report: true, csv: true, accountPages: true },
};

/** The page of a report, every other page beside it. */
export function explorerOf(
  report: AuditReport,
  beside: Partial<ExplorerSetup['beside']> = {},
  theme: TemplateSources = {},
): string {
  return renderExplorer(
    report,
    { ...readTemplates(), ...theme },
    { ...SETUP, beside: { ...SETUP.beside, ...beside } },
  );
}

const BLOCK = /<script type="text\/plain" id="([a-z0-9-]+)">([^<]*)<\/script>/g;

interface Blocks {
  'findings-table': FindingsTable;
  'roles-table': RolesTable;
  'findings-0': FindingDetail[];
  'roles-0': RoleDetail[];
}

/** The data blocks of a page by their ids, as JSON texts. */
export function blockTexts(page: string): Map<string, string> {
  return new Map(
    [...page.matchAll(BLOCK)].map(([, id = '', text = '']) => [
      id,
      inflateSync(Buffer.from(text, 'base64')).toString(),
    ]),
  );
}

export function blockOf<Id extends keyof Blocks>(page: string, id: Id): Blocks[Id] {
  return JSON.parse(blockTexts(page).get(id) ?? 'null');
}

/** The page without its data blocks. */
export function withoutBlocks(page: string): string {
  return page.replace(BLOCK, '');
}
