const findingsView = {
  name: 'findings',
  one: 'finding',
  many: 'findings',
  sort: 'severity',
  /** The filters and the columns they look at. */
  filters: {
    check: 'check',
    account: 'account',
    party: 'party',
    owner: 'owner',
    unit: 'unit',
    age: 'age',
    status: 'status',
    action: 'action',
  },
  /** Columns of a saved view: their names, and which part of which column they hold. */
  saved: [
    ['severity', 'severity', 'values'],
    ['state', 'status', 'values'],
    ['checkId', 'check', 'values'],
    ['title', 'title', 'values'],
    ['accountId', 'account', 'unders'],
    ['accountName', 'account', 'values'],
    ['organizationalUnit', 'unit', 'values'],
    ['region', 'region', 'values'],
    ['resourceArn', 'resource', 'values'],
    ['thirdParty', 'party', 'values'],
    ['owner', 'owner', 'values'],
    ['action', 'action', 'values'],
    ['firstSeen', 'seen', 'values'],
    ['fingerprint', 'fingerprint', 'values'],
  ],

  cells({ columns }, row) {
    const at = (id) => columns.get(id).codes[row];
    const value = (id) => columns.get(id).values[at(id)];
    const second = (id) => columns.get(id).unders?.[at(id)] ?? '';
    const party = value('party');
    return [
      cell('Severity', chip(value('severity'))),
      rowHead(value('title'), row),
      cell('Check', code(value('check'))),
      cell('Account', make('span', { className: 'name' }, value('account')), under(second('account'))),
      cell('Region', value('region')),
      cell('Resource', code(shortArn(value('resource')))),
      party === ''
        ? cell('Third party', '–')
        : cell('Third party', make('span', { className: 'name' }, party), under(second('party'))),
      cell(
        'State',
        value('status') === 'open' ? 'open' : make('span', { className: 'tag' }, value('status')),
      ),
      cell('Owner', value('owner') === '' ? '–' : ownerName(value('owner'))),
      cell('First seen', value('seen')),
    ];
  },

  detail({ columns }, row, detail, links) {
    const value = (id) => columns.get(id).values[columns.get(id).codes[row]];
    const second = (id) => columns.get(id).unders[columns.get(id).codes[row]];
    const account = second('account');
    const party = columns.get('party');
    const partyAccount = party.hidden?.[party.codes[row]] ?? '';
    return [
      make(
        'div',
        { className: 'detail-text' },
        paragraph(detail.exception, 'note'),
        heading('What is wrong'),
        paragraph(detail.detail),
        heading('How to fix it'),
        ...detail.remedy.paragraphs.map(remedy),
        ...detail.remedy.fixes.map(fix),
        paragraph(detail.remedy.leftOut),
        heading('Evidence'),
        ...(detail.evidence.length === 0
          ? [paragraph('The report holds no evidence for this finding.')]
          : []),
        ...detail.evidence.map(evidencePlace),
        paragraph(detail.evidenceLeftOut),
      ),
      make(
        'dl',
        { className: 'facts' },
        fact('Resource', arnToCopy(value('resource'), detail.console), true),
        fact('Type', detail.resourceType),
        ...(partyAccount === '' ? [] : [fact('Account of the third party', partyAccount)]),
        ...(value('action') === '' ? [] : [fact('Action', value('action'), true)]),
        fact('Owner', detail.owner ?? 'Nobody'),
        fact('First seen', detail.since),
        fact('Controls', detail.controls.length === 0 ? 'None named' : detail.controls.join(', ')),
        fact('Fingerprint', code(value('fingerprint')), true),
        fact('More', reportLinks(links, account, value('fingerprint'), detail.inReport), true),
      ),
    ];
  },
};

/** An ARN with what is done with it most: copied, or looked at in the console of AWS. */
function arnToCopy(arn, href) {
  const link = href === null ? null : make('a', { href, rel: 'noreferrer' }, 'In the AWS console');
  return make('span', {}, code(arn), ' ', copyButton(arn, arn), link === null ? null : ' ', link);
}

/** A name whose lines may end before the @ of an address of mail, and after its dots. */
function ownerName(name) {
  const parts = name.split(/(?=@)|(?<=\.)/);
  return make('span', { className: 'name' }, ...parts.flatMap((part) => [make('wbr'), part]));
}

/** The last part of an ARN, or the text itself. */
function shortArn(arn) {
  return arn.split(':').slice(5).join(':') || arn;
}

function remedy(pieces) {
  return make('p', {}, ...pieces.map((piece) => (piece.code ? code(piece.text) : piece.text)));
}

/** Something to copy. */
function fix({ language, title, lines, withheld, open }) {
  return make(
    'details',
    { className: 'fix', open },
    make(
      'summary',
      {},
      make('span', { className: 'tag' }, language),
      ' ',
      make('span', { className: 'fix-title' }, title),
    ),
    withheld === null
      ? make('pre', { tabIndex: 0 }, code(lines.join('\n')))
      : paragraph(withheld, 'left-out'),
  );
}

function evidencePlace({ fact: name, region, pointer, file }) {
  return make('p', {}, make('b', {}, name), ` (${region}), at `, code(pointer), ' in ', code(file));
}

/** Links to what other pages of the run say; in words where a page does not say it. */
function reportLinks({ report, accounts }, account, fingerprint, inReport) {
  const parts = [];
  if (report !== '' && inReport) {
    parts.push(make('a', { href: `${report}#f-${fingerprint}` }, 'This finding in the report'));
  }
  if (accounts !== '' && /^\d{12}$/.test(account)) {
    parts.push(make('a', { href: `${accounts}/${account}/report.html` }, 'The page of this account'));
  }
  if (parts.length === 0) return 'All of this finding is in report.json.';
  return make('ul', { className: 'plain' }, ...parts.map((part) => make('li', {}, part)));
}
