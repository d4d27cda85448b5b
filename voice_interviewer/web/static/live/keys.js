// Which key means what on the live page. Pure: the page does what `meaning` says.

// Keys of one letter are off while something is typed, and can be switched off altogether. Those that keep or end a turn
// of speech are for who `speaks`.
export function meaning(event, { typing, letters, speaks, commands }) {
  if (event.altKey || event.ctrlKey || event.metaKey) {
    return event.ctrlKey && event.key === "Enter" && typing ? { do: "send" } : null;
  }
  if (typing) return event.key === "Escape" ? { do: "speak" } : functionKey(event.key, commands);
  if (speaks && event.key === " " && !onControl(event.target)) return { do: "space" };
  if (!letters) return functionKey(event.key, commands);
  if (speaks && event.key === "Enter" && !onControl(event.target)) return { do: "done" };
  const key = event.key.toLowerCase();
  if (key === "t") return { do: "type" };
  if (speaks && key === "h") return { do: "hold" };
  if (key === "v") return { do: "captions" };
  if (key === "?") return { do: "help" };
  const found = commands.find(({ letter }) => letter === key);
  return found ? { do: "wish", name: found.name } : functionKey(event.key, commands);
}

function functionKey(key, commands) {
  const found = commands.find((command) => command.key === key);
  return found ? { do: "wish", name: found.name } : null;
}

export function onControl(target) {
  return target instanceof Element && Boolean(target.closest("button, a, input, select, textarea, summary, label"));
}
