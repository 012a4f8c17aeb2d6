// Searching, filtering and sorting. Each different cell of a column is looked at once; rows are counted into place.

/** All cells of a column in lower case, one after the other, and where each begins. */
function indexOf(column) {
  if (column.index !== null) return column.index;
  const { values, unders = [], hidden = [] } = column;
  const lines = values.map((value, code) => `${value} ${unders[code] ?? ''} ${hidden[code] ?? ''}`);
  const text = lines.join('\n').toLowerCase();
  const starts = new Uint32Array(values.length + 1);
  for (let code = 1; code < values.length; code += 1) starts[code] = text.indexOf('\n', starts[code - 1]) + 1;
  starts[values.length] = text.length + 1;
  column.index = { text, starts };
  return column.index;
}

/** For each cell of a column whether it holds the word; null when none does. */
function cellsWith(column, word) {
  const { text, starts } = indexOf(column);
  let at = text.indexOf(word);
  if (at === -1) return null;
  const found = new Uint8Array(column.values.length);
  for (let code = 0; at !== -1; at = text.indexOf(word, starts[code + 1])) {
    while (starts[code + 1] <= at) code += 1;
    found[code] = 1;
  }
  return found;
}

/** The rows in which every word stands somewhere and that every filter lets through, in order. */
function select({ columns, count }, { words, filters, sort, descending }) {
  const keep = new Uint8Array(count).fill(1);
  for (const word of words) {
    const hit = new Uint8Array(count);
    for (const column of columns.values()) {
      const found = cellsWith(column, word);
      if (found === null) continue;
      const { codes } = column;
      for (let row = 0; row < count; row += 1) hit[row] |= found[codes[row]];
    }
    for (let row = 0; row < count; row += 1) keep[row] &= hit[row];
  }
  for (const { column, allowed } of filters) {
    const { codes } = columns.get(column);
    for (let row = 0; row < count; row += 1) keep[row] &= allowed[codes[row]];
  }
  return inOrder(columns.get(sort), keep, descending);
}

/** The rows to keep, sorted by a column; rows with the same cell stay in the order of the report. */
function inOrder({ codes, values }, keep, descending) {
  const last = values.length - 1;
  const place = (row) => (descending ? last - codes[row] : codes[row]);
  const places = new Uint32Array(values.length + 1);
  for (let row = 0; row < keep.length; row += 1) if (keep[row] === 1) places[place(row) + 1] += 1;
  for (let code = 0; code < last; code += 1) places[code + 1] += places[code];
  const total = keep.reduce((sum, kept) => sum + kept, 0);
  const rows = new Uint32Array(total);
  for (let row = 0; row < keep.length; row += 1) if (keep[row] === 1) rows[places[place(row)]++] = row;
  return rows;
}

/** The same rows by the cell of a column, those with the same cell as they were. */
function grouped({ codes, values }, rows) {
  const places = new Uint32Array(values.length + 1);
  for (const row of rows) places[codes[row] + 1] += 1;
  for (let code = 0; code < values.length - 1; code += 1) places[code + 1] += places[code];
  const result = new Uint32Array(rows.length);
  for (const row of rows) result[places[codes[row]]++] = row;
  return result;
}

/** How many of the rows have each cell of a column. */
function sizesOf({ codes, values }, rows) {
  const sizes = new Uint32Array(values.length);
  for (const row of rows) sizes[codes[row]] += 1;
  return sizes;
}

/** What people type, in words. */
function wordsOf(text) {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}
