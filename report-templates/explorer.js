// Reads the table that the address asks for and shows it; the other one when it is asked for.
const main = document.getElementById('main');
const tabs = [...document.querySelectorAll('a[data-view]')];
const specs = { findings: findingsView, roles: rolesView };
const reading = document.getElementById('reading');
const trouble = document.getElementById('trouble');
const links = { report: main.dataset.report, accounts: main.dataset.accounts, gaps: main.dataset.gaps };
const views = new Map();
let address = '';
let writing = 0;

function viewOf(name) {
  if (!views.has(name)) {
    views.set(
      name,
      readTable(name).then((table) =>
        createView(specs[name], table, links, (shown) => remember(name, shown)),
      ),
    );
  }
  return views.get(name);
}

/** Keeps the address of what is shown, at rest: browsers allow only so many changes of it. */
function remember(name, shown) {
  address = shown;
  for (const tab of tabs) if (tab.dataset.view === name) tab.hash = shown;
  clearTimeout(writing);
  writing = setTimeout(() => history.replaceState(null, '', address), 200);
}

async function followAddress() {
  clearTimeout(writing);
  const { hash } = location;
  const given = new URLSearchParams(hash.slice(1));
  const name = Object.hasOwn(specs, given.get('view') ?? '') ? given.get('view') : 'findings';
  reading.hidden = views.has(name);
  const view = await viewOf(name);
  reading.hidden = true;
  // Something else may have been asked for while this was being read.
  if (location.hash !== hash) return;
  for (const other of Object.keys(specs)) document.getElementById(other).hidden = other !== name;
  for (const tab of tabs) {
    if (tab.dataset.view === name) tab.setAttribute('aria-current', 'page');
    else tab.removeAttribute('aria-current');
  }
  view.restore(given);
  setTimeout(view.prepareSearch);
}

/** Says that the tables cannot be shown, and where else their content is. */
function giveUp(error) {
  trouble.firstElementChild.textContent = `The tables cannot be shown: ${error.message}`;
  trouble.hidden = false;
  reading.hidden = true;
}

for (const tab of tabs) tab.parentElement.hidden = false;
addEventListener('hashchange', () => {
  if (location.hash !== '#main') followAddress().catch(giveUp);
});
await followAddress().catch(giveUp);
