// Talking to the server while someone writes: JSON there and back, and what went wrong in one word.

const PATIENCE = 15_000;
// Browsers let a page that is being closed send so much, and no more.
const PARTING = 60_000;

/** What became of a question: "ok", "signed-out", "refused", "gone", "busy" or "unreachable", with the answer's JSON. */
export class Answer {
  constructor(kind, said = {}) {
    this.kind = kind;
    this.said = said;
  }
}

export class Speaker {
  constructor(form, config) {
    this.token = form.elements.csrfmiddlewaretoken;
    this.config = config;
    this.article = config.article;
  }

  /** What the copies in the browser are kept for: an article by its number, anything else by its kind too. */
  get subject() {
    return this.article && this.config.kind !== "articles_article" ? `${this.config.kind}-${this.article}` : this.article;
  }

  address(name) {
    return this.config.urls[name].replace(`/${this.config.any}/`, `/${this.article}/`);
  }

  get(name, query) {
    return this.#ask(`${this.address(name)}?${new URLSearchParams(query)}`, {});
  }

  /** Say something; where the page's key went stale with an old session, fetch the new one and say it again. */
  async post(name, said) {
    const first = await this.#post(name, said);
    if (first.kind !== "stale") return first;
    const renewed = await this.renew();
    if (renewed.kind !== "ok") return renewed;
    const second = await this.#post(name, said);
    return second.kind === "stale" ? new Answer("refused", { message: "The server does not accept this page." }) : second;
  }

  /** Fetch the key of the session as it is now; for the form's own button too. */
  async renew() {
    const answer = await this.get("others", {});
    if (answer.kind === "ok") this.token.value = answer.said.csrf;
    return answer;
  }

  /** Say something while the page is being closed. Nobody hears the answer. False: too much for that. */
  part(name, said) {
    const body = JSON.stringify(said);
    if (body.length > PARTING) return false;
    fetch(this.address(name), { ...this.#letter(body), keepalive: true }).catch(() => {});
    return true;
  }

  #post(name, said) {
    const body = JSON.stringify(said);
    return this.#ask(this.address(name), { ...this.#letter(body), keepalive: body.length < PARTING });
  }

  #letter(body) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token.value };
    return { method: "POST", body, headers, credentials: "same-origin" };
  }

  async #ask(address, how) {
    try {
      const response = await fetch(address, { ...how, redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      return new Answer(kindOf(response.status, isJson), isJson ? await response.json() : {});
    } catch {
      return new Answer("unreachable");
    }
  }
}

function kindOf(status, isJson) {
  if (status < 300 || (status === 422 && isJson)) return isJson ? "ok" : "busy";
  if (status === 401) return "signed-out";
  if (status === 403) return isJson ? "refused" : "stale";
  if (status === 404) return "gone";
  return status === 400 ? "refused" : "busy";
}
