export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const TOKEN = /<\/([\w-]+)>|<([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;

/** A strict reader of the XML 1.0 that the tool writes: elements, attributes and the five references, nothing else. */
export function parseXml(document: string): XmlElement {
  if (!CHARACTERS.test(document)) throw new Error('A character is illegal in XML 1.0.');
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(declaration)) throw new Error('There is no declaration.');
  const body = document.slice(declaration.length);
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let read = 0;
  for (const [token, close, start, attributes = '', empty, text] of body.matchAll(TOKEN)) {
    read += token.length;
    const parent = open.at(-1) ?? root;
    if (text !== undefined) parent.text += decode(text);
    else if (close !== undefined) {
      if (open.pop()?.name !== close) throw new Error(`${close} is closed and was not open.`);
    } else if (start !== undefined) {
      const element = { name: start, attributes: attributesOf(attributes), children: [], text: '' };
      parent.children.push(element);
      if (empty === '') open.push(element);
    }
  }
  const [only, ...others] = root.children;
  if (read !== body.length) throw new Error(`Not XML: ${body.slice(read, read + 80)}`);
  if (only === undefined || others.length > 0 || open.length !== 1) throw new Error('Not one whole element.');
  return only;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, decode(value)]),
  );
}

function decode(text: string): string {
  if (/&(?!(amp|lt|gt|quot|apos);)/.test(text)) throw new Error('A bare ampersand.');
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
