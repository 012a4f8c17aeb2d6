/** Where in a document of HTML a template stands; `data` is a script that is none, and keeps text for one that is. */
export type Place = 'text' | 'tag' | 'value' | 'comment' | 'raw' | 'data';

/** Reads HTML piece by piece, as a template holds it between its expressions. */
export interface HtmlReader {
  readonly place: Place;
  /** The element whose tag or contents are being read, in lower case; `/name` for its end. */
  readonly element: string;
  /** The attribute whose value is being read, in lower case. */
  readonly attribute: string;
  /** Literal text. `report` gets the offset in it. */
  text(piece: string, report: (offset: number, message: string) => void): void;
  /** An expression in a value; `field` is the last part of what it names. */
  expression(field: string): void;
}

const FORBIDDEN_ELEMENTS: readonly string[] = [
  ...[
    'iframe',
    'frame',
    'object',
    'embed',
    'form',
    'base',
    'link',
    'img',
    'image',
    'picture',
    'audio',
    'video',
  ],
  ...['source', 'track', 'portal', 'foreignobject', 'animate', 'set'],
];
const FORBIDDEN_ATTRIBUTES: readonly string[] = [
  ...['style', 'src', 'srcset', 'srcdoc', 'action', 'formaction', 'poster', 'ping', 'background', 'data'],
  ...['manifest'],
];
/** Stands for an expression in the value of an attribute. */
const EXPRESSION = '\u0000';

export function htmlReader(): HtmlReader {
  let place: Place = 'text';
  let element = '';
  let attribute = '';
  let quote = '';
  let value = '';
  let isPlain = false;
  let fields: string[] = [];

  function text(piece: string, report: (offset: number, message: string) => void): void {
    let at = 0;
    const rest = () => piece.slice(at);

    function inText(): void {
      const start = piece.indexOf('<', at);
      if (start === -1) {
        at = piece.length;
        return;
      }
      at = start;
      if (rest().startsWith('<!--')) {
        place = 'comment';
        at += 4;
        return;
      }
      const name = /^<([!/]?[a-z][\w:-]*)/i.exec(rest());
      if (name === null) {
        report(at, 'this "<" begins no element: write &lt;');
        at += 1;
        return;
      }
      place = 'tag';
      isPlain = false;
      element = (name[1] ?? '').toLowerCase();
      if (FORBIDDEN_ELEMENTS.includes(element))
        report(at, `the element "${element}" is not allowed: a page is one file that loads and asks nothing`);
      at += name[0].length;
    }

    function inTag(): void {
      const blank = /^[\s/]+/.exec(rest());
      if (blank !== null) {
        at += blank[0].length;
      } else if (rest().startsWith('>')) {
        at += 1;
        place = contentOf(element, isPlain);
      } else {
        const name = /^([^\s"'<>/=]+)(\s*=\s*)?(["']?)/.exec(rest());
        if (name === null) {
          report(at, 'this does not belong into a tag');
          at += 1;
          return;
        }
        beginAttribute(name);
      }
    }

    function beginAttribute([whole, name = '', equals, mark]: RegExpExecArray): void {
      attribute = name.toLowerCase();
      if (FORBIDDEN_ATTRIBUTES.includes(attribute) || attribute.startsWith('on')) {
        const instead =
          attribute === 'style'
            ? 'give the element a class, and style it in a file of styles/'
            : 'leave it out';
        report(at, `the attribute "${attribute}" is not allowed: ${instead}`);
      }
      at += whole.length;
      if (equals === undefined) return;
      if (mark === '' || mark === undefined) {
        report(at, `the value of "${attribute}" stands without quotes: put it between double quotes`);
        at += /^[^\s>]*/.exec(rest())?.[0].length ?? 0;
        return;
      }
      place = 'value';
      quote = mark;
      value = '';
      fields = [];
    }

    function inValue(): void {
      const end = piece.indexOf(quote, at);
      value += piece.slice(at, end === -1 ? undefined : end);
      if (end === -1) {
        at = piece.length;
        return;
      }
      const message = wrongValue(element, attribute, value, fields);
      if (message !== undefined) report(end, message);
      if (attribute === 'type') isPlain = value === 'text/plain';
      at = end + 1;
      place = 'tag';
    }

    function inData(): void {
      const end = piece.toLowerCase().indexOf('</script', at);
      at = end === -1 ? piece.length : end;
      if (end !== -1) place = 'text';
    }

    function inRaw(): void {
      const end = rest().toLowerCase().indexOf(`</${element}`);
      const content = end === -1 ? rest() : rest().slice(0, end);
      if (content.trim() !== '') {
        const where = element === 'style' ? 'a file of styles/' : 'a file of scripts/';
        report(at, `what stands in <${element}> is not covered by the page's policy: write it into ${where}`);
      }
      at = end === -1 ? piece.length : at + end;
      if (end !== -1) place = 'text';
    }

    function inComment(): void {
      const end = piece.indexOf('-->', at);
      at = end === -1 ? piece.length : end + 3;
      if (end !== -1) place = 'text';
    }

    const step = { text: inText, tag: inTag, value: inValue, raw: inRaw, data: inData, comment: inComment };
    while (at < piece.length) step[place]();
  }

  return {
    get place() {
      return place;
    },
    get element() {
      return element;
    },
    get attribute() {
      return attribute;
    },
    text,
    expression(field) {
      value += EXPRESSION;
      fields.push(field);
    },
  };
}

/** Where a template stands behind the tag that begins an element. */
function contentOf(element: string, isPlain: boolean): Place {
  if (element === 'script') return isPlain ? 'data' : 'raw';
  return element === 'style' ? 'raw' : 'text';
}

/** A file of the run, as a page beside it names it. */
const FILE_OF_RUN = /^[a-z]+(?:\.[a-z]+)+$/;

/** Why the value of an attribute is refused; undefined when it is not. */
function wrongValue(
  element: string,
  attribute: string,
  value: string,
  fields: readonly string[],
): string | undefined {
  if (attribute === 'http-equiv' && value !== 'Content-Security-Policy')
    return 'of http-equiv only Content-Security-Policy is allowed';
  if (attribute.startsWith('xmlns')) return undefined;
  if (/(?:^|[\s,(])(?:[a-z][a-z0-9+.-]*:)?\/\/|javascript:|data:|url\((?!#)/i.test(value))
    return 'this leads out of the file: a page loads nothing from elsewhere';
  if (!/(?:^|:)href$/.test(attribute) || value.startsWith('#') || FILE_OF_RUN.test(value)) return undefined;
  const [field = ''] = fields;
  if (value === EXPRESSION && /(?:^href|Href)$/.test(field)) return undefined;
  return `the href of "${element}" may begin with #, name a file of the run, or be one field whose name ends in href, which the tool has made`;
}
