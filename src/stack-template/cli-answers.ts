import { entriesOf } from './read-template.ts';

/**
 * The policy itself, or the one in what `aws iam` prints of it: get-policy-version, get-role and get-role-policy. Trust
 * policies of get-role count for who may come in, and nothing is said of what else the answer shows.
 * https://docs.aws.amazon.com/cli/latest/reference/iam/
 */
export function documentIn(answer: unknown): unknown {
  const members = entriesOf(answer);
  const document =
    entriesOf(members.get('PolicyVersion')).get('Document') ??
    entriesOf(members.get('Role')).get('AssumeRolePolicyDocument') ??
    members.get('PolicyDocument');
  return document === undefined ? answer : decoded(document);
}

/** IAM's API gives a document as text, with percent signs for what a URL does not take. */
function decoded(document: unknown): unknown {
  if (typeof document !== 'string') return document;
  return JSON.parse(document.startsWith('%7B') ? decodeURIComponent(document) : document);
}
