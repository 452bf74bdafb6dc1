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

// Say at once that a form was heard. Its key (once) already makes a double click harmless.
const rest = () => document.querySelectorAll("button[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
document.addEventListener("submit", ({ submitter }) => submitter?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", rest);
addEventListener("pageshow", rest);

// « Imprimer »: <button type="button" data-print hidden>
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
