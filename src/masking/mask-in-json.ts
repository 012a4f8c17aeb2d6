/** What to change in a JSON text. */
export interface JsonMasking {
  /** Whether the values of a member of this name are masked, however deep below it. */
  isMasked(name: string): boolean;
  mask(value: string): string;
  /** What becomes of any other text in it. */
  maskText(text: string): string;
}

interface Level {
  kind: 'object' | 'array';
  /** Whether the next text is a member's name. */
  atName: boolean;
  masked: boolean;
  /** Whether the values here are those of the operator `Null`, which asks for presence. */
  asksPresence: boolean;
  /** What the value to come is, by its member's name. */
  next: { masked: boolean; asksPresence: boolean };
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

/**
 * A JSON text with the values of some members masked and every other character as it was: so a name that is given
 * twice is still given twice. The text must be valid JSON.
 */
export function maskInJson(text: string, masking: JsonMasking): string {
  const levels: Level[] = [];
  const written = (token: string): string => {
    const level = levels.at(-1);
    switch (token) {
      case '{':
      case '[': {
        const { masked, asksPresence } = level?.next ?? OUTERMOST;
        const kind = token === '{' ? 'object' : 'array';
        const next = { masked, asksPresence };
        levels.push({ kind, atName: token === '{', masked, asksPresence, next });
        return token;
      }
      case '}':
      case ']':
        levels.pop();
        return token;
      case ',':
        if (level?.kind === 'object') level.atName = true;
        return token;
      case ':':
        return token;
    }
    if (level?.atName) {
      level.atName = false;
      const name: string = JSON.parse(token);
      level.next = {
        masked: level.masked || masking.isMasked(name),
        asksPresence: level.asksPresence || name.toLowerCase() === 'null',
      };
      return token;
    }
    return maskedValue(token, level?.next ?? OUTERMOST, masking);
  };
  return text.replace(TOKEN, written);
}

const OUTERMOST: Level['next'] = { masked: false, asksPresence: false };

function maskedValue(token: string, { masked, asksPresence }: Level['next'], masking: JsonMasking): string {
  const value: unknown = JSON.parse(token);
  if (!masked) {
    if (typeof value !== 'string') return token;
    const inner = masking.maskText(value);
    return inner === value ? token : JSON.stringify(inner);
  }
  if (value === null || (asksPresence && /^(?:true|false)$/i.test(String(value)))) return token;
  const text = String(value);
  const shown = masking.mask(text);
  return shown === text ? token : JSON.stringify(shown);
}
