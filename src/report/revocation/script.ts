import { commentText, printableJson, shellWord } from '../role-fix/printable.ts';
import { homeRegionOf } from '../role-fix/script.ts';
import { SHELL_FRAME } from '../role-fix/shell-frame.ts';
import type { RevocationPlan, RevokedRole, RevokedUser } from './plan.ts';
import { USER_STEPS } from './user-steps.ts';

/**
 * A bash script that cuts a party off in one account: first nobody of it comes in any more, by role or as a user, then the
 * sessions that were begun before end. It measures how long that takes, and with `undo` takes it back.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export function revocationScript(
  { party, runId, policyName }: RevocationPlan,
  { roles, users }: { roles: readonly RevokedRole[]; users: readonly RevokedUser[] },
): string {
  const accountId = (roles[0] ?? users[0])?.accountId ?? '';
  const work = {
    roles: roles.map(({ roleName, denies }) => ({ name: roleName, denies })),
    users: users.map(({ userName }) => ({ name: userName })),
  };
  return [
    '#!/usr/bin/env bash',
    `# Cuts off ${commentText(party.name)} in account ${accountId}, as run ${commentText(runId)} found it.`,
    '#',
    '#   bash THIS-FILE         cuts the party off at once, and says how long it took',
    '#   bash THIS-FILE check   says of each role and user whether it is cut off; changes nothing',
    '#   bash THIS-FILE undo    gives the access back',
    '#',
    `home_region=${shellWord(homeRegionOf(roles[0]?.roleArn ?? users[0]?.userArn ?? ''))}`,
    SHELL_FRAME,
    `account=${shellWord(accountId)}`,
    `policy=${shellWord(policyName)}`,
    `write_work() { cat <<'END_OF_JSON'\n${printableJson(JSON.stringify(work, null, 2))}\nEND_OF_JSON\n}`,
    START,
    USER_STEPS,
    BODY,
  ].join('\n');
}

const START = `
check_account "$account"
write_work >"$work/work.json"
: >"$work/failed"
: >"$work/gone"
: >"$work/left"`;

const BODY = `
count_of() { jq --arg of "$1" '.[$of] | length' "$work/work.json"; }
name_at() { jq -r --arg of "$1" --argjson at "$2" '.[$of][$at].name' "$work/work.json"; }
denies_at() { jq --argjson at "$1" '.roles[$at].denies' "$work/work.json" >"$2"; }

# The trust policy with the refusals, or without them; others may have changed it meanwhile, and that stays.
with_denies() {
  jq --slurpfile denies "$2" '($denies[0] | map(.Sid)) as $sids
    | .Statement |= ((if type == "array" then . else [.] end | map(select(.Sid as $sid | $sids | index($sid) | not))) + $denies[0])' "$1"
}
without_denies() {
  jq --slurpfile denies "$2" '($denies[0] | map(.Sid)) as $sids
    | .Statement |= (if type == "array" then map(select(.Sid as $sid | $sids | index($sid) | not)) else . end)' "$1"
}

older_sessions() {
  jq -n --arg before "$(jq -rn 'now + 30 | floor | todate')" '{Version: "2012-10-17", Statement: [
    {Effect: "Deny", Action: "*", Resource: "*", Condition: {DateLessThan: {"aws:TokenIssueTime": $before}}}]}'
}

is_gone() {
  local said
  case $1 in
    roles) said=$(aws iam get-role --role-name="$2" 2>&1 >/dev/null) && return 1 ;;
    *) said=$(aws iam get-user --user-name="$2" 2>&1 >/dev/null) && return 1 ;;
  esac
  case $said in *NoSuchEntity*) return 0 ;; *) return 1 ;; esac
}

# Where one cannot be changed the others go on; it is named, and the script fails at the end. One that was deleted since
# is as cut off as can be, and there is nothing to give back.
each() {
  local at status name count
  count=$(count_of "$2")
  for ((at = 0; at < count; at++)); do
    name=$(name_at "$2" "$at")
    set +e
    (set -e; "$1" "$name" "$at")
    status=$?
    set -e
    if [ "$status" = 0 ]; then continue; fi
    if is_gone "$2" "$name"; then printf '%s\\n' "$2 $name" >>"$work/gone"; say "$name is not there any more, and nothing is left to do for it"; continue; fi
    printf '%s\\n' "$2 $name" >>"$work/failed"
    say "FAILED: $name"
  done
}

shut_one() {
  denies_at "$2" "$work/denies.json"
  [ "$(jq length "$work/denies.json")" != 0 ] || return 0
  read_trust "$1" "$work/trust.json"
  cp "$work/trust.json" "$saved/$1.json"
  with_denies "$work/trust.json" "$work/denies.json" >"$work/new.json"
  put_trust "$1" "$work/new.json"
  say "refused at the door: $1"
}

end_one() {
  older_sessions >"$work/sessions.json"
  put_inline "$1" "$policy" "$work/sessions.json"
  say "older sessions end: $1"
}

check_one() {
  denies_at "$2" "$work/denies.json"
  read_trust "$1" "$work/trust.json"
  read_inline "$1" "$policy" "$work/inline.json"
  local shut ended
  # In full: a statement that somebody has changed bears its name still, and may refuse nobody.
  shut=$(jq -r --slurpfile denies "$work/denies.json" '[.Statement | if type == "array" then .[] else . end] as $there
    | $denies[0] | if . == [] then "not by this role" else all(. as $deny | $there | any(. == $deny)) end' "$work/trust.json")
  ended=$(jq '. != null and (.Statement | if type == "array" then . else [.] end | any(.Effect == "Deny" and .Action == "*" and .Resource == "*"
    and (.Condition | keys) == ["DateLessThan"] and (.Condition.DateLessThan | keys) == ["aws:TokenIssueTime"]))' "$work/inline.json")
  say "$1: refused at the door: $shut, older sessions ended: $ended"
  [ "$shut" != false ] && [ "$ended" = true ]
}

undo_one() {
  denies_at "$2" "$work/denies.json"
  if [ "$(jq length "$work/denies.json")" != 0 ]; then
    read_trust "$1" "$work/trust.json"
    without_denies "$work/trust.json" "$work/denies.json" >"$work/new.json"
    put_trust "$1" "$work/new.json"
  fi
  read_inline "$1" "$policy" "$work/inline.json"
  if [ "$(cat "$work/inline.json")" != null ]; then aws iam delete-role-policy --role-name="$1" --policy-name "$policy"; fi
  say "given back: $1"
}

finish() {
  local failed gone what
  what="$(count_of roles) roles"
  if [ "$(count_of users)" != 0 ]; then what="$what and $(count_of users) users"; fi
  failed=$(sort -u "$work/failed" | wc -l | tr -d ' ')
  gone=$(sort -u "$work/gone" | wc -l | tr -d ' ')
  if [ "$gone" != 0 ]; then what="$what, $gone of them not there any more,"; fi
  [ "$failed" = 0 ] || stop "$failed of $what are not done; they are named above"
  [ ! -s "$work/left" ] || stop "$what are given back but for what is named above, which IAM cannot bring back"
  say "$1: $what in account $account, $SECONDS s, from $began to $(date -u +%Y-%m-%dT%H:%M:%SZ)."
}

SECONDS=0
began=$(date -u +%Y-%m-%dT%H:%M:%SZ)
case "\${1:-revoke}" in
  revoke)
    saved="\${COUNTERSIGN_SAVE_TO:-.}/before-revoking-$account-$(date -u +%Y%m%dT%H%M%SZ)-$$"
    mkdir "$saved" "$saved/users"
    say "The trust policies as they were are saved in $saved. They may hold external IDs: keep them to yourself."
    # First all doors, then the sessions: nobody begins a new one in between.
    each shut_one roles
    each shut_user users
    each end_one roles
    each close_user users
    finish 'Cut off'
    say "To check: bash $(printf '%q' "$0") check; to give it back: bash $(printf '%q' "$0") undo"
    ;;
  check) each check_one roles; each check_user users; finish 'Checked, cut off' ;;
  undo) each undo_one roles; each undo_user users; finish 'Given back' ;;
  *) stop 'give no argument, check or undo' ;;
esac
`;
