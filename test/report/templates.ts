import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TemplateSources } from '../../src/report/html.ts';

const FOLDER = fileURLToPath(new URL('../../report-templates/', import.meta.url));

const TEMPLATES: TemplateSources = Object.freeze(
  Object.fromEntries(
    readdirSync(FOLDER, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('//', '/'))
      .map((file) => [file.slice(FOLDER.length), readFileSync(file, 'utf8')]),
  ),
);

/** The files of `report-templates/` as the page takes them: always the same object, by which a page is compiled once. */
export function readTemplates(): TemplateSources {
  return TEMPLATES;
}
