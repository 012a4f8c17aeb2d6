import type { AuditReport, RolePopulation } from '../../../model/report.ts';
import { number, quantity } from '../support/format.ts';

export interface PopulationView {
  name: string;
  /** `1,204 listed = 1,180 judged + 24 left out`. */
  equation: string;
  adds: boolean;
  parts: Array<{ name: string; count: string }>;
}

/** Whether roles listed = evaluated + left out. */
export function reconciles(roles: RolePopulation): boolean {
  return roles.listed === roles.evaluated + leftOut(roles);
}

/** The three populations of a run, each with the sum that must hold: accounts, facts, roles. */
export function populationViews({ scope, coverage, summary }: AuditReport): PopulationView[] {
  const { COMPLETE, PARTIAL, FAILED, excluded } = summary.accounts;
  const inScope = scope.accounts.length;
  const missing = coverage.gaps.length;
  return [
    {
      name: 'Accounts',
      equation: `${number(inScope + scope.excluded.length)} known = ${number(COMPLETE)} read in full + ${number(PARTIAL)} read in part + ${number(FAILED)} not read + ${number(excluded)} out of scope`,
      adds: inScope + scope.excluded.length === COMPLETE + PARTIAL + FAILED + excluded,
      parts: [],
    },
    {
      name: 'Facts',
      equation: `${number(coverage.planned)} planned = ${number(coverage.collected)} read + ${number(missing)} not read`,
      adds: coverage.planned === coverage.collected + missing,
      parts: [],
    },
    {
      name: 'Roles',
      equation: `${number(scope.roles.listed)} listed = ${number(scope.roles.evaluated)} judged + ${number(leftOut(scope.roles))} left out`,
      adds: reconciles(scope.roles),
      parts: scope.roles.leftOut.map(({ reason, count }) => ({
        name: `Left out: ${reason}`,
        count: quantity(count, 'role'),
      })),
    },
  ];
}

function leftOut(roles: RolePopulation): number {
  return roles.leftOut.reduce((sum, { count }) => sum + count, 0);
}
