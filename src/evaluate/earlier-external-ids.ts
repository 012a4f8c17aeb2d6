import type { ExternalIdKey } from '../masking/external-ids.ts';
import type { Baseline } from '../model/baseline.ts';
import type { EarlierExternalIds } from '../model/check.ts';

/** What a check may know of the external IDs of earlier runs. */
export function earlierExternalIds(before: Baseline, key: ExternalIdKey | undefined): EarlierExternalIds {
  // Most roles ask for none.
  const byRole = new Map(
    before.roles.flatMap(({ roleArn, digests: { externalIds = [] } = {} }) =>
      externalIds.length === 0 ? [] : [[roleArn, externalIds] as const],
    ),
  );
  return {
    since: before.run.startedAt,
    ...(key === undefined || key.id !== before.externalIdKey ? {} : { fingerprint: key.fingerprint }),
    of: (roleArn, party) => byRole.get(roleArn)?.find((asked) => asked.party === party)?.fingerprints,
    inAnyCase: (roleArn, party) => byRole.get(roleArn)?.find((asked) => asked.party === party)?.inAnyCase,
  };
}
