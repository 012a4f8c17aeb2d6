/** How well something shuts out those who are not meant. */
export type GuardStrength = 'strong' | 'weak' | 'none';
