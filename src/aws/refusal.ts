/**
 * What AWS's sentence about a refusal tells. Only what has AWS's own form is taken from it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */

/** The action that AWS names as refused: not always the call's own, since services act in the caller's name. */
export function refusedAction(said: string): string | undefined {
  return /\bnot authorized to perform: ([a-z0-9-]+:[A-Za-z0-9]+)/.exec(said)?.[1];
}

/** The kind of policy that refused, and which one, where AWS names it. */
export function denier(said: string): string {
  const kind =
    /\b(service control|resource control|identity-based|resource-based|role trust|session|VPC endpoint) policy\b/i.exec(
      said,
    );
  const boundary = /\bpermissions boundary\b/i.exec(said);
  const policy = kind?.[0] ?? boundary?.[0];
  if (policy === undefined) return '';
  if (!/explicit deny/i.test(said)) return `: no ${policy} allows it`;
  const arn = POLICY_ARN.exec(said)?.[0];
  return arn === undefined ? `: a ${policy} denies it` : `: the ${policy} ${arn} denies it`;
}

const POLICY_ARN = /\barn:aws[a-z-]{0,20}:(?:organizations|iam)::(?:\d{12}|aws):policy\/[\w+=,.@/-]{1,600}/;

/**
 * Why a role could not be assumed. To a caller of another account AWS says only that it was refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html
 */
export function refusedRole(said: string): string | undefined {
  const [, caller, role] =
    /^User: (arn:aws[a-z-]{0,20}:[\w:+=,.@/-]{1,600}) is not authorized to perform: sts:AssumeRole on resource: arn:aws[a-z-]{0,20}:iam::\d{12}:role\/([\w+=,.@/-]{1,600})/.exec(
      said,
    ) ?? [];
  if (caller === undefined || role === undefined) return undefined;
  return `: the role ${role} does not exist or does not trust ${caller} with the external ID given, or ${caller} may not assume it`;
}
