"use strict";
// Passkeys. Without this file, or in a browser that knows none, codes open the same doors.
// A form says what it does: <form data-passkey="make"> or "show". It is posted twice: without a credential, to get
// a challenge, then with what the key answered.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

const ways = {
  make: ({ publicKey: asked }) =>
    navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: bytes(asked.challenge),
        user: { ...asked.user, id: bytes(asked.user.id) },
        excludeCredentials: known(asked.excludeCredentials),
      },
    }),
  show: ({ publicKey: asked }) =>
    navigator.credentials.get({
      publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) },
    }),
};

function written(credential) {
  const answer = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) answer[part] = text(credential.response[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function challenge(form) {
  const asked = new FormData(form);
  asked.delete("credential");
  const answer = await fetch(form.action, { method: "POST", body: asked });
  if (answer.status === 401) location.reload(); // signed in too long ago: the page itself asks again
  if (answer.redirected) location.assign(answer.url);
  return answer.json();
}

async function speakToTheKey(form, button) {
  const trouble = form.querySelector("[role=alert]");
  trouble.hidden = true;
  try {
    const credential = await ways[form.dataset.passkey](await challenge(form));
    form.elements.credential.value = written(credential);
    form.submit();
  } catch (why) {
    console.info(why);
    trouble.hidden = false;
    button?.removeAttribute("aria-busy");
  }
}

if ("PublicKeyCredential" in window) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      speakToTheKey(form, event.submitter);
    });
  }
  for (const sentence of document.querySelectorAll("[data-without-passkey]")) sentence.hidden = true;
}
