import { stringify } from 'yaml';

/** The word in the log of a build that the exit code of a scan stands behind: alarms go by it. */
export const EXIT_CODE_WORD = 'countersign-exit-code';

/** The name of the report group is this, behind the name of the project. */
export const REPORT_GROUP = 'checks';

/**
 * What CodeBuild does. It forgets all it has between two builds, so that history and state come from the bucket that
 * the configuration names as evidence.s3.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function buildspec(commands: string = SCAN): string {
  return stringify(
    {
      version: 0.2,
      phases: {
        install: {
          'runtime-versions': { nodejs: 22 },
          commands: [
            'aws s3 cp "s3://$EVIDENCE_BUCKET/$CONFIGURATION_PREFIX/" . --recursive --only-show-errors',
            'npm install --global --ignore-scripts --no-audit --no-fund "$COUNTERSIGN_PACKAGE"',
          ],
        },
        build: { commands: [commands] },
      },
      reports: {
        [REPORT_GROUP]: { 'base-directory': 'results', files: ['junit.xml'], 'file-format': 'JUNITXML' },
      },
    },
    { lineWidth: 0 },
  );
}

/**
 * One step of a run in shards, as `COUNTERSIGN_ARGUMENTS` says it: words of ours, so that they may be parted. Only the merge
 * ends a run.
 */
export const STEP = `code=0
countersign $COUNTERSIGN_ARGUMENTS --config config.yaml --out runs --log-format json || code=$?
case "$COUNTERSIGN_ARGUMENTS" in
  merge*)
    echo "${EXIT_CODE_WORD} $code"
    mkdir -p results
    cp runs/latest/junit.xml results/ || echo "No junit.xml: name junit under outputs in config.yaml."
    ;;
esac
exit "$code"
`;

/** The build fails with the code of the scan, once the code is in the log and the report where CodeBuild finds it. */
const SCAN = `code=0
countersign scan --config config.yaml --out runs --log-format json || code=$?
echo "${EXIT_CODE_WORD} $code"
mkdir -p results
cp runs/latest/junit.xml results/ || echo "No junit.xml: name junit under outputs in config.yaml."
exit "$code"
`;
