/**
 * How much of each list the page shows; what is beyond is counted on the page and kept in the files beside it. Together
 * they keep the page of a fleet of 2,000 accounts under 3 MB, which `npm run bench` measures.
 */
export const LIMITS = {
  /** Findings shown with explanation and evidence, worst first. */
  fullFindings: 400,
  /** Actions with their causes, those that clear the worst first. */
  actions: 100,
  causesPerAction: 12,
  owners: 60,
  actionsPerOwner: 40,
  /** Characters of evidence, detail, remedy and fixes of those together: fewer are shown whole where each is long. */
  fullFindingsText: 350_000,
  /** What one finding counts for at most, since a page shortens what is longer. */
  fullFindingText: 12_000,
  /** Findings shown after those, as one line each. */
  briefFindings: 500,
  /** Accounts that are shown though none of their findings is shown whole. */
  accountsWithFindings: 200,
  thirdPartyCards: 40,
  rolesPerCard: 10,
  usersPerCard: 10,
  sharesPerCard: 10,
  outsideShares: 100,
  insideShares: 60,
  /** Pairs of own accounts that are kept, and that are listed. */
  trusts: 3_000,
  insideTrusts: 150,
  outsideAccounts: 60,
  resourcesPerCard: 10,
  findingsPerCard: 10,
  /** Findings of a third party that are not folded away. */
  foremostFindings: 6,
  accountsPerCard: 20,
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
  exceptions: 250,
  configurationEntries: 250,
  /** Of each kind of change. */
  changes: 60,
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
  /** Roles whose one fix an account's page shows. */
  roleFixes: 200,
  remainsPerFix: 20,
  /** Lines of one fix. */
  fixLines: 150,
  /** Characters of one line of a fix; none of a policy that IAM takes is longer. */
  fixLine: 3_000,
  /** Characters of one value of evidence. */
  evidenceValue: 300,
  /** Nesting of one piece of evidence; policies reach about eight. */
  evidenceDepth: 16,
} as const;
