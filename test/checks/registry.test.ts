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
    for (const { description } of Object.values(check.parameters ?? {}))
      expect(description.length).toBeGreaterThan(10);
  });
});
