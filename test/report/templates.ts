import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TemplateSources } from '../../src/report/html.ts';

const FOLDER = fileURLToPath(new URL('../../report-templates/', import.meta.url));

/** The files of `report-templates/` as the page takes them. */
export function readTemplates(): TemplateSources {
  return Object.fromEntries(
    readdirSync(FOLDER, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('//', '/'))
      .map((file) => [file.slice(FOLDER.length), readFileSync(file, 'utf8')]),
  );
}
