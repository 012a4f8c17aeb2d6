const LONGEST_MESSAGE = 300;
/** The resource of an ARN may be as long and is none. */
const TOKEN =
  /(?<![A-Za-z0-9+/=_-])(?<!\barn:aws[a-z-]{0,20}:[a-z0-9-]{0,40}:[a-z0-9-]{0,20}:\d{0,12}:)[A-Za-z0-9+/=_-]{60,}/g;

/**
 * Text of unknown origin as one plain line: no control or direction characters or half ones, no addresses, ports, request ids,
 * keys or tokens, and no more than 300 characters.
 */
export function plainText(text: string): string {
  const line = text
    .slice(0, 10 * LONGEST_MESSAGE)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\b[a-z][a-z+.-]*:\/\/\S+/gi, '(address)')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|\b[\w.-]+:\d{2,5}\b(?!:)/g, '(address)')
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '(id)')
    .replace(/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, '(key)')
    .replace(TOKEN, '(token)')
    .replace(/\s+/g, ' ')
    .trim();
  const sentence =
    line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1).toWellFormed()}…` : line;
  return /[.…!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
