import type { AccountContents } from '../world.ts';
import { FLEET_REGIONS } from './organization.ts';
import type { Place } from './place.ts';

/** Seats in which the trail stands still, and in which AWS Config does not record in every Region. */
const TRAIL_STOPPED = 9;
const NO_RECORDER = 5;

/** A trail of the organization that records everywhere, and a recorder of AWS Config in each Region of the company. */
export function recordingOf(place: Place): Pick<AccountContents, 'trails' | 'recorders'> {
  const { index, accountIdAt } = place;
  const [home = 'us-east-1', ...others] = FLEET_REGIONS;
  const organization = {
    ...{ name: 'quillmarsh-organization', region: home, multiRegion: true, validated: true },
    ...(index === 0 ? {} : { ownerAccountId: accountIdAt(0) }),
  };
  // Somebody took this account out of the organization's trail, and stopped the one that it had before.
  const trails =
    index === TRAIL_STOPPED
      ? [{ name: 'before-the-organization', region: home, stopped: true }]
      : [organization];
  const regions = index === NO_RECORDER ? [home] : [home, ...others];
  return { trails, recorders: regions.map((region) => ({ region })) };
}
