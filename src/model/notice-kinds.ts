/** Where notices can go. The command line names them without a shape of a notice, which takes longer to load than all else. */
export const NOTICE_KINDS = ['sns', 'eventbridge', 'webhook', 'securityhub', 'metrics'] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];
