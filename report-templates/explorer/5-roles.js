const NAMES_PER_ROW = 3;

const rolesView = {
  name: 'roles',
  one: 'role',
  many: 'roles',
  sort: 'findings',
  filters: { account: 'account', party: 'admits', required: 'required' },

  cells({ columns, parties, admitted, bare }, row) {
    const at = (id) => columns.get(id).codes[row];
    const value = (id) => columns.get(id).values[at(id)];
    const second = (id) => columns.get(id).unders?.[at(id)] ?? '';
    const required = value('required');
    return [
      rowHead(value('role'), row),
      cell('Account', make('span', { className: 'name' }, value('account')), under(second('account'))),
      cell('Who may come in', admittedList(admitted[at('admits')], parties)),
      cell(
        'What is required',
        bare.includes(at('required')) ? make('b', { className: 'bare' }, required) : required,
      ),
      cell('Last use', value('used'), second('used') === '' ? null : under(second('used'))),
      cell('Longest session', value('session')),
      cell('Stack', value('stack')),
      cell('Open findings', openFindings(value('findings'))),
    ];
  },

  detail({ columns }, row, detail, links) {
    const role = columns.get('role');
    const account = columns.get('account');
    const accountId = account.unders[account.codes[row]];
    const arn = role.hidden[role.codes[row]];
    return [
      make(
        'div',
        { className: 'detail-text' },
        heading('Who may come in'),
        make('ul', { className: 'plain' }, ...detail.admits.map(admittedInFull)),
        paragraph(detail.admitsLeftOut),
        heading('Findings on this role'),
        detail.findings.length === 0
          ? paragraph(['None.', links.gaps].join(' ').trim())
          : make('ul', { className: 'plain' }, ...detail.findings.map(findingLink)),
        paragraph(detail.findingsLeftOut),
      ),
      make(
        'dl',
        { className: 'facts' },
        fact('Role', arnToCopy(arn, detail.console), true),
        fact('Created', detail.created),
        fact('Last use', detail.used),
        fact('More', roleLinks(links, accountId, arn, detail.findings.length > 0), true),
      ),
    ];
  },
};

function admittedList(codes, { values, unders }) {
  const items = codes
    .slice(0, NAMES_PER_ROW)
    .map((at) => make('li', {}, make('span', { className: 'name' }, values[at]), under(unders[at])));
  const left = codes.length - items.length;
  if (left > 0) items.push(make('li', { className: 'muted' }, `and ${number(left)} more`));
  return make('ul', { className: 'plain' }, ...items);
}

/** Chips of `2 critical, 1 medium`. */
function openFindings(text) {
  if (text === 'None') return text;
  const chips = text.split(', ').map((part) => chip(part.split(' ')[1], part));
  return make('span', { className: 'chips' }, ...chips);
}

function admittedInFull({ name, kind, principal, guards, guarded }) {
  return make(
    'li',
    {},
    make('b', { className: 'name' }, name),
    ` (${kind}), as `,
    code(principal),
    under(guarded ? `Required: ${guards}` : make('b', { className: 'bare' }, guards)),
  );
}

function findingLink({ fingerprint, severity, title, excepted }) {
  const link = make('a', { href: `#view=findings&q=${encodeURIComponent(fingerprint)}` }, title);
  return make('li', {}, chip(severity), ' ', link, excepted ? ' (excepted)' : null);
}

function roleLinks({ accounts }, account, arn, hasFindings) {
  const parts = [];
  if (hasFindings) {
    parts.push(
      make('a', { href: `#view=findings&q=${encodeURIComponent(arn)}` }, 'Its findings in the table'),
    );
  }
  if (accounts !== '' && /^\d{12}$/.test(account)) {
    parts.push(make('a', { href: `${accounts}/${account}/report.html` }, 'The page of this account'));
  }
  if (parts.length === 0) return 'All of this role is in report.json.';
  return make('ul', { className: 'plain' }, ...parts.map((part) => make('li', {}, part)));
}
