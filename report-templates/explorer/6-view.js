// A view is a table with its controls. What is asked of it stands in the address, so that it can be linked.

const SIZES = [50, 100, 250];

/** Shows one table of the page and answers its controls; `changed` is called with the address of what is shown. */
function createView(spec, table, links, changed) {
  const section = document.getElementById(spec.name);
  const find = (selector) => section.querySelector(selector);
  const body = find('tbody');
  const heads = [...section.querySelectorAll('th[data-column]')];
  const selects = new Map(Object.keys(spec.filters).map((name) => [name, find(`select[name="${name}"]`)]));
  const severities = [...section.querySelectorAll('input[name="severity"]')];
  const search = find('input[name="q"]');
  const size = find('select[name="size"]');
  const order = find('select[name="order"]');
  const grouping = find('select[name="group"]');
  const asked = { sort: spec.sort, descending: false, page: 1 };
  let rows = new Uint32Array(0);

  // Paper repeats the text of heads on each page, and not buttons.
  for (const head of heads) head.dataset.name = head.textContent;
  for (const [name, select] of selects) fillFilter(select, optionsOf(table, spec.filters[name], name));
  fillOrder(order, heads);

  /** What the controls ask for, as parameters; what is as at first is left out. */
  function parameters() {
    const result = new URLSearchParams({ view: spec.name });
    const set = (name, value, first) => value !== first && result.set(name, value);
    set('q', search.value.trim(), '');
    set('severity', chosenSeverities().join(' '), '');
    for (const [name, select] of selects) set(name, select.selectedOptions[0]?.dataset.key ?? '', '');
    set('group', grouping?.value ?? '', '');
    set('sort', asked.sort, spec.sort);
    set('order', asked.descending ? 'descending' : '', '');
    set('size', size.value, String(SIZES[0]));
    set('page', String(asked.page), '1');
    return result;
  }

  function chosenSeverities() {
    return severities.filter(({ checked }) => checked).map(({ value }) => value);
  }

  /** Sets the controls from parameters and shows what they ask for. A row that is alone is opened. */
  function restore(given) {
    search.value = given.get('q') ?? '';
    const chosen = (given.get('severity') ?? '').split(' ');
    for (const box of severities) box.checked = chosen.includes(box.value);
    for (const [name, select] of selects) choose(select, given.get(name) ?? '');
    asked.sort = table.columns.has(given.get('sort')) ? given.get('sort') : spec.sort;
    if (!heads.some(({ dataset }) => dataset.column === asked.sort)) asked.sort = spec.sort;
    asked.descending = given.get('order') === 'descending';
    if (grouping !== null) {
      grouping.value = given.get('group') ?? '';
      if (grouping.selectedIndex === -1) grouping.value = '';
    }
    size.value = SIZES.includes(Number(given.get('size'))) ? given.get('size') : String(SIZES[0]);
    update(Number.parseInt(given.get('page') ?? '1', 10) || 1);
    if (rows.length === 1 && table.count > 1) toggle(body.querySelector('button.open'));
  }

  function filters() {
    const result = [];
    const chosen = chosenSeverities();
    if (chosen.length > 0) {
      const { values } = table.columns.get('severity');
      result.push({
        column: 'severity',
        allowed: Uint8Array.from(values, (value) => +chosen.includes(value)),
      });
    }
    for (const [name, select] of selects) {
      if (select.value === '') continue;
      const column = spec.filters[name];
      result.push({ column, allowed: allowedBy(table, column, select.value) });
    }
    return result;
  }

  /** Finds the rows that are asked for, and shows a page of them. */
  function update(page = 1) {
    const used = filters();
    const words = wordsOf(search.value);
    rows = select(table, { words, filters: used, sort: asked.sort, descending: asked.descending });
    if (group() !== undefined) rows = grouped(group(), rows);
    find('.clear').hidden = words.length === 0 && used.length === 0;
    const names = table.count === 1 ? spec.one : spec.many;
    find('.matches').textContent =
      rows.length === table.count
        ? `${number(table.count)} ${names}`
        : `${number(rows.length)} of ${number(table.count)} ${names}`;
    for (const head of heads) {
      if (head.dataset.column !== asked.sort) head.removeAttribute('aria-sort');
      else head.setAttribute('aria-sort', direction(head, asked.descending));
    }
    order.value = `${asked.sort} ${asked.descending}`;
    show(page);
  }

  /** Shows a page of the rows; a number beyond the last one shows the last. */
  function show(page) {
    const perPage = Number(size.value);
    const pages = Math.max(1, Math.ceil(rows.length / perPage));
    asked.page = Math.min(Math.max(1, page), pages);
    const start = (asked.page - 1) * perPage;
    const shown = rows.subarray(start, start + perPage);
    fill(shown, start);
    find('.page').textContent = `Page ${number(asked.page)} of ${number(pages)}`;
    for (const button of section.querySelectorAll('[data-go]')) {
      const atEnd = ['first', 'previous'].includes(button.dataset.go)
        ? asked.page === 1
        : asked.page === pages;
      button.setAttribute('aria-disabled', String(atEnd));
    }
    changed(`#${parameters()}`);
  }

  /** The column that rows are grouped by; undefined where they are not. */
  function group() {
    return table.columns.get(grouping?.value ?? '');
  }

  /** Puts rows into the table, each group under its name. */
  function fill(shown, start) {
    const lines = document.createDocumentFragment();
    const by = group();
    const sizes = by === undefined ? [] : sizesOf(by, rows);
    let last = -1;
    for (const row of shown) {
      const at = by?.codes[row] ?? last;
      if (at !== last) lines.append(groupRow(by, at, sizes[at]));
      last = at;
      lines.append(make('tr', { className: 'row' }, ...spec.cells(table, row)));
    }
    if (rows.length === 0) lines.append(emptyRow());
    body.replaceChildren(lines);
    find('.range').textContent =
      rows.length === 0
        ? ''
        : `${number(start + 1)}–${number(start + shown.length)} of ${number(rows.length)}`;
  }

  function groupRow({ values, unders }, at, size) {
    const name = values[at] === '' ? 'None' : values[at];
    const head = make(
      'th',
      { scope: 'rowgroup', colSpan: heads.length },
      make('span', { className: 'name' }, name),
    );
    if (unders?.[at]) head.append(' ', under(unders[at]));
    head.append(
      ' ',
      make('span', { className: 'count' }, `${number(size)} ${size === 1 ? spec.one : spec.many}`),
    );
    return make('tr', { className: 'group' }, head);
  }

  function emptyRow() {
    const nothing =
      table.count === 0
        ? `This run has no ${spec.one} to show.`
        : `None of the ${number(table.count)} ${spec.many} of this run is like that.`;
    const text = [nothing, links.gaps].join(' ').trim();
    return make('tr', { className: 'empty' }, make('td', { colSpan: heads.length }, text));
  }

  /** Opens a row, or closes it. */
  async function toggle(button) {
    const line = button.closest('tr');
    const open = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!open));
    if (open) {
      line.nextElementSibling.remove();
      return;
    }
    const row = Number(button.dataset.row);
    const box = make('td', { colSpan: heads.length });
    line.after(make('tr', { className: 'detail' }, box));
    try {
      const detail = await readDetail(spec.name, table, row);
      box.append(make('div', { className: 'detail-body' }, ...spec.detail(table, row, detail, links)));
    } catch (error) {
      box.append(`This cannot be shown: ${error.message} All of it is in report.json.`);
    }
  }

  // Paper gets all rows that are asked for, and not the page of them that the screen shows.
  addEventListener('beforeprint', () => {
    if (!section.hidden && rows.length > Number(size.value)) fill(rows, 0);
  });
  addEventListener('afterprint', () => {
    if (!section.hidden && rows.length > Number(size.value)) show(asked.page);
  });
  find('.save')?.addEventListener('click', () => saveAs(`${spec.name}.csv`, csvOf(table, spec.saved, rows)));
  grouping?.addEventListener('change', () => update());
  search.addEventListener('input', () => update());
  for (const control of [...severities, ...selects.values(), size]) {
    control.addEventListener('change', () => update());
  }
  order.addEventListener('change', () => {
    const [sort, descending] = order.value.split(' ');
    Object.assign(asked, { sort, descending: descending === 'true' });
    update();
  });
  for (const head of heads) {
    head.firstElementChild.addEventListener('click', () => {
      asked.descending = asked.sort === head.dataset.column && !asked.descending;
      asked.sort = head.dataset.column;
      update();
    });
  }
  find('.clear').addEventListener('click', () => {
    search.value = '';
    for (const box of severities) box.checked = false;
    for (const select of selects.values()) select.value = '';
    update();
    search.focus();
  });
  find('.pager').addEventListener('click', ({ target }) => {
    const go = target.closest('[data-go]');
    if (go === null || go.getAttribute('aria-disabled') === 'true') return;
    const last = Math.ceil(rows.length / Number(size.value));
    show({ first: 1, previous: asked.page - 1, next: asked.page + 1, last }[go.dataset.go]);
    find('.tools').scrollIntoView({ block: 'start' });
  });
  body.addEventListener('click', ({ target }) => {
    const line = target.closest('tr.row');
    // A click that ends a selection of text is no wish to open the row.
    if (line === null || String(getSelection()) !== '') return;
    toggle(line.querySelector('button.open'));
  });

  /** Does before the first search what would hold it up. */
  function prepareSearch() {
    for (const column of table.columns.values()) indexOf(column);
  }

  return { restore, prepareSearch };
}

/** The worst comes first where nothing else is asked for, which is the descending order of badness. */
function direction({ dataset }, reversed) {
  const worstFirst = dataset.first === 'descending';
  return worstFirst === reversed ? 'ascending' : 'descending';
}
