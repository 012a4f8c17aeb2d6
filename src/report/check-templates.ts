import { explorerView } from './explorer.ts';
import { accountPageView } from './html/account-page.ts';
import { accountSlices } from './html/account-slice.ts';
import { compilePage, type PageName, type TemplateSources } from './html/environment.ts';
import { displayable } from './html/format.ts';
import { unknownFields } from './html/lint-fields.ts';
import { lintTemplates } from './html/lint-template.ts';
import { pageView } from './html/page.ts';
import { emptyReport, sampleReport } from './html/sample-report.ts';
import { problemOf, type TemplateProblem } from './html/template-syntax.ts';

export type { TemplateProblem } from './html/template-syntax.ts';

/** What each page is tried on: with something of everything, and with nothing. */
const SAMPLES = {
  report: () => [
    pageView(sampleReport(), {
      accountPage: (accountId) => `accounts/${accountId}/report.html`,
      explorerHref: 'explorer.html',
    }),
    pageView(emptyReport()),
  ],
  account: () => [
    ...[...accountSlices(sampleReport())].map((slice) => accountPageView(slice, '../../report.html')),
    ...[...accountSlices(emptyReport())].map((slice) => accountPageView(slice, null)),
  ],
  explorer: () =>
    [true, false].map((written) =>
      explorerView(sampleReport(), {
        pack: () => '',
        beside: { report: written, csv: written, accountPages: written },
      }),
    ),
} satisfies Record<PageName, () => unknown[]>;

/**
 * Everything that is wrong with templates, before a report is there to be rendered: what could make text more than
 * text, what cannot be read, and fields that no page has. A page is rendered only after that, with samples.
 */
export function checkTemplates(templates: TemplateSources): TemplateProblem[] {
  const unsafe = lintTemplates(templates);
  if (unsafe.length > 0) return unsafe;
  return Object.entries(SAMPLES).flatMap(([page, samplesOf]) => {
    const samples = samplesOf().map(displayable);
    const unknown = unknownFields(templates, page, samples);
    return unknown.length > 0 ? unknown : unrenderable(templates, page as PageName, samples);
  });
}

/** What only shows when a page is rendered. */
function unrenderable(
  templates: TemplateSources,
  page: PageName,
  samples: readonly unknown[],
): TemplateProblem[] {
  try {
    const render = compilePage(templates, page);
    for (const sample of samples) render(sample);
    return [];
  } catch (error) {
    return [problemOf(`${page}.hbs`, error)];
  }
}

const PLACES: readonly RegExp[] = [
  /^partials\/[a-z-]+\.hbs$/,
  /^styles\/[a-z0-9-]+\.css$/,
  /^scripts\/[a-z0-9-]+\.js$/,
  /^explorer\/[a-z0-9-]+\.(css|js)$/,
];

/** Whether a page would use a file of this path: one of a page's own name, or of a folder that pages share. */
export function isTemplateFile(path: string): boolean {
  const [, page] = /^([a-z]+)\.(?:hbs|css|js)$/.exec(path) ?? [];
  return (page !== undefined && Object.hasOwn(SAMPLES, page)) || PLACES.some((place) => place.test(path));
}
