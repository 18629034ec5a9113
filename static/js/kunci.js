// A passkey is made or asked for when the button is pressed; what the device says goes with the form.
const form = document.querySelector("[data-kunci-sandi]");
const trouble = form.querySelector("[data-gagal]");
const answer = form.elements.jawaban;
const purpose = form.dataset.kunciSandi;

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const decoded = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

async function ask() {
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, untuk: purpose });
  const response = await fetch(form.dataset.tantangan, { method: "POST", body });
  if (!response.ok || response.redirected) throw new Error("no challenge");
  const options = (await response.json()).publicKey;
  options.challenge = bytes(options.challenge);
  if (purpose === "masuk") {
    options.allowCredentials = decoded(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  }
  options.user.id = bytes(options.user.id);
  options.excludeCredentials = decoded(options.excludeCredentials);
  return navigator.credentials.create({ publicKey: options });
}

function said(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

function tell(words) {
  trouble.textContent = words;
  trouble.hidden = false;
}

form.addEventListener("submit", async (event) => {
  if (answer.value) return;
  event.preventDefault();
  const { submitter } = event;
  trouble.hidden = true;
  if (!window.PublicKeyCredential) {
    tell("Peramban ini belum mengenal kunci sandi. Pakai peramban lain atau cara lain.");
    return;
  }
  submitter.disabled = true;
  try {
    answer.value = said(await ask());
    form.submit();
  } catch (problem) {
    tell(
      problem.name === "InvalidStateError"
        ? "Perangkat ini sudah punya kunci sandi untuk akun Anda."
        : "Kunci sandi tidak jadi dipakai. Tekan tombolnya lagi, atau pakai cara lain.",
    );
  } finally {
    submitter.disabled = false;
  }
});
