/** How much of each list the page shows; what is beyond is counted on the page and kept in the files beside it. */
export const LIMITS = {
  /** Findings shown with explanation and evidence, worst first. */
  fullFindings: 400,
  /** Findings shown after those, as one line each. */
  briefFindings: 1000,
  thirdPartyCards: 40,
  rolesPerCard: 10,
  findingsPerCard: 10,
  /** Findings of a third party that are not folded away. */
  foremostFindings: 6,
  accountsPerCard: 24,
  onwardPerCard: 8,
  /** Accounts and reasons for which it is said in words what was not read. */
  gapSentences: 20,
  gaps: 250,
  accounts: 250,
  excludedAccounts: 200,
  roles: 250,
  staleRoles: 60,
  externalIds: 60,
  /** External IDs that nothing is wrong with. */
  soundExternalIds: 30,
  rolesPerExternalId: 5,
  driftFindings: 60,
  analyzerFindings: 60,
  analyzerAccounts: 100,
  evidenceFiles: 100,
  /** Roles in the drawing of a third party's paths. */
  drawnRoles: 6,
  drawnOnward: 4,
  unanswered: 250,
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
