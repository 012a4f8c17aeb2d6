/**
 * The beginning of every script that changes roles: it stops at the first thing that is not as expected, keeps what it
 * reads where no other user can read it, and looks at nothing but IAM and who is calling. It needs bash, the AWS CLI and jq.
 */
export const SHELL_FRAME = `set -euo pipefail
umask 077
export AWS_PAGER='' LC_ALL=C.UTF-8

# IAM and STS have one place for a whole partition; the CLI wants a Region all the same.
export AWS_DEFAULT_REGION="\${AWS_DEFAULT_REGION:-\${AWS_REGION:-$home_region}}"

stop() { printf 'Stopped, nothing more is changed: %s\\n' "$1" >&2; exit 1; }
say() { printf '%s\\n' "$*" >&2; }
for program in aws jq; do command -v "$program" >/dev/null || stop "$program is not on this machine"; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1; }

# The digest of a policy file: keys in order, null for each external ID.
digest() {
  jq -cS 'walk(if type == "object" then with_entries(if (.key | ascii_downcase) == "sts:externalid" then .value = null else . end) else . end)' "$1" | sha256
}

check_account() {
  local account
  account=$(aws sts get-caller-identity --query Account --output text) || stop 'the AWS CLI has no credentials that work'
  [ "$account" = "$1" ] || stop "these credentials are of account $account, and this is for $1"
}

# With =, since the name of a role may begin as an option does.
read_trust() { aws iam get-role --role-name="$1" --query Role.AssumeRolePolicyDocument --output json >"$2" || stop "the role $1 cannot be read"; }

# Writes null where the role has no such policy.
read_inline() {
  local names
  names=$(aws iam list-role-policies --role-name="$1" --query PolicyNames --output json) || stop "the policies of $1 cannot be listed"
  if jq -e --arg name "$2" 'index($name) != null' <<<"$names" >/dev/null; then
    aws iam get-role-policy --role-name="$1" --policy-name "$2" --query PolicyDocument --output json >"$3" || stop "the policy $2 of $1 cannot be read"
  else
    echo null >"$3"
  fi
}

put_trust() { aws iam update-assume-role-policy --role-name="$1" --policy-document "file://$2"; }

put_inline() { aws iam put-role-policy --role-name="$1" --policy-name "$2" --policy-document "file://$3"; }
`;
