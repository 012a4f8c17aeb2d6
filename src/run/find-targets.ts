import type { Aws } from '../aws/connection.ts';
import { AwsCallError } from '../aws/errors.ts';
import type { Config } from '../config/schema.ts';
import { toTargetsInput } from '../config/targets-input.ts';
import { type DiscoveredTargets, discoverTargets } from '../targets/discover-targets.ts';
import { stopAtNamesWithoutMatch } from './names-without-match.ts';
import { notAsked } from './not-asked.ts';

/** The accounts of a configuration, all or those selected. Throws `UserError` for what the user can put right. */
export async function findTargets(
  request: { config: Config; selected?: readonly string[] },
  aws: Aws,
): Promise<DiscoveredTargets> {
  const { selected } = request;
  const input = { ...toTargetsInput(request.config), ...(selected === undefined ? {} : { selected }) };
  const targets = await discoverTargets(input, aws).catch((error: unknown) => {
    if (!(error instanceof AwsCallError)) throw error;
    throw notAsked(error);
  });
  stopAtNamesWithoutMatch(targets);
  return targets;
}
