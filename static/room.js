"use strict";
// The room when the network drops: each gesture is kept on the device, in order, and sent once.
// Without this file each gesture is a form like any other.
{ // its names are its own

const EVERY = 4000;
const box = document.getElementById("kept");
const STORE = `room:${location.pathname}:${box?.dataset.who}`; // a phone may be lent
const kept = () => JSON.parse(localStorage.getItem(STORE) ?? "[]");
const keep = (gestures) => localStorage.setItem(STORE, JSON.stringify(gestures));
const text = (element) => element?.textContent.replace(/\s+/g, " ").trim();
const key = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
  (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
const token = (page) => page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const isAnothers = (page) => page.querySelector("#kept")?.dataset.who !== box?.dataset.who;
let sending = false;
let pressed = {};
let proof = token(document); // signing in again in another tab changes it
let refused = [];

// What is kept is shown, so that nobody wonders, and nothing that was refused disappears.
const show = (said = "") => {
  if (!box) return;
  const gestures = kept();
  box.replaceChildren(...refused.map((one) => paragraph(one.why)));
  if (said) box.append(paragraph(said));
  if (gestures.length) {
    box.append(paragraph(box.dataset.title));
    const list = document.createElement("ul");
    list.append(...gestures.map((one) => Object.assign(document.createElement("li"), { textContent: one.label })));
    box.append(list);
  }
  box.hidden = !box.childElementCount;
};
const paragraph = (words) => Object.assign(document.createElement("p"), { textContent: words });

// A part of the page is brought up to date, unless somebody is pressing or reading a button of it.
const renew = (page) => {
  for (const part of page.querySelectorAll("[data-poll]")) {
    const shown = document.getElementById(part.id);
    if (!shown || text(shown) === text(part)) continue;
    const focused = shown.contains(document.activeElement) ? document.activeElement.id : "";
    shown.replaceWith(document.importNode(part, true));
    if (focused) document.getElementById(focused)?.focus();
  }
  tick();
};

// The box follows the house as long as nobody types in it. Words typed since stay there: what the house has
// of them is where they start from, unless someone else wrote meanwhile. Then the next save puts both together.
const notes = () => document.querySelector("[data-notes]");
let level = notes()?.elements.notes.value;
const renewNotes = (page, sent = level) => {
  const [mine, theirs] = [notes(), page.querySelector("[data-notes]")];
  if (!mine || !theirs) return;
  const saved = theirs.elements.notes.value;
  const untouched = [sent, level].includes(mine.elements.notes.value);
  if (untouched) mine.elements.notes.value = saved;
  if (!untouched && saved !== sent) return;
  mine.elements.started_from.value = theirs.elements.started_from.value;
  level = saved;
};

const ask = async (how = {}) => {
  const answer = await fetch(location.pathname, { ...how, signal: AbortSignal.timeout(10_000) });
  if (answer.status >= 500 || answer.status === 429) throw new Error("later");
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
};
const isElsewhere = (answer) => new URL(answer.url).pathname !== location.pathname;

const send = async () => {
  if (sending) return;
  sending = true;
  let again = ""; // what was sent once more under a new proof
  try {
    for (let gestures = kept(); gestures.length; gestures = kept()) {
      const [first] = gestures;
      const words = new URLSearchParams(first.said);
      const body = new URLSearchParams(first.said);
      body.set("csrfmiddlewaretoken", proof);
      const { answer, page } = await ask({ method: "POST", body });
      if (isElsewhere(answer)) return show(box?.dataset.away);
      if (answer.status === 403 && again !== first.said) { // refused, or the proof of this page is an old one
        const now = await ask();
        if (!now.answer.ok || isElsewhere(now.answer) || isAnothers(now.page)) return show(box?.dataset.away);
        [again, proof] = [first.said, token(now.page)];
        continue;
      }
      // Answered: it was done, or refused with a reason. Another tab may have taken it away meanwhile.
      keep(kept().filter((one) => one.said !== first.said));
      if (answer.redirected) {
        renew(page);
        renewNotes(page, words.get("notes")?.replace(/\r\n/g, "\n"));
        show();
      } else {
        const why = text(page.querySelector(".errors, main h1 + p, main h1"));
        const typed = words.get("notes") ?? words.get("text") ?? words.get("called") ?? "";
        refused.push({ typed, why: `${box?.dataset.refused} ${typed} (${why})` });
        show();
      }
    }
  } catch {
    show();
  } finally {
    sending = false;
  }
};

// The same button, or what took its place meanwhile: a finger that presses twice gives the floor once.
const isSame = (before, after) => before === after || Boolean(after?.id && before?.id === after.id);

// Before the house's own guard against double clicks: here a form stays on the page and is used again.
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-room]")) return;
  event.preventDefault();
  event.stopPropagation();
  const again = isSame(pressed.button, submitter) && performance.now() - pressed.at < 600; // a nervous finger
  if (again && !form.matches("[data-notes]")) return;
  pressed = { button: submitter, at: performance.now() };
  refused = refused.filter((one) => one.typed); // words stay, to be copied
  const said = new URLSearchParams(new FormData(form, submitter));
  said.delete("csrfmiddlewaretoken");
  said.set("once", key());
  const words = said.get("notes") ?? said.get("text") ?? said.get("called");
  const gesture = { said: said.toString(), label: words ? `« ${words.slice(-60)} »` : text(submitter) };
  const waiting = kept();
  const last = waiting.at(-1);
  const replaces = form.matches("[data-notes]") && last && waiting.length > (sending ? 1 : 0)
    && new URLSearchParams(last.said).get("act") === "notes";
  keep(replaces ? [...waiting.slice(0, -1), gesture] : [...waiting, gesture]);
  if (form.matches("[data-clears]")) form.reset();
  send();
}, true);

// Notes are saved by themselves when the scribe stops for a while, and kept if the page is closed.
let pause;
document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("[data-notes]");
  if (!form) return;
  clearTimeout(pause);
  pause = setTimeout(() => form.requestSubmit(), 8000);
});
addEventListener("beforeunload", (event) => { if (kept().length) event.preventDefault(); });

const tick = () => {
  for (const clock of document.querySelectorAll("[data-ends]")) {
    const ahead = clock.ahead ??= new Date(clock.dataset.now) - Date.now(); // the house's clock, not the phone's
    const left = Math.round((new Date(clock.dataset.ends) - Date.now() - ahead) / 1000);
    const figures = `${Math.floor(Math.abs(left) / 60)}:${String(Math.abs(left) % 60).padStart(2, "0")}`;
    clock.textContent = left < 0 ? `${clock.dataset.over} ${figures}` : figures;
  }
};
setInterval(tick, 1000);

const poll = async () => {
  if (document.hidden || sending) return;
  if (kept().length) return send();
  try {
    const { answer, page } = await ask();
    if (!answer.ok || isElsewhere(answer)) return;
    if (isAnothers(page)) return show(box?.dataset.away); // someone else signed in on this device
    if (box && !box.hidden && !refused.length) show(); // whoever owns this page is back
    renew(page);
    renewNotes(page);
  } catch { /* no network: next time */ }
};
setInterval(poll, EVERY);
addEventListener("online", send);
addEventListener("storage", () => show()); // another tab kept something, or sent it
show();
tick();
send();

}
