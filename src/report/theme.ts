import { checkLogo } from './theme/logo.ts';
import type { ThemeProblem } from './theme/problem.ts';
import { checkStyleSheet } from './theme/style-sheet.ts';

export type { ThemeProblem } from './theme/problem.ts';

/**
 * The files of a theme by name, each with what looks for anything in it that loads, runs or ends a part of the page. They
 * stand among the templates, where every page finds them.
 */
export const THEME_FILES = {
  'theme.css': checkStyleSheet,
  'logo.svg': checkLogo,
} satisfies Record<string, (text: string) => ThemeProblem[]>;
