// A part of the case file that a link leads to is opened; on paper all of them are.
(() => {
  const folded = (root) => [...root.querySelectorAll("details:not([open])")];
  const open = (details) => { details.open = true; };
  const reach = () => {
    const part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = part?.querySelector(".case-fold");
    if (fold) open(fold);
  };
  let before = [];
  addEventListener("hashchange", reach);
  addEventListener("beforeprint", () => { before = folded(document); before.forEach(open); });
  addEventListener("afterprint", () => { for (const details of before) details.open = false; });
  reach();
})();
