// Comfort only: marks the section that is being read.
(() => {
  const links = new Map([...document.querySelectorAll('nav a')].map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        for (const link of links.values()) link.removeAttribute('aria-current');
        links.get(target.id)?.setAttribute('aria-current', 'true');
      }
    },
    { rootMargin: '-20% 0px -75% 0px' },
  );
  for (const section of document.querySelectorAll('main > section')) seen.observe(section);
})();
// What is printed by default is short; whoever wants all of it asks for it here.
(() => {
  const button = document.querySelector('.print-all');
  button.hidden = false;
  button.addEventListener('click', () => {
    const { classList } = document.body;
    const isShort = classList.contains('print-short');
    classList.replace('print-short', 'print-full');
    addEventListener('afterprint', () => isShort && classList.replace('print-full', 'print-short'), {
      once: true,
    });
    print();
  });
})();
