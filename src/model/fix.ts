/**
 * What a fix is: a whole policy as it should read, commands for a shell with the AWS CLI, a fragment of a
 * CloudFormation template (YAML), or an entry for the configuration of this tool (YAML).
 */
export type FixKind = 'policy' | 'cli' | 'cloudformation' | 'configuration';

/** Makes the fixes of a finding; they cost more than finding what is wrong, so they are made only to be shown. */
export type MakeFixes = () => Fix[];

/**
 * Something to copy that puts a finding right. What only its reader can know stands in it in angle brackets:
 * `<the external ID agreed with them>`.
 */
export interface Fix {
  kind: FixKind;
  /** What it is and when it applies; a phrase without a full stop. */
  title: string;
  text: string;
}
