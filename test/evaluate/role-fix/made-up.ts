import { fixFor, type MadeFix } from '../../../src/evaluate/role-fix/fix-for.ts';
import {
  type Around,
  indexingWith,
  isFailure,
  judgeRole,
} from '../../../src/evaluate/role-fix/judge-role.ts';
import type { Rules } from '../../../src/evaluate/rules.ts';
import type { Check, Failed, Outcome } from '../../../src/model/check.ts';
import { indexFacts } from '../../../src/model/fact-index.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { contextOf } from '../../checks/support/trust-fixtures.ts';
import { SUBJECT } from './fixed.ts';

/** What a check says of a role, of which a test names only what it is about. */
type Said = Partial<Failed> | { status: 'UNKNOWN' };

/** A check of each role, by what a test says that it finds there; `session` is the longest that the role gives. */
export function madeUp(
  id: string,
  find: (role: Role, session: number | undefined) => Said | undefined,
  more: Partial<Check> = {},
): Check {
  const check = {
    ...{ id, area: 'trust', scope: 'account', per: 'account', severity: 'medium', title: id },
    ...{ remediation: 'Do it.', controls: [], requires: ['authorization-details', 'role-settings'] },
    evaluate: (facts: Record<string, { roles: Role[] }>, { onlyRole }: { onlyRole?: string }): Outcome[] =>
      (facts['authorization-details']?.roles ?? []).flatMap((role) => {
        if (onlyRole !== undefined && role.arn !== onlyRole) return [];
        const settings = facts['role-settings']?.roles.find(({ arn }) => arn === role.arn);
        const found = find(
          role,
          (settings as { maxSessionDuration?: number } | undefined)?.maxSessionDuration,
        );
        const resource = { arn: role.arn, type: 'AWS::IAM::Role' };
        return found === undefined
          ? [{ status: 'PASS', resource, detail: '' }]
          : [{ status: 'FAIL', resource, detail: id, evidence: [], ...found } as Outcome];
      }),
    ...more,
  };
  return check as unknown as Check;
}

export interface World {
  /** The role that is to be fixed, and others. */
  roles: readonly Role[];
  checks: readonly Check[];
  session?: number;
  /** Given as undefined where nobody knows. */
  stack?: ReturnType<Around['stackOf']> | undefined;
  silent?: readonly Check[];
  config?: object;
}

/** The one fix of the first role, where these checks are all that there are, and whatever they find counts. */
export function fixIn(world: World): {
  made: MadeFix | undefined;
  /** Fingerprints of what was found on it, by the ids of the checks. */
  found: Map<string, string>;
} {
  const { roles, checks, session = 3600, silent, config = {} } = world;
  const stack = 'stack' in world ? world.stack : null;
  const [role] = roles;
  if (role === undefined) throw new Error('no role');
  const { study, parties, asOf } = contextOf();
  const details = { roles: [...roles], policies: [] };
  const record = (fact: string, value: unknown) =>
    ({ fact, region: 'global', status: 'COLLECTED', collectedAt: asOf, source: 'the test', value }) as never;
  const index = indexFacts([
    record('authorization-details', details),
    record('role-settings', { roles: roles.map(({ arn }) => ({ arn, maxSessionDuration: session })) }),
  ]);
  const settings = { checks: {}, drift: { mode: 'off' }, report: { externalIds: 'full' }, ...config };
  const around: Around = {
    ...{ account: SUBJECT, index, study, stackOf: () => stack, known: new Set<string>() },
    ...{ indexWith: indexingWith(index, details, study), ...(silent === undefined ? {} : { silent }) },
    rules: { checks, parties, asOf, config: settings } as unknown as Rules,
  };
  const before = roles.flatMap((one) => judgeRole({ role: one }, checks, around)).filter(isFailure);
  const here = before.filter(({ resourceArn }) => resourceArn === role.arn);
  const where = { accountId: SUBJECT.accountId, region: 'global', evidenceAccountId: SUBJECT.accountId };
  return {
    made: fixFor(
      role,
      new Map(here.map(({ fingerprint, check, outcome }) => [fingerprint, { check, outcome, ...where }])),
      {
        ...around,
        known: new Set(before.map(({ fingerprint }) => fingerprint)),
      },
    ),
    found: new Map(here.map(({ fingerprint, check }) => [check.id, fingerprint])),
  };
}
