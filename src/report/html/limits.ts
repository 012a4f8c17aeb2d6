/** How much of each list the page shows; what is beyond is counted on the page and kept in the files beside it. */
export const LIMITS = {
  /** Findings shown with explanation and evidence, worst first. */
  fullFindings: 400,
  /** Findings shown after those, as one line each. */
  briefFindings: 1000,
  thirdPartyCards: 150,
  rolesPerCard: 25,
  findingsPerCard: 40,
  accountsPerCard: 60,
  gaps: 500,
  accounts: 500,
  excludedAccounts: 200,
  roles: 500,
  unanswered: 500,
  exceptions: 500,
  /** Of each kind of change. */
  changes: 100,
  evidencePerFinding: 4,
  /** Lines of one piece of evidence. */
  evidenceLines: 60,
  /** Lines that one piece of evidence is written to at all, to find what is marked in it. */
  jsonLines: 2000,
  /** Things compared side by side in one finding. */
  comparisons: 3,
  /** Rows of one comparison. */
  comparisonRows: 120,
  /** Lines that two documents may differ in before they are simply set beside each other. */
  comparisonEdits: 400,
  /** Characters of what is said on how to fix a finding. */
  remediation: 4_000,
  fixesPerFinding: 6,
  /** Lines of one fix. */
  fixLines: 150,
  /** Characters of one line of a fix; none of a policy that IAM takes is longer. */
  fixLine: 3_000,
  /** Characters of one value of evidence. */
  evidenceValue: 300,
  /** Nesting of one piece of evidence; policies reach about eight. */
  evidenceDepth: 16,
} as const;
