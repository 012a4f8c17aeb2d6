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
    .addOption(
      new Option(
        '--since <date>',
        'check a period: its runs in an archive or a directory of runs, and on which nights there was none; ends with 3 where there was none',
      ).argParser(moment),
    )
    .addOption(
      new Option(
        '--every <interval>',
        'with --since: how far apart runs are, such as 24h or 7d; default: what the runs themselves show',
      ).argParser(secondsOf),
    )
    .action(lazily(() => import('./actions/verify.ts')));
}

function moment(text: string): Date {
  const date = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z)?$/.test(text) ? new Date(text) : undefined;
  if (date === undefined || Number.isNaN(date.getTime()))
    throw new InvalidArgumentError('It must be a day or a moment in UTC: 2026-11-01, or 2026-11-01T03:00Z.');
  return date;
}

function secondsOf(text: string): number {
  const [, number = '0', unit] = /^(\d{1,4})([hd])$/.exec(text) ?? [];
  if (Number(number) === 0) throw new InvalidArgumentError('It must be hours or days, such as 24h or 7d.');
  return Number(number) * (unit === 'h' ? 3600 : 86_400);
}

function sha256Digits(text: string): string {
  const digits = text.toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(digits)) throw new InvalidArgumentError('It must be 64 hexadecimal digits.');
  return digits;
}
