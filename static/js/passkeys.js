// Asks the device for a passkey and sends its answer with the form. Needs allauth's webauthn-json.js.
(() => {
  const forms = document.querySelectorAll("form[data-passkey]");
  const possible = webauthnJSON.supported();
  for (const note of document.querySelectorAll("[data-no-passkeys]")) note.hidden = possible;
  if (!possible) return;

  const questionOf = async (form) => {
    const data = document.getElementById("js_data");
    if (data) return JSON.parse(data.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };
  const answerOf = async (form) => {
    const question = await questionOf(form);
    if (form.dataset.passkey === "login") return webauthnJSON.get(question.request_options);
    const options = question.creation_options;
    // A device that can, keeps the passkey so that it also replaces the password; without password it must.
    const selection = options.publicKey.authenticatorSelection;
    if (selection.residentKey !== "required") selection.residentKey = "preferred";
    return webauthnJSON.create(options);
  };
  const problemOf = (form, error) => {
    if (error.name === "InvalidStateError") return form.dataset.known;
    if (error.name === "SecurityError") return form.dataset.impossible;
    return form.dataset.cancelled;
  };

  for (const form of forms) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const problem = form.querySelector(".passkey-problem");
      problem.textContent = "";
      try {
        form.elements.credential.value = JSON.stringify(await answerOf(form));
        form.submit();
      } catch (error) {
        problem.textContent = problemOf(form, error);
      }
    });
  }
})();
