// Says which files the browser fetched because of the early hint, and when the hint came.
'use strict';

window.addEventListener('load', () => {
  const milliseconds = (time) => `${Math.round(time)} ms`;
  const show = (id, text) => {
    document.getElementById(id).textContent = text;
  };

  const page = performance.getEntriesByType('navigation')[0];
  const hint = page.firstInterimResponseStart;
  show('hint', hint ? `after ${milliseconds(hint)}` : 'never, or the browser does not say');
  show('page', `after ${milliseconds(page.finalResponseHeadersStart || page.responseStart)}`);

  const files = performance
    .getEntriesByType('resource')
    .filter((file) => file.name.includes('/assets/early-hints.'));
  const rows = files.map((file) => {
    const hinted = file.initiatorType === 'early-hints';
    const row = document.createElement('tr');
    row.className = hinted ? 'hinted' : 'late';
    for (const text of [
      `${new URL(file.name).pathname.split('/').pop()}:`,
      hinted ? 'fetched by early hint' : `fetched by the page (${file.initiatorType})`,
      `ready in ${milliseconds(file.duration)}`,
    ]) {
      row.insertCell().textContent = text;
    }
    return row;
  });
  document.querySelector('#files tbody').replaceChildren(...rows);

  const hinted = files.filter((file) => file.initiatorType === 'early-hints').length;
  show('verdict', `${hinted} of ${files.length} files were fetched by early hint.`);
  document.getElementById('why').hidden = hinted > 0;
});
