// On a phone: "Show the results" closes the filters and leads to the list, which is already up to date.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-closes]");
  if (!button || !window.htmx) return;
  event.preventDefault();
  button.closest("details." + button.dataset.closes).open = false;
  document.getElementById("result-count").focus();
});
