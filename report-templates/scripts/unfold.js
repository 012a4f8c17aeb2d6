// Comfort only: without this script everything on the page can be read, unfolded and printed.
(() => {
  function named() {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      // An address that makes no sense names nothing.
      return null;
    }
  }

  function reveal() {
    const target = named();
    if (target === null) return;
    for (let part = target; part !== null; part = part.parentElement) {
      if (part instanceof HTMLDetailsElement) part.open = true;
    }
    target.scrollIntoView();
  }

  // For browsers whose style sheets cannot yet unfold details on paper.
  let unfolded = [];
  addEventListener('beforeprint', () => {
    unfolded = [...document.querySelectorAll('body:not(.print-short) details:not([open])')];
    for (const details of unfolded) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of unfolded) details.open = false;
    unfolded = [];
  });

  addEventListener('hashchange', reveal);
  if (location.hash !== '') reveal();
})();
