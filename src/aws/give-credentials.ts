/** What to do where nothing gives the credentials of the caller. */
export const GIVE_CREDENTIALS =
  'Give the credentials of the caller: --profile or AWS_PROFILE with the name of a profile that is there, `aws sso login` where its session is over, the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the role of the machine.';
