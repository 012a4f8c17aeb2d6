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
  /** Characters of one value of evidence. */
  evidenceValue: 300,
  /** Nesting of one piece of evidence; policies reach about eight. */
  evidenceDepth: 16,
} as const;
