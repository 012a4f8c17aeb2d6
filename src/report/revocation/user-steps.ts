/**
 * The part of the script that cuts IAM users off. The Deny has no condition: keys, passwords and the sessions that were got by
 * them, of `GetSessionToken` too, all have what the user has. One by `aws:TokenIssueTime`, as roles get it, would leave the
 * keys themselves. Its Sids keep what was there, so that undo knows which keys to activate again.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html
 */
export const USER_STEPS = `
read_user_policy() {
  local names
  names=$(aws iam list-user-policies --user-name="$1" --query PolicyNames --output json) || stop "the policies of the user $1 cannot be listed"
  if jq -e --arg name "$policy" 'index($name) != null' <<<"$names" >/dev/null; then
    aws iam get-user-policy --user-name="$1" --policy-name "$policy" --query PolicyDocument --output json >"$2" || stop "the policy $policy of $1 cannot be read"
  else
    echo null >"$2"
  fi
}

active_keys() {
  aws iam list-access-keys --user-name="$1" --query "AccessKeyMetadata[?Status=='Active'].AccessKeyId" --output json || stop "the keys of $1 cannot be listed"
}

has_password() {
  local said
  if said=$(aws iam get-login-profile --user-name="$1" 2>&1 >/dev/null); then echo true; return; fi
  case $said in *NoSuchEntity*) echo false ;; *) stop "whether $1 has a password cannot be told: $said" ;; esac
}

# Whoever runs this must not shut themselves out.
demand_another() {
  local me
  me=$(aws sts get-caller-identity --query Arn --output text)
  case $me in *:user/"$1" | *:user/*/"$1") stop "these credentials are those of $1" ;; esac
}

shut_user() {
  local keys password
  demand_another "$1"
  read_user_policy "$1" "$work/user-policy.json"
  # What cannot be told must not hold the refusal up; closing says it again.
  keys=$(active_keys "$1") || keys='[]'
  password=$(has_password "$1") || password=false
  jq -n --argjson keys "$keys" --argjson password "$password" '{keys: $keys, password: $password}' >"$saved/users/$1.json"
  jq -n --slurpfile old "$work/user-policy.json" --argjson keys "$keys" --argjson password "$password" '
    ([$old[0].Statement // [] | if type == "array" then .[] else . end | .Sid // "" | select(test("^(WasActive[A-Z0-9]+|HadPassword)$"))]
      + ["Revoked"] + ($keys | map("WasActive" + .)) + (if $password then ["HadPassword"] else [] end) | unique) as $sids
    | {Version: "2012-10-17", Statement: ($sids | map({Sid: ., Effect: "Deny", Action: "*", Resource: "*"}))}' >"$work/user-policy.json.new"
  aws iam put-user-policy --user-name="$1" --policy-name "$policy" --policy-document "file://$work/user-policy.json.new"
  say "refused whatever it does: user $1"
}

close_user() {
  local key keys password
  demand_another "$1"
  keys=$(active_keys "$1")
  for key in $(jq -r '.[]' <<<"$keys"); do aws iam update-access-key --user-name="$1" --access-key-id "$key" --status Inactive; done
  password=$(has_password "$1")
  if [ "$password" = true ]; then aws iam delete-login-profile --user-name="$1"; fi
  say "keys deactivated, without a password: user $1"
}

check_user() {
  local shut keys password
  read_user_policy "$1" "$work/user-policy.json"
  shut=$(jq '. != null and (.Statement | if type == "array" then . else [.] end
    | any(.Effect == "Deny" and .Action == "*" and .Resource == "*" and (has("Condition") | not)))' "$work/user-policy.json")
  keys=$(active_keys "$1" | jq length)
  password=$(has_password "$1")
  say "user $1: refused whatever it does: $shut, active keys: $keys, password: $password"
  [ "$shut" = true ] && [ "$keys" = 0 ] && [ "$password" = false ]
}

# The others go on; the script fails at the end.
left() { say "$1"; printf '%s\\n' "$1" >>"$work/left"; }

# A password that is gone cannot be given back: IAM keeps none.
undo_user() {
  local key there
  read_user_policy "$1" "$work/user-policy.json"
  if [ "$(cat "$work/user-policy.json")" = null ]; then
    say "user $1: the refusal is not there any more, and with it what the keys were; keys and password stay as they are"
    return
  fi
  there=$(aws iam list-access-keys --user-name="$1" --query 'AccessKeyMetadata[].AccessKeyId' --output json)
  for key in $(jq -r '.Statement // [] | if type == "array" then .[] else . end | .Sid // "" | select(startswith("WasActive")) | ltrimstr("WasActive")' "$work/user-policy.json"); do
    if jq -e --arg key "$key" 'index($key) == null' <<<"$there" >/dev/null; then
      left "the key $key of user $1 was deleted since, and cannot be given back"
      continue
    fi
    aws iam update-access-key --user-name="$1" --access-key-id "$key" --status Active
  done
  if jq -e '.Statement // [] | if type == "array" then .[] else . end | select(.Sid == "HadPassword")' "$work/user-policy.json" >/dev/null; then
    left "the user $1 had a password, which is gone: aws iam create-login-profile makes a new one"
  fi
  aws iam delete-user-policy --user-name="$1" --policy-name "$policy"
  say "given back: user $1"
}
`;
