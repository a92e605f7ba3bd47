// The organizers' pages: what makes them quicker. All of it works without. One block a room.

// The shell: "/" searches, "g" and a letter goes to a place of the menu, "?" lists the keys.
// Whoever dictates or types by mistake switches them off in that list (WCAG 2.2, 2.1.4).
{
  const dialog = document.querySelector("dialog.keys");
  const button = document.querySelector(".keys-button");
  const choice = document.getElementById("keys-on");
  const OFF = "keys-off";
  let afterG = -Infinity; // when g was pressed, in milliseconds

  const isTyping = (one) => one.matches("input, select, textarea, [contenteditable]");
  const act = (event) => {
    if (event.key === "?") return button.click();
    if (event.key === "/") {
      const search = document.getElementById("q") || document.getElementById("search");
      if (!search) return;
      event.preventDefault();
      return search.focus();
    }
    const isAfterG = event.timeStamp - afterG < 1500;
    afterG = event.key === "g" && !isAfterG ? event.timeStamp : -Infinity;
    if (isAfterG) document.querySelector(`.side a[data-key="${CSS.escape(event.key)}"]`)?.click();
  };

  if (dialog) {
    button.hidden = false;
    choice.checked = !localStorage.getItem(OFF);
    button.addEventListener("click", () => dialog.showModal());
    choice.addEventListener("change", () => {
      if (choice.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    });
    document.addEventListener("keydown", (event) => {
      const isChord = event.ctrlKey || event.metaKey || event.altKey;
      if (isChord || dialog.open || !choice.checked || isTyping(event.target)) return;
      act(event);
    });
  }
}
