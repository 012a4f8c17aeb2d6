import { controlId } from '../../src/controls/controls-of.ts';
import type { Control, Framework } from '../../src/model/control.ts';
import { code, generatedFrom, page, table, text } from './markdown.ts';

/** `docs/controls.md`: every framework with its controls, the checks behind them, and what those leave unproven. */
export function controlsPage(frameworks: readonly Framework[]): string {
  const names = [...new Set(frameworks.map(({ name }) => name))];
  return page([
    generatedFrom('the data in src/controls'),
    '# Controls',
    'Which checks say something about which control. A control is named only where its text asks for what the check tests; titles are in our words, and the text itself stands on the framework’s own page. Passing the checks is evidence towards a control, and the whole of it only where the table says so: the last column says what remains. A number in a control’s text is asked of the parameters and of the register, whatever the check’s own limit.',
    '**How a run judges a control**',
    [
      '- `NOT_MET`: a check behind it failed somewhere, and no exception covers that. The tables say the worst severity of it.',
      '- `NOT_SHOWN`: no open failure, and something is missing: a parameter or an entry of the register is laxer than the control’s text, a result is `UNKNOWN` or `ERROR`, a fact that a check reads was not read everywhere, a check was not applied, the organization was not read in full, no account was in scope, a question arises that there is no analyzer or record to answer from, or nothing was judged, and the control’s text speaks of others too.',
      '- `SUPPORTED`: every check behind it was applied, has an answer wherever it was applied, and has no open failure; the control’s text speaks of more than they judge.',
      '- `MET_WITH_EXCEPTIONS`: they judge all that the text speaks of, and only accepted failures stand against it.',
      '- `MET`: they judge all that the text speaks of, and failed nowhere.',
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
    text([control.title, ...numbers(control)].join('. ')),
    control.checks.map((id) => `[${code(id)}](checks.md#${id})`).join(', '),
    text(control.whole === true ? `Can be met. ${control.unproven}` : control.unproven),
  ];
}

function numbers({ demands = [] }: Control): string[] {
  return demands.map(({ check, parameter, atMost }) => `${parameter} of ${check}: ${atMost} at most`);
}
