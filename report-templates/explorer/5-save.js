// A view is saved as it is filtered and sorted, all of its rows.

/** A cell that a spreadsheet takes as text, as those of findings.csv. */
function csvCell(text) {
  return `"${text.replace(/((?:^|;)"*)(?=[=+\-@＝＋－＠])/gm, "$1'").replaceAll('"', '""')}"`;
}

/** The rows as RFC 4180 has them. */
function csvOf({ columns }, saved, rows) {
  const lines = [saved.map(([name]) => csvCell(name)).join(',')];
  for (const row of rows) {
    const cells = saved.map(([, id, part]) => {
      const column = columns.get(id);
      return csvCell(column[part]?.[column.codes[row]] ?? '');
    });
    lines.push(cells.join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** Hands the text to the browser as a file. */
function saveAs(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  make('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
