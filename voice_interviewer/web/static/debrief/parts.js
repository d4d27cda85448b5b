/* Small helpers: an element, a request, and opening what is folded. */
export function made(kind, text = "", attributes = {}) {
  const part = document.createElement(kind);
  part.textContent = text;
  for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value);
  return part;
}

export async function asked(path, body) {
  const headers = { Accept: "application/json" };
  const answer = await fetch(path, body === undefined ? { headers } : { method: "POST", body: JSON.stringify(body), headers });
  const said = await answer.json();
  if (!answer.ok) throw new Error([said.error, said.fix].filter(Boolean).join(" "));
  return said;
}

export function unfold(from) {
  for (let part = from; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
}

export function tell(error) {
  return error instanceof TypeError ? "The program does not answer. Is it still running?" : error.message;
}
