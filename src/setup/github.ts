import { stringify } from 'yaml';
import type { SetupValues } from './values.ts';

/**
 * A workflow of GitHub Actions that enters AWS by OpenID Connect, without a key that anybody keeps.
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function githubWorkflow({ version }: SetupValues, heading: string): string {
  const workflow = {
    name: 'countersign',
    on: { schedule: [{ cron: '15 3 * * *' }], workflow_dispatch: {} },
    permissions: { contents: 'read', 'id-token': 'write' },
    // Two runs at once would each be the next of the chain.
    concurrency: { group: 'countersign', 'cancel-in-progress': false },
    jobs: {
      scan: {
        'runs-on': 'ubuntu-24.04',
        'timeout-minutes': 355,
        steps: [
          { uses: 'actions/checkout@v4', with: { 'persist-credentials': false } },
          { uses: 'actions/setup-node@v4', with: { 'node-version': 22 } },
          { run: `npm install --global --ignore-scripts ./countersign-${version}.tgz` },
          {
            uses: 'aws-actions/configure-aws-credentials@v4',
            with: {
              'role-to-assume': '${{ vars.COUNTERSIGN_RUNNER_ROLE_ARN }}',
              'aws-region': '${{ vars.COUNTERSIGN_REGION }}',
              'role-duration-seconds': 21_600,
            },
          },
          {
            run: 'countersign scan --config config.yaml --out "$RUNNER_TEMP/runs" --log-format json',
            env: { COUNTERSIGN_EXTERNAL_ID: '${{ secrets.COUNTERSIGN_EXTERNAL_ID }}' },
          },
        ],
      },
    },
  };
  return `${comments(heading)}${stringify(workflow, { lineWidth: 0 })}`;
}

function comments(heading: string): string {
  return [
    heading,
    '.github/workflows/countersign.yaml of a private repository that has config.yaml and the package beside it.',
    'home.yaml with RunnerHome=GitHub lets exactly this workflow in, by GitHubSubject; the account needs the identity',
    'provider: aws iam create-open-id-connect-provider --url https://token.actions.githubusercontent.com --client-id-list sts.amazonaws.com',
    'The evidence goes to the bucket that evidence.s3 names: nothing of it is kept here.',
    'Replace the tags of the actions by the commits that you have looked at.',
  ]
    .map((line) => `# ${line}\n`)
    .join('');
}
