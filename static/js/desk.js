// Ctrl+Enter saves from wherever the hands are, also from a tick box. Without it Enter and the button do.
document.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest('form') || document.querySelector('.call-form');
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});
// A window that nobody sees asks for nothing; within three seconds of being seen again it does.
document.addEventListener('htmx:beforeRequest', event => {
  if (document.hidden) event.preventDefault();
});
// The same answer once more changes nothing, so that a screen reader does not say it every three seconds.
let last = '';
document.addEventListener('htmx:beforeSwap', event => {
  if (event.detail.serverResponse === last) event.detail.shouldSwap = false;
  last = event.detail.serverResponse;
});
// Where a postcode is and how many could be asked, as soon as it is typed; the next page says so without this.
let questions = 0;
document.addEventListener('change', async event => {
  const form = event.target.closest('.call-form');
  if (!form || !['postcode', 'municipality', 'kind', 'language'].includes(event.target.name)) return;
  const typed = new FormData(form), body = new URLSearchParams(), question = ++questions;
  for (const name of ['csrfmiddlewaretoken', 'postcode', 'municipality', 'kind', 'language'])
    if (typed.get(name)) body.set(name, typed.get(name));
  try {
    const answer = await fetch(form.dataset.around, {method: 'POST', body}), part = await answer.text();
    if (answer.ok && !answer.redirected && question === questions)
      document.getElementById('around').innerHTML = part;
  } catch { /* the page has gone on, or the line is down: Enter says it again */ }
});
