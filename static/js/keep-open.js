// When the filters are replaced, those that somebody opened stay open, and long lists stay where they were scrolled to.
(() => {
  const lists = (root) => [...root.querySelectorAll(".facet-values")].map((list) => [list.parentNode.id, list]);
  let scrolled = new Map();
  document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    if (detail.target.id !== "facets") return;
    scrolled = new Map(lists(detail.target).map(([id, list]) => [id, list.scrollTop]));
    for (const old of detail.target.querySelectorAll("details[id]")) {
      const fresh = detail.fragment.querySelector("#" + CSS.escape(old.id));
      if (fresh) fresh.open = old.open;
    }
  });
  document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
    if (detail.target.id !== "facets") return;
    for (const [id, list] of lists(document)) list.scrollTop = scrolled.get(id) || 0;
  });
})();
