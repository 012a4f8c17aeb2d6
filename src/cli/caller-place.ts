import { homeRegion } from '../aws/regions.ts';
import { configuredRegion, demandSettings } from '../aws/settings.ts';
import { partitionOfRegion } from '../model/partitions.ts';
import { shown } from '../report/visible.ts';
import { inert, type Terminal } from './terminal.ts';

/**
 * From where a command calls AWS: the Region that environment or profile name, and the home Region of the partition that
 * this one says. Throws `UserError` when what says how AWS is reached cannot be used.
 */
export async function callerPlace(terminal: Terminal): Promise<{ region: string; homeRegion: string }> {
  await demandSettings();
  const region = await configuredRegion();
  if (region !== undefined && partitionOfRegion(region) === undefined)
    terminal.say(
      shown`The Region ${inert(region)} is of no partition that this version knows. IAM, Organizations and STS are asked there; if it is misspelled, set AWS_REGION.`,
    );
  const home = homeRegion(region);
  return { region: region ?? home, homeRegion: home };
}
