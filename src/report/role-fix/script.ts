import { partitionNamed } from '../../model/partitions.ts';
import type { ChangedDocument, RoleFix, RoleFixInput } from '../../model/role-fix.ts';
import { commentText, printableJson, shellWord } from './printable.ts';
import { SHELL_FRAME } from './shell-frame.ts';

/**
 * A bash script that puts the one fix of a role in force, and with `undo FILE` takes it back. Undefined where a stack
 * declares the role: made elsewhere than in its template, the change would be drift.
 *
 * It holds no external ID: those in force it reads from the role, new ones from the environment.
 */
export function fixScript(fix: RoleFix): string | undefined {
  if (fix.stack !== null && fix.stack !== undefined) return undefined;
  const { roleName, accountId, trustPolicy, inlinePolicy, maxSessionDuration } = fix;
  return [
    '#!/usr/bin/env bash',
    `# The one fix of the role ${commentText(fix.roleArn)}, for all of its findings together.`,
    ...(fix.stack === undefined
      ? ['# Whether a stack declares the role was not read. If one does, change its template instead.']
      : []),
    // A sentence a line, so that none is cut.
    ...(fix.tightening ?? []).flatMap(({ text }) =>
      text.split(/(?<=\.) /).map((sentence) => `# ${commentText(sentence)}`),
    ),
    ...usage(inputsOf(fix)),
    `home_region=${shellWord(homeRegionOf(fix.roleArn))}`,
    SHELL_FRAME,
    `account=${shellWord(accountId)}`,
    `role=${shellWord(roleName)}`,
    `policy=${shellWord(inlinePolicy?.policyName ?? '')}`,
    `session=${shellWord(String(maxSessionDuration?.after ?? ''))}`,
    ...documentLines('trust', trustPolicy),
    ...documentLines('inline', inlinePolicy),
    ...heredoc('write_inputs', JSON.stringify(inputsOf(fix).map(machineInput), null, 2)),
    BODY,
  ].join('\n');
}

/** Those that stand in the policies to be put in force. */
export function inputsOf({ inputs, trustPolicy, inlinePolicy }: RoleFix): RoleFixInput[] {
  const texts = [trustPolicy?.after ?? '', inlinePolicy?.after ?? ''];
  return inputs.filter(({ placeholder }) => texts.some((text) => text.includes(placeholder)));
}

/** The Region of IAM and STS in the partition of an ARN. */
export function homeRegionOf(arn: string): string {
  return partitionNamed(arn.split(':')[1] ?? '')?.homeRegion ?? 'us-east-1';
}

function usage(inputs: readonly RoleFixInput[]): string[] {
  const given = inputs.filter(({ variable }) => variable !== undefined);
  return [
    '#',
    '#   bash THIS-FILE             puts it in force, and says where it saved what was there before',
    '#   bash THIS-FILE undo SAVED  puts back what was there before',
    ...(given.length === 0 ? [] : ['#', '# Set before, in the environment:']),
    ...given.map(
      ({ variable, says, party }) =>
        `#   ${variable}  ${commentText(says)}${party === undefined ? '' : ` (${commentText(party)})`}`,
    ),
    '#',
  ];
}

function documentLines(name: string, document: ChangedDocument | undefined): string[] {
  return [
    `${name}_before=${shellWord(document === undefined ? '' : (document.digest ?? 'none'))}`,
    ...heredoc(`write_${name}`, document?.after ?? 'null'),
  ];
}

/** A function that writes a document: older shells do not read one within `$(…)` as they should. */
function heredoc(name: string, json: string): string[] {
  return [`${name}() { cat <<'END_OF_JSON'`, printableJson(json), 'END_OF_JSON', '}'];
}

function machineInput({ placeholder, kind, at, variable }: RoleFixInput): object {
  return at === undefined
    ? { placeholder, variable, externalId: kind !== 'other' }
    : { placeholder, path: pathOf(at) };
}

/** A JSON Pointer as jq's getpath takes it: numbers where it goes into a list. */
function pathOf(pointer: string): Array<string | number> {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~')));
}

const BODY = `
check_account "$account"
write_inputs >"$work/inputs.json"

# What stands in a policy file, as a digest; none where there is no policy.
standing() { if [ "$(cat "$1")" = null ]; then echo none; else digest "$1"; fi; }

# Stops where a policy is neither as it was read nor as it is to be.
demand() {
  local what=$1 now
  now=$(standing "$2")
  [ "$now" = "$3" ] || [ "$now" = "$4" ] || stop "the $what of $role is not what it was: scan again"
}

# Puts every value in; a placeholder that is left stops it, and IAM would refuse it too.
fill() {
  jq -n --slurpfile live "$work/trust.json" --slurpfile target "$1" --slurpfile inputs "$work/inputs.json" '
    reduce $inputs[0][] as $input ($target[0];
      (if $input.path then ($live[0] | getpath($input.path)) else $ENV[$input.variable] end) as $value
      | if ($value | type) != "string" or $value == "" then error("nothing to put in for \\($input.placeholder)") else . end
      | walk(if type == "string" then split($input.placeholder) | join($value) else . end))' >"$2" \\
    || stop 'a value is missing'
  ! grep -q -e '‹' -e '›' "$2" || stop 'a placeholder is left in the policy'
}

check_inputs() {
  local variable
  for variable in $(jq -r '.[] | select(.variable) | .variable' "$work/inputs.json"); do
    [ -n "\${!variable:-}" ] || stop "set $variable first: what belongs there is said at the top of this file"
    export "\${variable?}"
  done
  for variable in $(jq -r '.[] | select(.variable and .externalId) | .variable' "$work/inputs.json"); do
    [[ "\${!variable}" =~ ^[A-Za-z0-9_+=,.@:/-]{2,1224}$ ]] || stop "$variable is no external ID that STS takes"
  done
}

apply() {
  check_inputs
  read_trust "$role" "$work/trust.json"
  echo null >"$work/inline.json"
  echo null >"$work/new-trust.json"
  echo null >"$work/new-inline.json"
  if [ -n "$trust_before" ]; then
    write_trust >"$work/target.json"
    fill "$work/target.json" "$work/new-trust.json"
    demand 'trust policy' "$work/trust.json" "$trust_before" "$(digest "$work/new-trust.json")"
  fi
  if [ -n "$inline_before" ]; then
    write_inline >"$work/new-inline.json"
    read_inline "$role" "$policy" "$work/inline.json"
    demand "policy $policy" "$work/inline.json" "$inline_before" "$(digest "$work/new-inline.json")"
  fi
  local saved
  saved="\${COUNTERSIGN_SAVE_TO:-.}/before-$account-$role-$(date -u +%Y%m%dT%H%M%SZ)-$$.json"
  [ ! -e "$saved" ] || stop "$saved is there already"
  aws iam get-role --role-name="$role" --query Role.MaxSessionDuration --output json >"$work/session.json"
  jq -n --arg account "$account" --arg role "$role" --arg policy "$policy" \\
    --slurpfile trust "$work/trust.json" --slurpfile inline "$work/inline.json" --slurpfile session "$work/session.json" \\
    --arg leftTrust "$(standing "$work/new-trust.json")" --arg leftInline "$(standing "$work/new-inline.json")" \\
    '{account: $account, role: $role, policyName: $policy, trustPolicy: $trust[0], inlinePolicy: $inline[0],
      maxSessionDuration: $session[0], left: {trustPolicy: $leftTrust, inlinePolicy: $leftInline}}' >"$saved"
  say "Saved what was there before in $saved. It may hold an external ID: keep it to yourself."
  if [ -n "$inline_before" ]; then put_inline "$role" "$policy" "$work/new-inline.json"; fi
  if [ -n "$session" ]; then aws iam update-role --role-name="$role" --max-session-duration "$session" >/dev/null; fi
  if [ -n "$trust_before" ]; then put_trust "$role" "$work/new-trust.json"; fi
  say "The fix of $role is in force."
  say "To undo it: bash $(printf '%q' "$0") undo $(printf '%q' "$saved")"
}

undo() {
  [ -f "$1" ] || stop "$1 is no file"
  jq -e --arg account "$account" --arg role "$role" --arg policy "$policy" \\
    '.account == $account and .role == $role and .policyName == $policy and .left' "$1" >/dev/null || stop "$1 was not saved by this script"
  jq .trustPolicy "$1" >"$work/old-trust.json"
  jq .inlinePolicy "$1" >"$work/old-inline.json"
  if [ -n "$trust_before" ]; then
    read_trust "$role" "$work/trust.json"
    demand 'trust policy' "$work/trust.json" "$(digest "$work/old-trust.json")" "$(jq -r .left.trustPolicy "$1")"
  fi
  if [ -n "$inline_before" ]; then
    read_inline "$role" "$policy" "$work/inline.json"
    demand "policy $policy" "$work/inline.json" "$(standing "$work/old-inline.json")" "$(jq -r .left.inlinePolicy "$1")"
  fi
  if [ -n "$trust_before" ]; then put_trust "$role" "$work/old-trust.json"; fi
  if [ -n "$session" ]; then
    aws iam update-role --role-name="$role" --max-session-duration "$(jq -r .maxSessionDuration "$1")" >/dev/null
  fi
  if [ -n "$inline_before" ]; then
    if [ "$(cat "$work/old-inline.json")" != null ]; then put_inline "$role" "$policy" "$work/old-inline.json"
    elif [ "$(cat "$work/inline.json")" != null ]; then aws iam delete-role-policy --role-name="$role" --policy-name "$policy"; fi
  fi
  say "The role $role is as it was."
}

case "\${1:-apply}" in
  apply) apply ;;
  undo) [ $# -eq 2 ] || stop 'say what was saved: undo FILE'; undo "$2" ;;
  *) stop 'give no argument, or undo FILE' ;;
esac
`;
