/** How much of each list the page shows; what is beyond is counted on the page and kept in the files beside it. */
export const LIMITS = {
  /** Findings shown with explanation and evidence, worst first. */
  fullFindings: 400,
  /** Findings shown after those, as one line each. */
  briefFindings: 1000,
  thirdPartyCards: 150,
  rolesPerCard: 25,
  findingsPerCard: 40,
  /** Findings of a third party that are not folded away. */
  foremostFindings: 6,
  accountsPerCard: 60,
  /** Accounts and reasons for which it is said in words what was not read. */
  gapSentences: 20,
  gaps: 500,
  accounts: 500,
  excludedAccounts: 200,
  roles: 500,
  staleRoles: 200,
  externalIds: 200,
  /** External IDs that nothing is wrong with. */
  soundExternalIds: 300,
  rolesPerExternalId: 5,
  driftFindings: 200,
  analyzerFindings: 150,
  analyzerAccounts: 200,
  evidenceFiles: 120,
  /** Roles in the drawing of a third party's paths. */
  drawnRoles: 7,
  drawnOnward: 6,
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
