import { type ParameterValue, parameterProblem } from '../model/parameter.ts';
import { list, type Mapping, mapping } from './as-written.ts';
import { quote } from './display.ts';
import type { SourceDocument } from './document.ts';
import type { ConfigProblem } from './errors.ts';
import { nearest } from './nearest.ts';

/** What the configuration must know of a check; every `Check` is one. */
export interface KnownCheck {
  id: string;
  parameters?: Readonly<Record<string, { default: ParameterValue }>>;
}

export function exceptionProblems(
  root: Mapping,
  document: SourceDocument,
  checks: readonly KnownCheck[],
): ConfigProblem[] {
  const ids = checks.map(({ id }) => id);
  return list(root.exceptions).flatMap((value, index) => {
    const { check } = mapping(value);
    if (typeof check !== 'string' || ids.includes(check)) return [];
    const path = ['exceptions', index, 'check'];
    return [document.problem(path, unknownCheck(document.cameFromEnvironment(path) ? '' : check, ids))];
  });
}

export function checkProblems(
  root: Mapping,
  document: SourceDocument,
  checks: readonly KnownCheck[],
): ConfigProblem[] {
  const ids = checks.map(({ id }) => id);
  return Object.entries(mapping(root.checks)).flatMap(([id, settings]) => {
    const check = checks.find((known) => known.id === id);
    if (check === undefined) return [document.problem(['checks', id], unknownCheck(id, ids), 'key')];
    return Object.entries(mapping(settings)).flatMap(([name, value]) => {
      if (name === 'enabled' || name === 'severity') return [];
      const path = ['checks', id, name];
      const message = settingProblem(name, value, check.parameters ?? {});
      return message === undefined
        ? []
        : [document.problem(path, message, message.startsWith('must') ? 'value' : 'key')];
    });
  });
}

function unknownCheck(id: string, known: readonly string[]): string {
  const close = nearest(id, known);
  if (close !== undefined) return `there is no such check. Did you mean ${quote(close)}?`;
  return 'there is no such check: `countersign checks list` shows all';
}

function settingProblem(
  name: string,
  value: unknown,
  parameters: NonNullable<KnownCheck['parameters']>,
): string | undefined {
  const expected = Object.hasOwn(parameters, name) ? parameters[name]?.default : undefined;
  if (expected === undefined) {
    const valid = ['enabled', 'severity', ...Object.keys(parameters)];
    const close = nearest(name, valid);
    return close === undefined
      ? `this check has no such parameter. Valid keys: ${valid.join(', ')}`
      : `this check has no such parameter. Did you mean ${quote(close)}?`;
  }
  return parameterProblem(value, expected);
}
