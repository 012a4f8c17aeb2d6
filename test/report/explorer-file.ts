import { inflateSync } from 'node:zlib';
import type { AuditReport } from '../../src/model/report.ts';
import type { Column } from '../../src/report/explorer/column.ts';
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
  const setup = { ...SETUP, beside: { ...SETUP.beside, ...beside } };
  return [...renderExplorer(report, { ...readTemplates(), ...theme }, setup)].join('');
}

const BLOCK = /<script type="text\/plain" id="([a-z0-9-]+)">([^<]*)<\/script>/g;

interface Blocks {
  'findings-0': FindingDetail[];
  'roles-0': RoleDetail[];
}

/** What is told of a table, and its columns by their ids. */
type Made<T extends { columns: object }> = Omit<T, 'columns'> & {
  columns: Record<keyof T['columns'], Column>;
};

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

/** A table of a page, put together from the block that tells of it and one a column. */
export function tableOf(page: string, name: 'findings'): Made<FindingsTable>;
export function tableOf(page: string, name: 'roles'): Made<RolesTable>;
export function tableOf(page: string, name: string): object {
  const texts = blockTexts(page);
  const read = (id: string) => JSON.parse(texts.get(id) ?? 'null');
  const { columns, ...rest } = read(`${name}-table`);
  return {
    ...rest,
    columns: Object.fromEntries(columns.map((id: string) => [id, read(`${name}-column-${id}`)])),
  };
}

/** The page without its data blocks. */
export function withoutBlocks(page: string): string {
  return page.replace(BLOCK, '');
}
