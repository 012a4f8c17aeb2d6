import { homeRegion } from '../aws/regions.ts';
import { configuredRegion, demandSettings } from '../aws/settings.ts';

/**
 * From where a command calls AWS: the Region that environment or profile name, and the home Region of the partition that
 * this one says. Throws `UserError` when what says how AWS is reached cannot be used.
 */
export async function callerPlace(): Promise<{ region: string; homeRegion: string }> {
  await demandSettings();
  const region = await configuredRegion();
  const home = homeRegion(region);
  return { region: region ?? home, homeRegion: home };
}
