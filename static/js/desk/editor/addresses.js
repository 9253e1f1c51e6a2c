// Which addresses a link may have. The server judges again, and more strictly (content/urls.py).

const SCHEMES = ["http:", "https:", "mailto:", "tel:"];
const UNSAFE = /[\s\\<>"`{}|^]/;
const LONGEST = 2_000;

/** Whether `text` is an absolute address that a link may lead to. */
export function isSafe(text) {
  if (typeof text !== "string" || text.length > LONGEST || UNSAFE.test(text)) return false;
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && SCHEMES.includes(url.protocol) && !url.username && !url.password;
}

/** The address that `text` is meant as, or null: what lacks its scheme gets one, a bare mail address "mailto:". */
export function addressIn(text) {
  const words = text.trim();
  if (/^(https?|mailto|tel):/i.test(words)) return isSafe(words) ? words : null;
  if (/^[^\s@/:]+@[^\s@/:]+\.[a-z]{2,}$/i.test(words)) return isSafe(`mailto:${words}`) ? `mailto:${words}` : null;
  if (/^(www\.|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}\/)\S*$/i.test(words)) {
    return isSafe(`https://${words}`) ? `https://${words}` : null;
  }
  return null;
}

/** The address if it is one of this site, as a path; else null. */
export function ownPath(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.origin === location.origin ? url.pathname + url.hash : null;
}
