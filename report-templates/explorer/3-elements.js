// Everything is made element by element, its text set as text: nothing in the data is ever read as markup.

/** An element with properties, attributes where there is no such property, and children. */
function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

function chip(severity, text = severity) {
  const sign = document.createElementNS(SVG, 'svg');
  sign.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#shape-${severity}`);
  sign.append(use);
  return make('span', { className: `chip chip-${severity}` }, sign, text);
}

function under(text) {
  return make('span', { className: 'under' }, text);
}

/** A cell that says what it is where rows are cards. */
function cell(label, ...children) {
  return make('td', { 'data-label': label }, ...children);
}

/** The head of a row, whose button opens it. */
function rowHead(text, row) {
  const button = make('button', { type: 'button', className: 'open', 'data-row': row }, text);
  button.setAttribute('aria-expanded', 'false');
  return make('th', { scope: 'row' }, button);
}

/** Name and value of a list of facts; a value may be an element. */
function fact(name, value, wide = false) {
  return make('div', wide ? { className: 'wide' } : {}, make('dt', {}, name), make('dd', {}, value));
}

function code(text) {
  return make('code', {}, text);
}

function heading(text) {
  return make('h3', {}, text);
}

/** A paragraph, or nothing where there is nothing to say. */
function paragraph(text, className = '') {
  return text === null ? null : make('p', { className }, text);
}

/** `1,234`. */
function number(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
