// Comfort only: what is to be copied can be copied by a button too. It works from the disk, where pages may lack a clipboard.

function copied(text) {
  const box = document.createElement('textarea');
  box.value = text;
  document.body.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  return done;
}

/** A button that copies a text, and says what it copies to those who do not see where it stands. */
function copyButton(text, what) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', `Copy ${what}`);
  button.addEventListener('click', () => {
    button.textContent = copied(text) ? 'Copied' : 'Select the text to copy it';
    button.removeAttribute('aria-label');
    button.focus();
  });
  return button;
}

function addButton(fix) {
  const text = fix.querySelector('pre');
  if (text === null || fix.querySelector('.copy') !== null) return;
  text.before(copyButton(text.textContent, fix.querySelector('.fix-title')?.textContent ?? 'this text'));
}

document.addEventListener(
  'toggle',
  ({ target }) => {
    if (target.open && target.matches('.fix')) addButton(target);
  },
  true,
);
for (const fix of document.querySelectorAll('.fix[open]')) addButton(fix);
