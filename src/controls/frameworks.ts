import type { Framework } from '../model/control.ts';
import { awsWellArchitected } from './aws-well-architected.ts';
import { cisAwsFoundations } from './cis-aws-foundations.ts';
import { iso27001 } from './iso-27001.ts';
import { nist80053 } from './nist-800-53.ts';
import { pciDss } from './pci-dss.ts';
import { soc2 } from './soc-2.ts';

/** Every framework, versions of one beside each other, in the order in which reports show them. */
export const FRAMEWORKS: readonly Framework[] = [
  awsWellArchitected,
  ...cisAwsFoundations,
  nist80053,
  iso27001,
  soc2,
  pciDss,
];
