import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { SEVERITIES } from '../../src/model/severity.ts';

const checks = resolve(import.meta.dirname, '../../src/checks');

/** Files that define a check, found by what they say, not by where the registry looks. */
function checksOnDisk(): string[] {
  return readdirSync(checks, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) =>
      /= (accountCheck|organizationCheck)(<.*>)?\(\{/.test(readFileSync(join(checks, name), 'utf8')),
    )
    .map((name) => name.replace(/\.ts$/, ''))
    .sort();
}

/** Of every way in but roles, and of what is done once inside. */
const OTHER_WAYS_IN = [
  'root-access-key',
  'third-party-access-key',
  'third-party-console-password',
  'access-key-age',
  'external-resource-share',
  'well-architected-share',
  'identity-center-guest',
  'billing-transfer',
  'roles-anywhere-trust',
  'delegation-request',
  'stack-set-drift',
  'resource-public',
  'resource-third-party',
  'resource-beyond-register',
  'unused-services',
  'activity-source',
  'activity-hours',
  'activity-high-risk',
  'activity-refused',
  'activity-after-end',
  'activity-new-visitor',
  'standing-access',
  'recording-missing',
  'recording-at-risk',
];

describe('the registry of checks', () => {
  it('holds every check file on disk and nothing else, each under the name of its file', () => {
    expect(registry.map(({ area, id }) => `${area}/${id}`).sort()).toEqual(checksOnDisk());
    expect(registry.length).toBeGreaterThanOrEqual(30);
  });

  it.each(registry.map((check) => [check.id, check] as const))('%s is described in full', (_id, check) => {
    expect(SEVERITIES).toContain(check.severity);
    for (const text of [check.title, check.failureTitle]) expect(text).toMatch(/^[A-Z].{10,}[^.]$/);
    for (const text of [check.rationale, check.remediation, check.cannotKnow])
      expect(text).toMatch(/^[A-Z][\s\S]{40,}\.$/);
    expect(check.failsWhen ?? 'In one case, which its title tells in full as it is.').toMatch(
      /^[A-Z][\s\S]{40,}\.$/,
    );
    for (const { description } of Object.values(check.parameters ?? {}))
      expect(description.length).toBeGreaterThan(10);
  });

  it('says in whole sentences when checks fail whose titles cannot tell it, and by which parameters', () => {
    const said = registry.filter(({ failsWhen }) => failsWhen !== undefined);
    expect(said.map(({ id }) => id)).toEqual(expect.arrayContaining(OTHER_WAYS_IN));
    for (const { id, failsWhen = '', parameters = {} } of said)
      for (const name of Object.keys(parameters)) expect(failsWhen, id).toContain(`\`${name}\``);
  });
});
