/** A ring is shown to whoever uses keys, and not to whoever points. */

export function startFocusRing() {
  const root = document.documentElement;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Tab" || event.key.startsWith("Arrow")) root.dataset.focusShown = "";
  });
  document.addEventListener("pointerdown", () => {
    if (root.dataset.tv === undefined) delete root.dataset.focusShown;
  });
}
