import { Command, Option } from 'commander';
import { lazily } from './lazily.ts';
import { envOption, keyOption, runArgument } from './options.ts';

export function reportCommand(): Command {
  return new Command('report')
    .description('judge a finished run again from its facts and render its reports; no account is asked')
    .addArgument(runArgument())
    .addOption(
      new Option('--config <file>', 'judge by this configuration instead of the one kept in the run'),
    )
    .addOption(envOption())
    .addOption(
      new Option(
        '--out <dir>',
        'where to write; default: <run>-report beside the run, or in the current directory for a run in S3',
      ),
    )
    .addOption(
      new Option(
        '--external-id-key <file>',
        'the key of external-ID fingerprints; default: what evidence of --config names, else state/external-id.key beside the run',
      ),
    )
    .addOption(
      new Option('--external-id-kms-key <id>', 'the KMS key that gives the key of external-ID fingerprints'),
    )
    .addOption(keyOption())
    .action(lazily(() => import('./actions/report.ts')));
}
