// A table that is wider than its place is reached by keyboard there, to be scrolled; one that fits is no stop on the way.
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const name = target.querySelector('caption')?.textContent.trim() ?? '';
    const scrolls = target.scrollWidth > target.clientWidth;
    for (const [attribute, value] of Object.entries({ tabindex: '0', role: 'region', 'aria-label': name })) {
      if (scrolls) target.setAttribute(attribute, value);
      else target.removeAttribute(attribute);
    }
  }
});
for (const place of document.querySelectorAll('.table')) widths.observe(place);
