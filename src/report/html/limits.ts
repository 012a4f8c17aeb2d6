/**
 * How much of each list the page shows; what is beyond is counted on the page and kept in the files beside it. Together
 * they keep the page of a fleet of 2,000 accounts under 3 MB, which `npm run bench` measures.
 */
export const LIMITS = {
  /** Findings shown with explanation and evidence, worst first. */
  fullFindings: 400,
  /** Characters of evidence, detail and remedy of those together: fewer are shown whole where each is long. */
  fullFindingsText: 350_000,
  /** What one finding counts for at most, since a page shortens what is longer. */
  fullFindingText: 12_000,
  /** Findings shown after those, as one line each. */
  briefFindings: 500,
  /** Accounts that are shown though none of their findings is shown whole. */
  accountsWithFindings: 200,
  thirdPartyCards: 100,
  rolesPerCard: 10,
  findingsPerCard: 10,
  accountsPerCard: 20,
  gaps: 250,
  accounts: 250,
  excludedAccounts: 200,
  roles: 250,
  unanswered: 250,
  exceptions: 250,
  /** Of each kind of change. */
  changes: 60,
  evidencePerFinding: 4,
  /** Lines of one piece of evidence. */
  evidenceLines: 60,
  /** Characters of one value of evidence. */
  evidenceValue: 300,
  /** Nesting of one piece of evidence; policies reach about eight. */
  evidenceDepth: 16,
} as const;
