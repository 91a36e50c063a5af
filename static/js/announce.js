// Says the number of results to screen readers after the list was replaced, or that the search failed.
(() => {
  const say = (text) => {
    const region = document.getElementById("announcement");
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 100);
  };
  const failed = () => {
    const region = document.getElementById("announcement");
    region.className = "notice warning wide";
    say(region.dataset.failure);
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "results") return;
    document.getElementById("announcement").className = "visually-hidden";
    say(document.getElementById("result-count").textContent.trim());
  });
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
})();
