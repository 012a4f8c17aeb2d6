import { controlId } from '../../src/controls/controls-of.ts';
import type { Control, Framework } from '../../src/model/control.ts';
import { code, generatedFrom, page, table, text } from './markdown.ts';

/** `docs/controls.md`: every framework with its controls, the checks behind them, and what those leave unproven. */
export function controlsPage(frameworks: readonly Framework[]): string {
  const names = [...new Set(frameworks.map(({ name }) => name))];
  return page([
    generatedFrom('the data in src/controls'),
    '# Controls',
    'Which checks say something about which control. A control is named only where its text asks for what the check tests; titles are in our words, and the text itself stands on the framework’s own page. Passing the checks is evidence towards a control, not the whole of it: the last column says what remains.',
    '**How a run judges a control**',
    [
      '- `NOT_MET`: a check behind it failed somewhere. A failure that an exception covers is an accepted failure; it does not make the control met.',
      '- `NOT_SHOWN`: none failed, and something is missing: a result is `UNKNOWN` or `ERROR`, a fact that a check reads was not read everywhere, a check was not applied, the organization was not read in full, no account was in scope, or a question arises that there is no analyzer or record to answer from.',
      '- `MET`: every check behind it was applied, has an answer wherever it was applied, and failed nowhere.',
      '- `NOT_APPLICABLE`: the same, and there was nothing that the control speaks of.',
    ].join('\n'),
    'Results speak of the accounts and Regions in scope, at the moment of the run. `report.json` holds them under `controls`, and `report.html` has a page a framework. Findings name a control by its full id, such as `NIST-800-53-r5 AC-3`.',
    ...names.flatMap((name) =>
      section(
        name,
        frameworks.filter((framework) => framework.name === name),
      ),
    ),
  ]);
}

function section(name: string, editions: readonly Framework[]): string[] {
  const [first] = editions;
  if (first === undefined) return [];
  return [
    `## ${text(name)}`,
    `${text(first.extent)} [The framework’s page](${first.source}).`,
    ...editions.flatMap((framework) => [
      `${editions.length > 1 ? '### Version ' : 'Version: '}${text(framework.version)}`,
      table(
        ['Control', 'In our words', 'Checks', 'What they leave unproven'],
        framework.controls.map((control) => row(framework, control)),
      ),
    ]),
  ];
}

function row(framework: Framework, control: Control): string[] {
  return [
    code(controlId(framework, control)),
    text(control.title),
    control.checks.map((id) => `[${code(id)}](checks.md#${id})`).join(', '),
    text(control.unproven),
  ];
}
