// The lines of the cost and financing plan: more of them, fewer of them, the last one back. All sums come from the server.
(() => {
  const tables = [...document.querySelectorAll("[data-table]")];
  const linesOf = (table) => table.querySelector("[data-lines]");
  const typed = (line) => [...line.querySelectorAll("input, select")].some((field) => field.value.trim());
  const changed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));

  const number = (table) => {
    [...linesOf(table).children].forEach((line, place) => { line.querySelector("[data-number]").textContent = place + 1; });
    for (const button of table.querySelectorAll("[data-remove]")) button.hidden = false;
  };
  const add = (table) => {
    const holder = document.createElement("div");
    holder.innerHTML = table.querySelector("template").innerHTML.replaceAll("__prefix__", table.dataset.next++);
    const line = holder.firstElementChild;
    linesOf(table).append(line);
    number(table);
    return line;
  };
  const focus = (line) => line.querySelector("select, input").focus();
  const remove = (table, line) => {
    const undo = table.querySelector("[data-undo]");
    if (typed(line)) Object.assign(undo, { hidden: false, line, before: line.nextElementSibling });
    const near = line.nextElementSibling || line.previousElementSibling;
    line.remove();
    focus(near || add(table));
    number(table);
    changed(table);
  };
  const putBack = (table, undo) => {
    const lines = linesOf(table);
    lines.insertBefore(undo.line, undo.before?.parentNode === lines ? undo.before : null);
    undo.hidden = true;
    number(table);
    focus(undo.line);
    changed(table);
  };

  for (const table of tables) {
    for (const line of table.querySelectorAll(".spare")) line.remove();
    number(table);
    table.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if ("add" in button.dataset) { event.preventDefault(); focus(add(table)); }
      if ("remove" in button.dataset) remove(table, button.closest("[data-line]"));
      if ("undo" in button.dataset) putBack(table, button);
    });
  }

  // A log-in page or an error is no sum. Then the old figures stay, and a sentence says that they are old.
  const stale = document.querySelector(".plan-stale");
  const mark = (old) => { stale.textContent = old ? stale.dataset.words : ""; };
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id !== "plan-figures") return;
    const fits = detail.xhr.status === 200 && detail.serverResponse.includes("plan-dl");
    detail.shouldSwap = fits;
    mark(!fits);
  });
  document.addEventListener("htmx:sendError", ({ detail }) => { if (detail.elt.id === "plan-figures") mark(true); });
  // What is wrong with a field comes and goes with the sums.
  const put = (field, name, text) => { if (text) field.setAttribute(name, text); else field.removeAttribute(name); };
  const settle = (link) => {
    const summary = link?.closest(".error-summary");
    link?.closest("li").remove();
    if (summary && !summary.querySelector("li")) summary.remove();
  };
  const judge = (place) => {
    const field = place.parentElement.querySelector("input, select"), wrong = Boolean(place.firstElementChild);
    const others = (field.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== place.id);
    place.parentElement.classList.toggle("has-error", wrong);
    put(field, "aria-invalid", wrong ? "true" : "");
    put(field, "aria-describedby", [...others, ...(wrong ? [place.id] : [])].join(" "));
    if (!wrong) settle(document.querySelector(`.error-summary a[href="#${field.id}"]`));
  };
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    if (target.id === "plan-figures") for (const place of document.querySelectorAll(".plan-wrong")) judge(place);
  });
  // What stays the same is not said again.
  document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    if (detail.target.textContent.trim() === detail.fragment.textContent.trim()) detail.shouldSwap = false;
  });
})();
