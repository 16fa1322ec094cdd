/* Live preview: the open page follows the files it is made of. Served only by `afterword serve`. */
(() => {
  "use strict";

  const WORDS = {
    bar: "Preview",
    shown_as: "Shown as",
    mine: "As you see it",
    unswitched: "It could not be shown",
    reader: (name) => `As ${name} would see it`,
    live: "Live",
    lost: "Connection lost, trying again",
    closed: "The preview was started anew: open the address shown in the terminal",
    follow: "Follow what I save",
    well: "No problems",
    problems: (n) => (n === 1 ? "1 problem" : `${n} problems`),
    panel: "Problems",
    close: "Close",
    edit: "Open in editor",
    opening: "Opening …",
    opened: "Opened",
    failed: "Could not open it",
    shown: (title) => `Now showing: ${title}`,
  };

  const NAME = "afterword-preview";
  const tab = String(Math.random()).slice(2);
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;
  let here = location.pathname; // the page that is shown
  let tag = ""; // its ETag, once it is known
  let server = ""; // the process that it came from
  let version = 0;
  let title = document.title;
  let problems = [];
  let dismissed = ""; // the problems whose panel the reader has closed

  /* ---- what is remembered ---- */

  const remembered = {
    get: (key) => {
      try { return localStorage.getItem(`${NAME}-${key}`); } catch { return null; }
    },
    set: (key, value) => {
      try { localStorage.setItem(`${NAME}-${key}`, value); } catch { /* a private window */ }
    },
  };
  const follows = () => remembered.get("follow") !== "no";
  const isLastUsed = () => remembered.get("last") === tab;
  const used = () => {
    if (document.visibilityState === "visible") remembered.set("last", tab);
  };

  /* ---- one page made into another, leaving alone what is the same ---- */

  const isOwn = (node) => node.nodeType === 1 && node.id === NAME;

  function keyOf(node) {
    if (node.nodeType !== 1) return "";
    if (node.id) return `#${node.id}`;
    const link = node.matches("a, link, script, img")
      ? node : node.querySelector(":scope > a[href], :scope > :is(h1, h2, h3, p, header) a[href]");
    const address = link && (link.getAttribute("href") || link.getAttribute("src"));
    if (address) return `${node.nodeName} ${address}`;
    const inner = node.querySelector("[id]");
    return inner ? `${node.nodeName} #${inner.id}` : "";
  }

  const sameKind = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName;

  /* Returns for each new child the old one it goes on from, if any. */
  function partners(olds, news) {
    const free = new Set(olds);
    const found = new Map();
    const match = (list, describe, wanted) => {
      const table = new Map();
      for (const old of free) {
        const key = describe(old);
        if (key) table.set(key, [...(table.get(key) || []), old]);
      }
      for (const node of list) {
        const candidates = found.has(node) ? null : table.get(wanted(node));
        if (candidates && candidates.length) {
          const old = candidates.shift();
          found.set(node, old);
          free.delete(old);
        }
      }
    };
    const whole = (n) => (n.nodeType === 1 ? n.nodeName + (n.nodeName === "DETAILS" ? n.innerHTML : n.outerHTML) : "");
    match(news, keyOf, keyOf);
    match(news, whole, whole);
    const left = olds.filter((old) => free.has(old));
    for (const node of news) {
      if (found.has(node)) continue;
      const i = left.findIndex((old) => sameKind(old, node) && keyOf(old) === keyOf(node));
      if (i >= 0) found.set(node, left.splice(i, 1)[0]);
    }
    return found;
  }

  function morph(old, node) {
    if (old.isEqualNode(node)) return;
    if (old.nodeType !== 1) {
      old.nodeValue = node.nodeValue;
      return;
    }
    morphAttributes(old, node);
    const olds = [...old.childNodes].filter((child) => !isOwn(child));
    const found = partners(olds, [...node.childNodes]);
    const kept = new Set(found.values());
    let at = olds.length ? olds[0] : [...old.childNodes].find(isOwn) || null;
    const next = (child) => {
      let following = child.nextSibling;
      while (following && !isOwn(following) && !kept.has(following)) {
        const gone = following;
        following = following.nextSibling;
        gone.remove();
      }
      return following;
    };
    while (at && !isOwn(at) && !kept.has(at)) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
    for (const child of node.childNodes) {
      const partner = found.get(child);
      if (!partner) {
        old.insertBefore(document.importNode(child, true), at);
      } else {
        if (partner === at) at = next(partner);
        else old.insertBefore(partner, at); // moved: only this loses its focus
        morph(partner, child);
      }
    }
  }

  function morphAttributes(old, node) {
    // Whether a <details> is open, or a field filled in, is the reader's.
    const theirs = (name) => old.nodeName === "DETAILS" && name === "open";
    for (const { name } of [...old.attributes]) {
      if (!node.hasAttribute(name) && !theirs(name)) old.removeAttribute(name);
    }
    for (const { name, value } of [...node.attributes]) {
      if (old.getAttribute(name) !== value && !theirs(name)) old.setAttribute(name, value);
    }
  }

  /* What stands at the top of the window stays there, where the browser does not see to it. */
  function holdingStill(change) {
    const probe = document.elementFromPoint(innerWidth / 2, 2);
    const anchor = probe && probe.closest("#main *");
    const before = anchor && anchor.getBoundingClientRect().top;
    const y = scrollY;
    change();
    if (!y || !anchor || !anchor.isConnected) return;
    const moved = anchor.getBoundingClientRect().top - before;
    if (moved) scrollBy({ top: moved, behavior: "instant" });
  }

  const scriptsOf = (page) => [...page.querySelectorAll("script[src]")].map((s) => s.getAttribute("src"));

  function replacePage(text, base) {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (scriptsOf(page).join() !== scriptsOf(document).join()) {
      location.reload(); // scripts that ran cannot be taken back
      return;
    }
    holdingStill(() => {
      title = page.title;
      document.documentElement.lang = page.documentElement.lang;
      for (const part of ["description", "robots"]) {
        const [old, now] = [document, page].map((d) => d.head.querySelector(`meta[name=${part}]`));
        if (old && now) morph(old, now);
      }
      takeStyles(page, base);
      morph(document.body, page.body);
    });
    retitle();
    document.dispatchEvent(new CustomEvent("afterword:changed"));
  }

  /* ---- style sheets, known by their path: `../static/…` names another one in each folder ---- */

  const sheets = (page) => [...page.head.querySelectorAll("link[rel=stylesheet]")];
  const pathOf = (link, base) => new URL(link.getAttribute("href"), base).pathname;

  for (const link of sheets(document)) link.setAttribute("href", pathOf(link, location.href));

  function takeStyles(page, base) {
    const olds = sheets(document);
    const paths = sheets(page).map((link) => pathOf(link, base));
    for (const old of olds) if (!paths.includes(pathOf(old, base))) old.remove();
    for (const path of paths) {
      if (olds.some((old) => pathOf(old, base) === path)) continue;
      document.head.append(make("link", { rel: "stylesheet", href: path }));
    }
  }

  /* The new sheet is there before the old ones go: nothing flickers. */
  function swapStyles(changed) {
    for (const name of changed) {
      const olds = sheets(document).filter((link) => pathOf(link, location.href) === `/${name}`);
      if (!olds.length) continue;
      const fresh = make("link", { rel: "stylesheet", href: `/${name}?v=${version}` });
      fresh.onload = () => olds.forEach((old) => old.remove());
      fresh.onerror = () => fresh.remove();
      olds[olds.length - 1].after(fresh);
    }
  }

  /* ---- fetching ---- */

  let fetching = null;
  let wanted = false;

  async function fetchPage(path) {
    const answer = await fetch(path, {
      cache: "no-store",
      headers: tag && path === here ? { "If-None-Match": tag } : {},
    });
    if (answer.status === 304 || answer.status >= 500) return null; // the last good page stays
    if (answer.status === 403) {
      say("closed");
      return null;
    }
    return { text: await answer.text(), tag: answer.headers.get("ETag") || "" };
  }

  /* Brings the shown page up to date; one at a time, and once more if asked meanwhile. */
  function refresh() {
    if (fetching) {
      wanted = true;
      return fetching;
    }
    const path = here;
    fetching = fetchPage(path)
      .then((page) => {
        if (page && path === here) {
          tag = page.tag;
          replacePage(page.text, location.href);
        }
      })
      .catch(() => { /* the connection says so by itself */ })
      .finally(() => {
        fetching = null;
        if (wanted) {
          wanted = false;
          refresh();
        }
      });
    return fetching;
  }

  async function go(address, { push }) {
    const target = new URL(address, location.origin + "/");
    if (target.pathname === here) {
      refresh();
      return;
    }
    const page = await fetchPage(target.pathname).catch(() => null);
    if (!page) return;
    if (push) history.pushState(null, "", target);
    here = target.pathname;
    tag = page.tag;
    replacePage(page.text, target);
    const place = target.hash && document.getElementById(decodeURIComponent(target.hash.slice(1)));
    if (place) place.scrollIntoView({ block: "start", behavior: "instant" });
    else if (push) scrollTo({ top: 0, behavior: "instant" });
    announce(WORDS.shown(title));
  }

  addEventListener("popstate", () => {
    if (location.pathname !== here) go(location.pathname + location.hash, { push: false });
  });

  /* ---- the connection: one for all tabs ---- */

  let newest = null; // the last message, for tabs that open later
  let connection = "lost";

  function hear(message) {
    if (message.kind === "state") {
      connection = message.state;
      show();
      return;
    }
    const { update } = message;
    const restarted = server && server !== message.server;
    const behind = restarted || !server || update.version > version;
    server = message.server;
    version = update.version;
    problems = update.problems;
    showWhom(update);
    connection = "live";
    if (message.kind === "update") {
      if (update.styles.length) swapStyles(update.styles);
      if (switching) return show();
      if (update.follow && follows() && isLastUsed()) go(update.follow, { push: true });
      else refresh();
    } else if (behind) {
      refresh();
    }
    show();
  }

  function pass(message) {
    if (message.kind !== "state") newest = message;
    if (channel) channel.postMessage(message);
    hear(message);
  }

  function say(state) {
    if (connection !== state) pass({ kind: "state", state });
  }

  let leads = false;

  function listen() {
    leads = true;
    let current = "";
    const source = new EventSource("/-/events");
    source.addEventListener("hello", (event) => {
      const { server: process, update } = JSON.parse(event.data);
      current = process;
      pass({ kind: "hello", server: process, update });
    });
    source.addEventListener("update", (event) => {
      pass({ kind: "update", server: current, update: JSON.parse(event.data).update });
    });
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED) {
        say("lost"); // it tries again by itself
        return;
      }
      say("closed");
      setTimeout(listen, 3000);
    });
  }

  if (channel) {
    channel.addEventListener("message", ({ data }) => {
      if (data.kind !== "ask") hear(data);
      else if (leads && newest) {
        channel.postMessage({ kind: "hello", server: newest.server, update: newest.update });
      }
    });
  }

  if (channel && navigator.locks) {
    channel.postMessage({ kind: "ask" });
    // Held until this tab closes; then the next in line gets it, and listens.
    navigator.locks.request(NAME, () => new Promise(() => listen()));
  } else {
    listen();
  }

  /* ---- the bar and the panel ---- */

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  const state = make("span", { class: "aw-state", role: "status" });
  const whom = make("span", { class: "aw-reader" });
  const choice = make("select", { class: "aw-as", "aria-label": WORDS.shown_as, hidden: "", on: { change: showAs } });
  const box = make("input", { type: "checkbox", on: { change: () => remembered.set("follow", box.checked ? "yes" : "no") } });
  const count = make("button", { type: "button", class: "aw-count", "aria-controls": `${NAME}-panel`, on: { click: toggle } });
  const list = make("ol", { class: "aw-list" });
  const close = make("button", { type: "button", class: "aw-close", on: { click: dismiss } }, WORDS.close);
  const heading = make("h2", { id: `${NAME}-heading` }, WORDS.panel);
  const panel = make(
    "section",
    { id: `${NAME}-panel`, class: "aw-panel", "aria-labelledby": `${NAME}-heading`, hidden: "" },
    make("div", { class: "aw-top" }, heading, close),
    list,
  );
  const live = make("p", { class: "aw-live", "aria-live": "polite" });
  const bar = make(
    "aside",
    { id: NAME, "aria-label": WORDS.bar },
    panel,
    make("div", { class: "aw-bar" }, state, whom, choice, make("label", {}, box, WORDS.follow), count),
    live,
  );

  function announce(text) {
    live.textContent = text;
  }

  const errors = () => problems.filter((p) => p.severity === "error");
  const identity = () => JSON.stringify(problems);

  function retitle() {
    const number = errors().length;
    document.title = number ? `(${number}) ${title}` : title;
  }

  function toggle() {
    if (panel.hidden) open();
    else dismiss();
  }

  function open() {
    panel.hidden = false;
    count.setAttribute("aria-expanded", "true");
  }

  function dismiss() {
    dismissed = identity();
    const inside = panel.contains(document.activeElement);
    panel.hidden = true;
    count.setAttribute("aria-expanded", "false");
    if (inside) count.focus();
  }

  /* Copies the text before the place, unseen, so that the caret stands below it in any script. */
  function caret(problem) {
    const before = [...problem.source].slice(0, Math.max(problem.column - 1, 0)).join("");
    return make(
      "span", { class: "aw-caret", "aria-hidden": "true" },
      make("span", { class: "aw-unseen" }, before), "^",
    );
  }

  function place(problem) {
    return problem.line ? `${problem.file}:${problem.line}:${problem.column}` : problem.file;
  }

  function item(problem) {
    const said = make("span", { class: "aw-said", role: "status" });
    const button = make("button", { type: "button", on: { click: () => edit(problem, said) } }, WORDS.edit);
    const rows = [
      make("p", { class: "aw-what" }, make("b", { class: `aw-${problem.severity}` }, problem.severity), " ", problem.message),
      make("p", { class: "aw-where" }, make("code", {}, place(problem))),
    ];
    if (problem.source.trim()) {
      const text = make("code", {}, problem.source);
      rows.push(make("pre", { tabindex: "0" }, text, ...(problem.column ? ["\n", caret(problem)] : [])));
    }
    if (problem.hint) rows.push(make("p", { class: "aw-hint" }, problem.hint));
    rows.push(make("p", { class: "aw-do" }, button, " ", said));
    return make("li", {}, ...rows);
  }

  async function edit(problem, said) {
    said.textContent = WORDS.opening;
    try {
      const answer = await fetch("/-/open", {
        method: "POST",
        headers: { "Content-Type": "application/json", "Afterword-Preview": "1" },
        body: JSON.stringify({ file: problem.file, line: problem.line, column: problem.column }),
      });
      if (answer.ok) said.textContent = WORDS.opened;
      else said.textContent = `${WORDS.failed}: ${(await answer.json()).message}`;
    } catch {
      said.textContent = WORDS.failed;
    }
  }

  /* ---- as a reader sees it ---- */

  let switching = false;
  let choices = "";

  function showWhom({ reader, chosen, readers }) {
    choice.hidden = !readers.length;
    whom.textContent = reader && !readers.length ? WORDS.reader(reader) : "";
    const now = JSON.stringify(readers);
    if (now !== choices) {
      choices = now;
      const option = (value, text) => make("option", { value }, text);
      choice.replaceChildren(option("", WORDS.mine), ...readers.map(([key, name]) => option(key, WORDS.reader(name))));
    }
    choice.value = chosen;
  }

  async function showAs() {
    switching = true;
    try {
      const answer = await fetch("/-/reader", {
        method: "POST",
        headers: { "Content-Type": "application/json", "Afterword-Preview": "1" },
        body: JSON.stringify({ reader: choice.value, page: here }),
      });
      const { page, message } = await answer.json();
      if (page) await go(page, { push: true });
      else announce(`${WORDS.unswitched}: ${message}`);
    } catch {
      announce(WORDS.unswitched);
    }
    switching = false;
    choice.focus();
  }

  let listed = "[]";

  function show() {
    state.textContent = WORDS[connection];
    state.dataset.state = connection;
    box.checked = follows();
    const number = problems.length;
    count.textContent = number ? WORDS.problems(number) : WORDS.well;
    count.disabled = !number;
    count.dataset.errors = errors().length;
    const now = identity();
    if (now !== listed) {
      listed = now;
      list.replaceChildren(...problems.map(item));
      if (!number) {
        panel.hidden = true;
        count.setAttribute("aria-expanded", "false");
      } else if (errors().length && now !== dismissed) {
        open();
      }
    }
    retitle();
  }

  addEventListener("storage", () => { box.checked = follows(); });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) dismiss();
  });
  for (const event of ["focus", "pointerdown", "keydown"]) addEventListener(event, used, { capture: true, passive: true });
  document.addEventListener("visibilitychange", used);
  used();
  count.setAttribute("aria-expanded", "false");
  document.body.append(bar);
  document.documentElement.classList.add("aw-previewed");
  show();
})();
