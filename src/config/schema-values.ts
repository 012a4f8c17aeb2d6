import ipaddr from 'ipaddr.js';
import { RE2JS } from 're2js';
import { z } from 'zod';

/** The forms of single values. Each message says what to write; the loader adds what YAML made of it. */

export const accountId = z
  .string({ error: 'must be an AWS account id: 12 digits between quotes' })
  .regex(/^\d{12}$/, { error: 'must be an AWS account id: 12 digits between quotes' });

export const organizationId = z
  .string()
  .regex(/^o-[a-z0-9]{10,32}$/, { error: 'must be an organization id such as "o-a1b2c3d4e5"' });

const roleArnPattern = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/(?:[\x21-\x7e]{1,510}\/)?[\w+=,.@-]{1,64}$/;

export const roleArn = z.string().regex(roleArnPattern, {
  error: 'must be the ARN of an IAM role such as "arn:aws:iam::111122223333:role/CountersignAuditor"',
});

export const roleName = z.string().regex(/^(?:[\w+=,.@-]{1,128}\/){0,4}[\w+=,.@-]{1,64}$/, {
  error: 'must be the name of an IAM role, with its path if it has one, such as "audit/CountersignAuditor"',
});

/** What STS accepts as an external ID. */
export const externalId = z.string().regex(/^[\w+=,.@:/-]{2,1224}$/, {
  error: 'must be an external ID: 2 to 1,224 letters, digits or characters of _ + = , . @ : / -',
});

export const date = z.iso.date({
  error: 'must be a day of the calendar written as year-month-day, such as 2027-03-31',
});

export const regionName = z
  .string()
  .regex(/^[a-z]{2,5}(?:-[a-z]+){1,3}-\d{1,2}$/, { error: 'must be an AWS Region such as eu-west-1' });

export const serviceName = z.string().regex(/^[a-z0-9-]{2,63}$/, {
  error: 'must be a service as IAM names it before the colon of an action, such as cloudformation',
});

/** Either the word `enabled` or a list of Regions, each once. */
export const regions = z.union(
  [z.literal('enabled'), z.array(regionName).min(1, { error: atLeastOne('Region') })],
  {
    error: 'must be a list of Regions such as [us-east-1, eu-west-1], or the word enabled',
  },
);

export const organizationalUnit = z
  .string()
  .regex(
    /^(?:ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32}|(?!(?:ou|r)-[a-z0-9]+)[^/\s][^/]{0,127}(?:\/[^/]{1,128}){0,5})$/,
    {
      error:
        'must be an organizational unit: its id such as "ou-ab12-cd34ef56", or its path of names from the root such as "Workloads/Production"',
    },
  );

export const cidr = z.string().refine(isAddressRange, {
  error: 'must be an IP address or a CIDR range such as 203.0.113.0/24',
});

export const regularExpression = z.string().max(500).refine(isRegularExpression, {
  error:
    'must be a regular expression in RE2 syntax, such as ^acme-[0-9a-f]{32}$: without look-around such as (?=…) and backreferences such as \\1, and with at most 1,000 repetitions',
});

export const kmsKeyId = z.string().regex(/^[\w:/-]{1,2048}$/, {
  error:
    'must be a KMS key: its id, its ARN or its alias, such as "alias/countersign" or "arn:aws:kms:eu-west-1:111122223333:key/…"',
});

/** A line of text for people. */
export function text(longest = 500) {
  return z
    .string()
    .max(longest, { error: `must be at most ${longest} characters long` })
    .refine((value) => value.trim() !== '', { error: 'must not be empty' });
}

/** A text in which `*` stands for any run of characters and `?` for one, and that not all texts meet. */
export function pattern(longest: number) {
  return text(longest).refine((value) => !/^[*?]+(?:=|$)/.test(value), {
    error: 'must hold more than wildcards, which all of them would meet',
  });
}

/** A domain, in ASCII or not, or a pattern of domains: with a dot, and more than wildcards behind the last. */
export const domain = z.string().regex(/^(?:[\w\u00aa-\uffff*?-]{1,63}\.){1,20}[\w\u00aa-\uffff-]{1,63}$/, {
  error: 'must be the domain of an e-mail address, such as nimbus.example or *.nimbus.example',
});

/** A whole number from `least` to `most`, in `unit`. */
export function wholeNumber(least: number, most: number, unit: string) {
  const error = `must be a whole number of ${unit} from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

export function atLeastOne(thing: string): string {
  return `must name at least one ${thing}`;
}

function isAddressRange(value: string): boolean {
  return ipaddr.isValid(value) ? !value.includes('%') : ipaddr.isValidCIDR(value);
}

/** It meets text from outside, so it must be one for which no text takes long: https://github.com/google/re2/wiki/Syntax */
function isRegularExpression(value: string): boolean {
  try {
    RE2JS.compile(value);
    return true;
  } catch {
    return false;
  }
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export const weekdays = z
  .array(z.enum(WEEKDAYS, { error: `must be one of ${WEEKDAYS.join(', ')}` }))
  .min(1, { error: atLeastOne('day') });

/** When something begins: a day has no 24:00 of its own. */
export const quarterOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):(?:00|15|30|45)$/, {
  error: 'must be a quarter of an hour between quotes, from "00:00" to "23:45"',
});

export const quarterHour = z.string().regex(/^(?:(?:[01]\d|2[0-3]):(?:00|15|30|45)|24:00)$/, {
  error: 'must be a quarter of an hour between quotes, such as "08:00" or "17:45"',
});

export const timeZone = z.string().refine(isTimeZone, {
  error: 'must be a time zone by its name, such as Europe/Dublin or UTC',
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
