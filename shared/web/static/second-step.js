// Passkeys: asks the browser for what a form wants, puts it into the form and sends it. And printing.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const named = (known) => known.map((each) => ({ ...each, id: bytes(each.id) }));

const ACTS = {
  async create(wants) {
    const made = await navigator.credentials.create({
      publicKey: {
        ...wants,
        challenge: bytes(wants.challenge),
        user: { ...wants.user, id: bytes(wants.user.id) },
        excludeCredentials: named(wants.excludeCredentials),
      },
    });
    return sent(made, {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
    });
  },

  async get(wants) {
    const found = await navigator.credentials.get({
      publicKey: {
        ...wants,
        challenge: bytes(wants.challenge),
        allowCredentials: named(wants.allowCredentials),
      },
    });
    return sent(found, {
      clientDataJSON: text(found.response.clientDataJSON),
      authenticatorData: text(found.response.authenticatorData),
      signature: text(found.response.signature),
    });
  },
};

const sent = (credential, response) =>
  JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: {},
  });

async function ask(form) {
  const said = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  said.textContent = "";
  button.disabled = true;
  try {
    form.elements.credential.value = await ACTS[form.dataset.passkey](JSON.parse(form.dataset.wants));
    form.submit();
  } catch (fault) {
    button.disabled = false;
    said.textContent = fault.name === "InvalidStateError" ? form.dataset.known : form.dataset.cancelled;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  document.querySelector("[data-passkey-missing]")?.remove();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
