/** How much the access map draws. What is beyond is brought together and told in numbers. */
export const MAP_LIMITS = {
  /** Accounts that have a column each; more are drawn in groups. */
  accounts: 32,
  groups: 10,
  /** Third parties that have a row each; the others of a kind share one. */
  parties: 24,
  /** Accounts that have a square each in the heat of groups. */
  squares: 2_000,
  /** Accounts or groups named in one sentence of a party. */
  named: 32,
} as const;
