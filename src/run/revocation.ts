import { type KeyPlaces, readTrustedKeys } from '../evidence/trusted-keys.ts';
import type { ThirdPartySummary } from '../model/report.ts';
import { UserError } from '../model/user-error.ts';
import { partiesMeant, type RevocationPlan, revocationPlan } from '../report/revocation/plan.ts';
import { demandIntact } from './intact.ts';
import { readReport } from './known.ts';
import { openEvidence } from './open-evidence.ts';
import { readRun } from './open-run.ts';

/** The plan to cut a party off, from a run whose evidence is intact. Throws `UserError` where it is not clear who is meant. */
export async function planRevocation(
  location: string,
  asked: string,
  { s3, keyFile }: { s3: Parameters<typeof openEvidence>[1]; keyFile?: KeyPlaces },
): Promise<RevocationPlan> {
  const trusted = await readTrustedKeys(keyFile);
  const { reader, close } = await openEvidence(location, s3);
  try {
    await demandIntact([reader], trusted);
    const report = await readReport(reader);
    if (report === undefined)
      throw new UserError('NOT_A_RUN', `${location} is not a finished run: it holds no report.json.`);
    const { judgement, scope } = await readRun(reader);
    const summary = theOne(partiesMeant(report, asked), asked, location);
    return revocationPlan(report, summary, {
      register: judgement.thirdParties,
      auditorRoles: new Set(scope.accounts.flatMap(({ auditorRoleArn }) => auditorRoleArn ?? [])),
    });
  } finally {
    close();
  }
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
