// Passkeys: asks the browser for one and sends its answer with the form. The form stays hidden where there are none.
const ADDRESS_FIELD = "#email"; // the browser offers passkeys here, see autocomplete="username webauthn"

export class Passkey {
  constructor(form) {
    this.form = form;
    this.answer = form.elements.namedItem("credential");
    this.message = form.querySelector('[data-passkey="message"]');
    this.onSubmit = this.ask.bind(this);
  }

  connect() {
    if (!window.PublicKeyCredential || !navigator.credentials) return;
    this.form.hidden = false;
    this.form.addEventListener("submit", this.onSubmit);
    if (this.form.dataset.use === "sign-in") this.offer();
  }

  disconnect() {
    this.offered?.abort();
    this.form.removeEventListener("submit", this.onSubmit);
    this.form.hidden = true;
  }

  async ask(event) {
    event.preventDefault();
    this.offered?.abort();
    this.say("");
    await this.finish(() => (this.form.dataset.use === "create" ? this.create() : this.get()));
  }

  // The passkeys of this device stand among the addresses that the browser suggests.
  async offer() {
    if (!document.querySelector(ADDRESS_FIELD)) return;
    if (!(await window.PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    this.offered = new AbortController();
    try {
      this.send(await this.get({ mediation: "conditional", signal: this.offered.signal }));
    } catch {
      // Not wanted, or the button was pressed instead: the button remains.
    }
  }

  async finish(work) {
    try {
      this.send(await work());
    } catch (error) {
      this.say({ InvalidStateError: "present", TypeError: "offline" }[error.name] ?? "cancelled");
    }
  }

  async get(more = {}) {
    const { optionsUrl } = this.form.dataset;
    const asked = await fetch(optionsUrl, { method: "POST", body: new FormData(this.form) });
    if (!asked.ok) throw new TypeError("no options");
    const options = await asked.json();
    options.challenge = toBytes(options.challenge);
    options.allowCredentials = (options.allowCredentials ?? []).map(withBytes);
    const { id, rawId, type, response } = await navigator.credentials.get({ publicKey: options, ...more });
    return {
      id,
      rawId: toText(rawId),
      type,
      response: {
        clientDataJSON: toText(response.clientDataJSON),
        authenticatorData: toText(response.authenticatorData),
        signature: toText(response.signature),
        userHandle: response.userHandle ? toText(response.userHandle) : undefined,
      },
    };
  }

  async create() {
    const options = JSON.parse(this.form.dataset.options);
    options.challenge = toBytes(options.challenge);
    options.user.id = toBytes(options.user.id);
    options.excludeCredentials = (options.excludeCredentials ?? []).map(withBytes);
    const { id, rawId, type, response } = await navigator.credentials.create({ publicKey: options });
    return {
      id,
      rawId: toText(rawId),
      type,
      response: {
        clientDataJSON: toText(response.clientDataJSON),
        attestationObject: toText(response.attestationObject),
        transports: response.getTransports?.() ?? [],
      },
    };
  }

  send(answer) {
    this.answer.value = JSON.stringify(answer);
    this.form.submit(); // not requestSubmit: this is the answer to our own question
  }

  say(key) {
    this.message.textContent = key ? this.message.dataset[key] : "";
  }
}

function withBytes(key) {
  return { ...key, id: toBytes(key.id) };
}

function toBytes(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
