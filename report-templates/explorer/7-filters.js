// The lists to choose from above a table.

/** For each cell of a column of parties, the parties in it; undefined for every other column. */
function partiesIn(table, column) {
  return { admits: table.admitted, party: table.concerned }[column];
}

/** What can be chosen: each different cell of a column, or each party. */
function optionsOf(table, column, name) {
  const { values, unders, hidden } = partiesIn(table, column) ? table.parties : table.columns.get(column);
  return values.map((value, code) => {
    if (value === '') return { value: String(code), key: 'none', text: 'None' };
    const text = unders?.[code] ? `${value} (${unders[code]})` : value;
    // An action is known by its id, so that other pages can link to it.
    return { value: String(code), key: name === 'action' ? hidden[code] : text, text };
  });
}

function fillFilter(select, options) {
  select.append(
    make('option', { value: '' }, 'All'),
    ...options.map(({ value, key, text }) => make('option', { value, 'data-key': key }, text)),
  );
}

/** Chooses by key. A key that this run does not have stays visible, and nothing is like it. */
function choose(select, key) {
  select.querySelector('[value="-1"]')?.remove();
  if (key === '') {
    select.value = '';
    return;
  }
  const known = [...select.options].find(({ dataset }) => dataset.key === key);
  if (known === undefined) {
    select.append(make('option', { value: '-1', 'data-key': key }, `${key} (not in this run)`));
  }
  select.value = known?.value ?? '-1';
}

/** For each cell of a column whether a choice lets it through. */
function allowedBy(table, column, choice) {
  const { values } = table.columns.get(column);
  const chosen = Number(choice);
  const parties = partiesIn(table, column);
  if (parties) return Uint8Array.from(parties, (codes) => +codes.includes(chosen));
  return Uint8Array.from(values, (_, code) => +(code === chosen));
}

/** The orders to choose from where there are no heads to press. */
function fillOrder(select, heads) {
  for (const head of heads) {
    const { column } = head.dataset;
    select.append(
      make('option', { value: `${column} false` }, head.textContent),
      make('option', { value: `${column} true` }, `${head.textContent}, the other way round`),
    );
  }
}
