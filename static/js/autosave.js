// Saves a page of an application while somebody types, and says so; without it the button does.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const state = form.querySelector(".save-state");
  const words = state.dataset;
  const PAUSE = 1500, AGAIN = 10000, LATER = 120000, BEACON = 60000;
  let timer = 0, sending = null, sent = false, over = false, told = "", isIn = true;
  let running = new AbortController();

  const UNTYPED = ["seen", "csrfmiddlewaretoken"];
  // Fields that are empty say nothing: other scripts may add and take away empty lines.
  const content = () =>
    new URLSearchParams([...new FormData(form)].filter(([name, text]) => text && !UNTYPED.includes(name))).toString();
  let saved = form.hasAttribute("data-unsaved") ? null : content();
  const isDirty = () => !sent && content() !== saved;

  const say = (text, kind = "", url = "", label = "") => {
    if (told === text + url) return;
    told = text + url;
    state.className = `save-state small ${kind || "muted"}`;
    state.textContent = text;
    if (!url) return;
    const link = document.createElement("a");
    link.href = url;
    link.textContent = label;
    state.append(" ", link);
  };

  // Logging in elsewhere renews the token, which a page that was open before does not know.
  const renewToken = () => {
    const fresh = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
    if (fresh) form.elements.csrfmiddlewaretoken.value = fresh.slice("csrftoken=".length);
  };
  const body = () => {
    renewToken();
    const data = new URLSearchParams(new FormData(form));
    data.set("auto", "1");
    return data;
  };
  const post = (options) =>
    fetch(location.pathname, { method: "POST", body: body(), redirect: "manual", credentials: "same-origin", ...options });

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };
  const failed = (wait = AGAIN) => {
    say(words.failed, "warm");
    later(wait);
  };
  const understood = async (answer, what) => {
    isIn = answer.type !== "opaqueredirect" && answer.status !== 403;
    if (!isIn) {
      say(words.login, "warm");
      return later(LATER);
    }
    const told = await answer.json();
    if (told.number) {
      form.elements.seen.value = told.number;
      // The state of one's other window stands there: this one is kept beside it, and goes on from it.
      if (told.older) return later(PAUSE);
      saved = what;
      return say(words.saved.replace("{time}", told.saved_at));
    }
    if (told.choose) {
      saved = what;
      return say(words.overtaken, "warm", told.choose, words.compare);
    }
    if (told.ended) {
      over = true;
      return say(words.ended, "warm", told.ended, words.look);
    }
    say(told.refused, "warm");
  };
  const attempt = async () => {
    const what = content();
    try {
      running = new AbortController();
      await understood(await post({ signal: running.signal }), what);
    } catch {
      if (!sent) failed();
    }
  };
  const save = async () => {
    clearTimeout(timer);
    await sending;
    if (!isDirty() || over) return;
    sending = attempt();
    await sending;
    sending = null;
  };

  form.addEventListener("input", () => {
    sent = false;
    if (isIn) later(PAUSE);
  });
  form.addEventListener("change", () => isIn && later(PAUSE));
  // Back from the tab of the log-in.
  addEventListener("focus", () => isIn || save());
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    renewToken();
    sent = true;
    // What is older shall not arrive after what is sent now.
    running.abort();
  });
  // Whoever follows a link goes once the text is saved; if that fails, the browser asks.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    const isPlain = link && !event.defaultPrevented && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (!isPlain || link.target || link.origin !== location.origin || link.getAttribute("href").startsWith("#") || !isDirty()) return;
    event.preventDefault();
    await save();
    location.assign(link.href);
  });
  addEventListener("pagehide", () => {
    if (isDirty() && !over && body().toString().length < BEACON) post({ keepalive: true }).catch(() => {});
  });
  addEventListener("beforeunload", (event) => {
    if (isDirty()) event.preventDefault();
  });
  // A page kept in the browser's memory would show what was there before, or holds what nobody has saved yet.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sent = false;
    if (isDirty()) save();
    else location.reload();
  });
})();

// Says how many characters are left; the server counts likewise.
(() => {
  for (const field of document.querySelectorAll("[data-limit]")) {
    const counter = document.getElementById(`${field.id}_count`);
    if (!counter) continue;
    const limit = Number(field.dataset.limit);
    const count = () => {
      const left = limit - [...field.value.trim()].length;
      counter.textContent = (left < 0 ? counter.dataset.over : counter.dataset.left).replace("{n}", Math.abs(left));
      counter.classList.toggle("over", left < 0);
    };
    field.addEventListener("input", count);
    count();
  }
})();
