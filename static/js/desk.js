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
