/** What an AWS Query response is made of: lists become `<member>` elements, undefined members are left out. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [element: string]: XmlValue };

/** Renders `value` as the content of an element. */
export function renderXml(value: XmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeXml(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return value.map((item) => `<member>${renderXml(item)}</member>`).join('');
  let xml = '';
  for (const [name, content] of Object.entries(value)) {
    // The entries of a map repeat their element, where the items of a list share one.
    if (name === 'entry' && content !== undefined && typeof content === 'object' && isList(content))
      xml += content.map((one) => `<entry>${renderXml(one)}</entry>`).join('');
    else if (content !== undefined) xml += `<${name}>${renderXml(content)}</${name}>`;
  }
  return xml;
}

/**
 * Renders `value` as REST services do: lists repeat the element that they stand in, members whose names begin with `@`
 * are attributes, and the outermost element has those that are given.
 */
export function renderFlatXml(value: XmlValue, attributes = ''): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeXml(value);
  if (typeof value !== 'object' || isList(value)) return String(value);
  let xml = '';
  for (const [name, content] of Object.entries(value)) {
    for (const one of isList(content) ? content : [content]) {
      if (one !== undefined && !name.startsWith('@'))
        xml += `<${name}${attributes}${attributesOf(one)}>${renderFlatXml(one)}</${name}>`;
    }
  }
  return xml;
}

function attributesOf(value: XmlValue): string {
  if (value === undefined || typeof value !== 'object' || isList(value)) return '';
  return Object.entries(value)
    .filter(([name]) => name.startsWith('@'))
    .map(([name, text]) => ` ${name.slice(1)}="${renderXml(text)}"`)
    .join('');
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#xD;',
};

/** Escapes text; characters that XML 1.0 cannot carry at all become the replacement character. */
function escapeXml(text: string): string {
  return text
    .replace(/[&<>"'\r]/g, (character) => ESCAPES[character] ?? character)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}
