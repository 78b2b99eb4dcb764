// Signing in by passkey, and adding one: <form data-passkey="create|get" data-options="ADDRESS"> asks the authenticator before it is sent.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
    form.hidden = true;
    continue;
  }
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const body = new FormData(form);
      const answer = await fetch(form.dataset.options, { method: "POST", body });
      if (!answer.ok) throw new Error(answer.statusText);
      const options = await answer.json();
      const credential = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      form.querySelector("[role=alert]").textContent = said(error.name, form.dataset.passkey);
    }
  });
}

/** Browsers do not say apart whether somebody changed their mind, or was too slow. */
function said(error, what) {
  if (error === "InvalidStateError") return "This device has a passkey for your account already.";
  if (error !== "NotAllowedError" && error !== "AbortError") return "That did not work. Please try again.";
  return what === "create" ? "No passkey was added: it was cancelled, or took too long." : "No passkey was used: it was cancelled, or took too long. You can sign in with your password.";
}
