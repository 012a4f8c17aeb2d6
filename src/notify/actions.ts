/**
 * The IAM actions that each kind of notice calls, those by which `doctor` tries it included. The policies of the runner
 * and of the auditor roles, and what `docs/permissions.md` says, are made from them.
 */
export const NOTICE_ACTIONS = {
  /** On the topic; `sns.ts`. */
  sns: ['sns:GetTopicAttributes', 'sns:Publish'],
  /** On the bus; `event-bridge.ts`. */
  eventbridge: ['events:DescribeEventBus', 'events:PutEvents'],
  /** On the namespace; `metrics.ts`. */
  metrics: ['cloudwatch:PutMetricData'],
  /** In every account, by its auditor role; `security-hub.ts`. */
  securityhub: ['securityhub:BatchImportFindings', 'securityhub:DescribeHub', 'securityhub:GetFindings'],
} as const;
