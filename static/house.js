"use strict";
// Niceties only: every page works without this file.

// A refusal, a missing page or a form to correct is an answer too: show it.
// When the answer is a whole page, it takes the place of the page's text, not of the part that asked.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (![403, 404, 422].includes(detail.xhr.status)) return;
  detail.shouldSwap = true;
  detail.isError = false;
  if (!detail.serverResponse.includes('<main id="main"')) return;
  detail.target = document.getElementById("main");
  detail.selectOverride = "#main";
  detail.swapOverride = "outerHTML show:window:top";
});

// A form is sent once: say at once that it was heard, and let a second click wait for the answer.
const rest = () => {
  document.querySelectorAll("button[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  document.querySelectorAll("form[data-sent]").forEach((form) => form.removeAttribute("data-sent"));
};
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.hasAttribute("data-sent")) return event.preventDefault();
  form.setAttribute("data-sent", "");
  submitter?.setAttribute("aria-busy", "true");
  setTimeout(rest, 10_000); // the answer was lost: the key of the form still makes one thing
  keepKeys();
});
document.addEventListener("htmx:afterRequest", rest);
addEventListener("pageshow", rest);

// The back button brings a new page, never one that was kept: give its forms the keys they were sent with.
const keys = () => [...document.querySelectorAll('input[name="once"]')];
const keepKeys = () => history.replaceState({ ...history.state, once: keys().map((key) => key.value) }, "");
const kept = history.state?.once ?? [];
if (kept.length === keys().length) keys().forEach((key, i) => { key.value = kept[i]; });

// « Imprimer »: <button type="button" data-print hidden>
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
