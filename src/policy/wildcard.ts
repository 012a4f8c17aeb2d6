/**
 * Whether `text` as a whole matches `pattern`, in which `*` stands for any run of characters and `?` for one.
 * Case-sensitive. Keeps one place to go back to, so that hostile patterns cost at most the product of the lengths; and one
 * that asks for more characters than there are costs nothing, so that it is the length of the text that bounds it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  if (pattern.length > text.length && isLonger(pattern, text.length)) return false;
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === '*') {
      star = p;
      resume = t;
      p += 1;
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      resume += 1;
      t = resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

/** Whether a pattern asks for more than so many characters. */
function isLonger(pattern: string, length: number): boolean {
  let stars = 0;
  for (let at = pattern.indexOf('*'); at >= 0; at = pattern.indexOf('*', at + 1)) stars += 1;
  return pattern.length - stars > length;
}

/** Whether a pattern consists of wildcards alone, so that (nearly) any value matches it. */
export function isOnlyWildcards(pattern: string): boolean {
  return pattern !== '' && /^[*?]+$/.test(pattern);
}

/**
 * Whether an ARN matches an ARN pattern as ArnLike and ArnEquals see it: the six parts are matched one by one,
 * each with wildcards; only the last part, the resource, may itself hold colons.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(pattern: string, arn: string): boolean {
  const wanted = arnParts(pattern);
  const found = arnParts(arn);
  if (wanted === undefined || found === undefined) return false;
  return wanted.every((part, index) => matchesWildcard(part, found[index] ?? ''));
}

/** The six parts of an ARN or ARN pattern, or undefined when there are fewer. */
export function arnParts(arn: string): string[] | undefined {
  const parts = arn.split(':');
  if (parts.length <= 6) return parts.length < 6 ? undefined : parts;
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/**
 * Whether a pattern holds a wildcard. `${*}` and `${?}` stand for the characters themselves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(withoutEscapes(pattern));
}

/** The text of a pattern before its first wildcard. */
export function beforeWildcard(pattern: string): string {
  const text = withoutEscapes(pattern);
  const at = text.search(/[*?]/);
  return at < 0 ? text : text.slice(0, at);
}

/** The text of a pattern up to its first wildcard and with it. */
export function toFirstWildcard(pattern: string): string {
  const at = pattern.search(/[*?]/);
  return at < 0 ? pattern : pattern.slice(0, at + 1);
}

function withoutEscapes(pattern: string): string {
  return pattern.replace(/\$\{[*?$]\}/g, '_');
}
