const KINDS = {
  workload: 'workload',
  lens: 'lens',
  profile: 'profile',
  'review-template': 'template',
} as const;

/** What the AWS Well-Architected Tool shares. */
export type ToolKind = (typeof KINDS)[keyof typeof KINDS];

/** What an ARN of the AWS Well-Architected Tool is of; undefined where that is not known here, as of an invitation, which has none. */
export function toolKind(arn: string): ToolKind | undefined {
  const type = arn.split(':')[5]?.split('/')[0] ?? '';
  return Object.hasOwn(KINDS, type) ? KINDS[type as keyof typeof KINDS] : undefined;
}

/** By which results know all things of a kind together. */
export function toolKindResource(
  kind: ToolKind,
  { accountId, region }: { accountId: string; region: string },
): string {
  return `aws:wellarchitected:${region}:${accountId}:${kind === 'lens' ? 'lenses' : `${kind}s`}`;
}

/** A kind as a word in a sentence. */
export const TOOL_KIND_WORDS = {
  workload: 'workload',
  lens: 'lens',
  profile: 'profile',
  template: 'review template',
} as const satisfies Record<ToolKind, string>;
