import { describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { controlId, controlsOf } from '../../src/controls/controls-of.ts';
import { FRAMEWORKS } from '../../src/controls/frameworks.ts';
import type { Control } from '../../src/model/control.ts';

const CHECK_IDS = new Set(registry.map(({ id }) => id));
/** These answer for accounts where an analyzer runs; only analyzer-coverage tells where none does. */
const BY_EXTERNAL_ANALYZERS = ['external-access-finding', 'archived-external-access', 'analyzer-error'];

describe('the frameworks', () => {
  it('are those that the tool speaks of, each under an id of its own without spaces', () => {
    const ids = FRAMEWORKS.map(({ id }) => id);
    expect(ids).toEqual([
      'AWS-WA',
      'CIS-AWS-3.0',
      'CIS-AWS-4.0',
      'CIS-AWS-5.0',
      'CIS-AWS-6.0',
      'CIS-AWS-7.0',
      'NIST-800-53-r5',
      'ISO-27001-2022',
      'SOC2',
      'PCI-DSS-4.0.1',
    ]);
    expect(ids.every((id) => /^\S+$/.test(id))).toBe(true);
  });

  it('are named with version, page and extent', () => {
    for (const { name, version, source, extent } of FRAMEWORKS) {
      expect(name.length).toBeGreaterThan(3);
      expect(version).toMatch(/\d/);
      expect(new URL(source).protocol).toBe('https:');
      expect(extent).toMatch(/^[A-Z][\s\S]{20,}\.$/);
    }
  });

  it('keep the versions of one framework beside each other', () => {
    const names = FRAMEWORKS.map(({ name }) => name);
    expect(names.filter((name, index) => name !== names[index - 1])).toHaveLength(new Set(names).size);
  });
});

describe.each(FRAMEWORKS.map((framework) => [framework.id, framework] as const))('%s', (_id, framework) => {
  const { controls } = framework;

  it('names each control once', () => {
    const ids = controls.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(controls.map((control) => [control.id, control] as const))(
    '%s rests on checks that exist, and says what they leave open',
    (_control, { title, checks, unproven }) => {
      expect(title).toMatch(/^[A-Z].{10,90}[^.]$/);
      expect(unproven).toMatch(/^[A-Z][\s\S]{20,}\.$/);
      expect(checks.length).toBeGreaterThan(0);
      expect(new Set(checks).size).toBe(checks.length);
      expect(checks.filter((id) => !CHECK_IDS.has(id))).toEqual([]);
    },
  );

  it.each(controls.map((control: Control) => [control.id, control] as const))(
    '%s asks for its numbers by parameters of its own checks',
    (_control, { checks, demands = [] }) => {
      for (const { check, parameter, atMost } of demands) {
        expect(checks).toContain(check);
        expect(registry.find(({ id }) => id === check)?.parameters).toHaveProperty(parameter);
        expect(atMost).toBeGreaterThan(0);
      }
    },
  );

  it.each(controls.map((control) => [control.id, control] as const))(
    '%s does not take a missing analyzer for an answer',
    (_control, { checks }) => {
      const rests = checks.some((id) => BY_EXTERNAL_ANALYZERS.includes(id));
      expect(!rests || checks.includes('analyzer-coverage')).toBe(true);
    },
  );

  it('lets no best practice be met whose step is not', () => {
    for (const { id, checks } of controls) {
      const whole = controls.find(
        (other) => id.startsWith(`${other.id}.`) && /^SEC\d\d-BP\d\d$/.test(other.id),
      );
      if (whole === undefined) continue;
      expect(checks.filter((check) => !whole.checks.includes(check))).toEqual([]);
    }
  });
});

describe('a control that can be met', () => {
  it('speaks of nothing that its checks do not judge: these and no others', () => {
    const whole = FRAMEWORKS.flatMap((framework) =>
      framework.controls.filter((control) => control.whole).map((control) => controlId(framework, control)),
    );
    expect(whole).toEqual([
      'AWS-WA SEC03-BP09.2',
      'CIS-AWS-3.0 1.14',
      'CIS-AWS-3.0 1.16',
      'CIS-AWS-4.0 1.14',
      'CIS-AWS-4.0 1.16',
      'CIS-AWS-5.0 1.13',
      'CIS-AWS-5.0 1.15',
      'CIS-AWS-6.0 2.13',
      'CIS-AWS-6.0 2.15',
      'CIS-AWS-7.0 2.12',
      'CIS-AWS-7.0 2.14',
    ]);
  });

  it('on external IDs counts whoever comes in because everyone may, who is asked for none', () => {
    const [wellArchitected] = FRAMEWORKS;
    const control = wellArchitected?.controls.find(({ id }) => id === 'SEC03-BP09.2');
    expect(control?.checks).toContain('public-trust');
  });

  it('has the numbers of its title as limits that its checks must keep', () => {
    const numbered = FRAMEWORKS.flatMap((framework) => framework.controls).filter(({ title }) =>
      /\b(?:\d+|six|three|twelve|quarterly|yearly|monthly)\b/i.test(title),
    );
    expect(numbered.length).toBeGreaterThan(1);
    expect(numbered.filter(({ demands = [] }: Control) => demands.length === 0)).toEqual([]);
  });

  it('of PCI DSS asks for six months, whatever the limit of the check', () => {
    const pci = FRAMEWORKS.find(({ id }) => id === 'PCI-DSS-4.0.1')?.controls ?? [];
    expect(pci.find(({ id }) => id === '7.2.4')?.demands).toMatchObject([
      { check: 'overdue-review', parameter: 'reviewEveryDays', atMost: 184 },
    ]);
  });
});

describe('the controls of a check', () => {
  it.each(registry.map(({ id, controls }) => [id, controls] as const))(
    '%s: as the data say, a best practice of AWS among them',
    (id, controls) => {
      const named = FRAMEWORKS.flatMap((framework) =>
        framework.controls
          .filter(({ checks }) => checks.includes(id))
          .map((control) => controlId(framework, control)),
      );
      expect([...controls].sort()).toEqual(named.sort());
      expect(controls.some((control) => control.startsWith('AWS-WA SEC0'))).toBe(true);
    },
  );

  it('name the step before the practice, since some outputs have room for one alone', () => {
    expect(controlsOf('external-id-missing')[0]).toBe('AWS-WA SEC03-BP09.2');
  });

  it('are none for a check that no framework names', () => {
    expect(controlsOf('no-such-check')).toEqual([]);
  });
});
