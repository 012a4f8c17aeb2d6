import { describe, expect, test } from 'vitest';
import { homeRegion, homeRegionOf } from '../../src/aws/regions.ts';
import { PARTITIONS, partitionNamed, partitionOfRegion } from '../../src/model/partitions.ts';

describe('the partition', () => {
  test.each([
    ['eu-west-1', 'aws', 'us-east-1'],
    ['mx-central-1', 'aws', 'us-east-1'],
    ['cn-northwest-1', 'aws-cn', 'cn-north-1'],
    ['us-gov-east-1', 'aws-us-gov', 'us-gov-west-1'],
    ['eusc-de-east-1', 'aws-eusc', 'eusc-de-east-1'],
    ['us-isob-west-1', 'aws-iso-b', 'us-isob-east-1'],
    ['eu-isoe-west-1', 'aws-iso-e', 'eu-isoe-west-1'],
  ])('of %s is %s with the home %s', (region, partition, home) => {
    expect(partitionOfRegion(region)?.id).toBe(partition);
    expect(homeRegion(region)).toBe(home);
    expect(homeRegionOf(partition)).toBe(home);
  });

  test.each(['us-isog-east-1', 'xx-new-north-1', 'aws-global', '', 'eu-west-1.evil.example', 'us-gov'])(
    'of %j is not known, and is not taken for another',
    (region) => {
      expect(partitionOfRegion(region)).toBeUndefined();
      expect(homeRegion(region)).toBe(region);
    },
  );

  test.each(['aws-new', 'AWS', '', '__proto__', 'constructor'])('%j is not known', (id) => {
    expect(partitionNamed(id)).toBeUndefined();
    expect(homeRegionOf(id)).toBeUndefined();
  });

  test('has its home among its Regions, and no Region is of two', () => {
    for (const { id, homeRegion: home } of PARTITIONS) {
      expect(PARTITIONS.filter(({ regions }) => regions.test(home)).map((one) => one.id)).toEqual([id]);
    }
  });
});
