(() => {
  const form = document.getElementById('review');
  const progress = document.getElementById('progress');
  if (!(form instanceof HTMLFormElement) || progress === null) return;
  const fields = [...form.querySelectorAll('.access')];

  function answerOf(field) {
    const checked = field.querySelector('input[type=radio]:checked');
    return {
      access: field.dataset.access,
      decision: checked === null ? '' : checked.value,
      until: field.querySelector('[data-field=until]').value,
      reason: field
        .querySelector('[data-field=reason]')
        .value.replace(/\s*[\r\n]+\s*/g, ' ')
        .trim(),
    };
  }

  function count() {
    const answers = fields.map(answerOf);
    const whole = ({ decision, until, reason }) => decision !== '' && until !== '' && reason !== '';
    const done = answers.filter(whole).length;
    const begun = answers.filter((one) => !whole(one) && (one.decision || one.until || one.reason)).length;
    for (const [index, field] of fields.entries()) field.classList.toggle('done', whole(answers[index]));
    progress.textContent =
      `${done} of ${fields.length} decided.` +
      (begun === 0 ? '' : ` ${begun} begun: a decision needs a day and a reason too.`);
    return answers;
  }

  form.addEventListener('input', count);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { format, sheet, run, manifest, file } = form.dataset;
    const saved = { format, version: 1, sheet, run, manifest, answers: count() };
    const link = document.createElement('a');
    link.href = URL.createObjectURL(
      new Blob([`${JSON.stringify(saved, null, 2)}\n`], { type: 'application/json' }),
    );
    link.download = file;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    progress.textContent += ' Saved; look among your downloads.';
  });
  // A browser may have kept what was filled in when the page was loaded again.
  count();
})();
