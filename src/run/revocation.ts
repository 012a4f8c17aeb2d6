import type { ThirdPartySummary } from '../model/third-party-summary.ts';
import { UserError } from '../model/user-error.ts';
import { partiesMeant, type RevocationPlan, revocationPlan } from '../report/revocation/plan.ts';
import { fromFinishedReport } from './finished-report.ts';
import { readRun } from './open-run.ts';

/** The plan to cut a party off, from a run whose evidence is intact. Throws `UserError` where it is not clear who is meant. */
export function planRevocation(
  location: string,
  asked: string,
  evidence: Parameters<typeof fromFinishedReport>[1],
): Promise<RevocationPlan> {
  return fromFinishedReport(location, evidence, async (report, reader) => {
    const { judgement, scope } = await readRun(reader);
    const summary = theOne(partiesMeant(report, asked), asked, location);
    return revocationPlan(report, summary, {
      register: judgement.thirdParties,
      auditorRoles: new Set(scope.accounts.flatMap(({ auditorRoleArn }) => auditorRoleArn ?? [])),
    });
  });
}

function theOne(meant: readonly ThirdPartySummary[], asked: string, location: string): ThirdPartySummary {
  const [only, ...others] = meant;
  if (only === undefined)
    throw new UserError(
      'NO_SUCH_PARTY',
      `No party of ${location} is called ${asked}. In every account that was read it has no role to come in by; name it by name, account id or key as the report does.`,
    );
  if (others.length > 0)
    throw new UserError(
      'SEVERAL_PARTIES',
      `${meant.length} parties may be meant by ${asked}; name one by its key: ${meant.map(({ party }) => party.key ?? party.name).join(', ')}.`,
    );
  if (only.party.kind === 'public' || only.party.kind === 'service')
    throw new UserError(
      'NOT_A_PARTY',
      `${only.party.name} is nobody who could be cut off: narrow the roles that admit them, with countersign fix.`,
    );
  return only;
}
