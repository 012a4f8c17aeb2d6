import { Command, InvalidArgumentError, Option } from 'commander';
import { lazily } from './lazily.ts';
import { keyOption } from './options.ts';

export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'check that the evidence of runs is whole, unaltered, signed and in sequence; offline, but for runs in S3',
    )
    .argument(
      '<run...>',
      'run directories, or s3://bucket/prefix/run; several are checked as a chain, oldest first; s3://bucket/prefix for all runs of an archive',
    )
    .addOption(keyOption())
    .addOption(
      new Option(
        '--expect-head <sha256>',
        'the SHA-256 that the newest run’s manifest.json must have: nothing is missing at the end',
      ).argParser(sha256Digits),
    )
    .action(lazily(() => import('./actions/verify.ts')));
}

function sha256Digits(text: string): string {
  const digits = text.toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(digits)) throw new InvalidArgumentError('It must be 64 hexadecimal digits.');
  return digits;
}
