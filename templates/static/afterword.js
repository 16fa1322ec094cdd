/* What JavaScript adds: `/` leads to the search, and the search finds. All pages read without it. */
"use strict";
(() => {
	const here = document.currentScript;
	const root = here.dataset.root;
	const all = (selector, from = document) => [...from.querySelectorAll(selector)];
	document.addEventListener("keydown", (event) => {
		if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
		if (event.target.closest("input, textarea, select, [contenteditable]")) return;
		event.preventDefault();
		const field = document.getElementById("q");
		if (field) field.select();
		else location.href = `${root}search.html#q=`;
	});
	all("form.filter").forEach(filter);
	const form = document.getElementById("search");
	if (form) search(form);
	/* A list and the sentence that filters it; its state stands in the address. */
	function filter(form) {
		const items = all(form.dataset.items);
		const groups = all(form.dataset.groups || "_").filter((group) => items.some((item) => group.contains(item)));
		const selects = all("select", form);
		const [reset, status] = [form.querySelector("button"), form.querySelector("span")];
		const values = new Map(items.map((item) => [item, Object.fromEntries(selects.map((select) => [select.name, valuesOf(item, select.name)]))]));
		for (const select of selects) {
			const names = [...new Set(items.flatMap((item) => values.get(item)[select.name]))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
			select.append(...names.map((name) => new Option(name, name)));
			select.hidden = names.length < 2;
		}
		function valuesOf(item, name) {
			if (name === "theme" && !item.dataset.theme) return all(".pt", item).map((mark) => mark.lastChild.textContent.trim());
			if (name === "year" && !item.dataset.year) return [item.querySelector("time")?.dateTime.slice(0, 4)].filter(Boolean);
			return (item.dataset[name] || "").split("\u2063").filter(Boolean);
		}
		function apply() {
			const chosen = selects.filter((select) => select.value);
			for (const item of items) item.hidden = !chosen.every((select) => values.get(item)[select.name].includes(select.value));
			for (const group of groups) group.hidden = !items.some((item) => !item.hidden && group.contains(item));
			const left = items.filter((item) => !item.hidden).length;
			status.textContent = chosen.length ? form.dataset.count.replace("{n}", left).replace("{total}", items.length) : "";
			reset.hidden = !chosen.length;
		}
		function read() {
			const asked = new URLSearchParams(location.hash.slice(1));
			if (location.hash && !selects.some((select) => asked.has(select.name))) return;
			for (const select of selects) {
				select.value = asked.get(select.name) || "";
				if (select.selectedIndex < 0) select.value = "";
			}
			apply();
		}
		form.addEventListener("change", () => {
			apply();
			const state = new URLSearchParams(selects.filter((select) => select.value).map((select) => [select.name, select.value]));
			history.replaceState(null, "", String(state) ? `#${state}` : location.pathname + location.search);
		});
		form.addEventListener("reset", () => {
			selects.find((select) => !select.hidden).focus();
			setTimeout(() => form.dispatchEvent(new Event("change")));
		});
		form.addEventListener("submit", (event) => event.preventDefault());
		window.addEventListener("hashchange", read);
		apply();
		form.hidden = false;
		if (selects.every((select) => select.hidden)) form.remove();
		read();
	}
	/* How words are looked for: insight/searching.py is the specification. */
	function folded(text) {
		const lower = text.normalize("NFKD").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ").replace(/[‘’ʼ]/g, "'").replace(/[“”„]/g, '"');
		return lower.replace(/[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g, "");
	}
	function wordsOf(query) {
		return folded(query).match(/[\p{L}\p{N}_]+[+#]*|[^\p{L}\p{N}_\s\x1c-\x1f\x85\ufeff]+/gu) || [];
	}
	function patternOf(word) {
		const plain = word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
		const anywhere = !/^[\p{L}\p{N}]/u.test(word) || /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/.test(word);
		return new RegExp(anywhere ? plain : `(?<![\\p{L}\\p{N}])${plain}`, "u");
	}
	function search(form) {
		const field = document.getElementById("q");
		const list = document.getElementById("results");
		const status = document.getElementById("found");
		const files = form.dataset.files.split(" ").filter(Boolean);
		const rows = [];
		const most = 50;
		let loaded = 0;
		let wanted = 0;
		let shown = "";
		window.afterwordSearch = (found) => {
			for (const [url, title, date, themes, names, text] of found)
				rows.push({ url, title, date, text, places: [[4, title], [3, themes], [2, names], [1, text]].map(([weight, place]) => [weight, folded(place)]) });
		};
		function load() {
			if (wanted > loaded || loaded === files.length) return;
			const script = make("script");
			script.src = files[wanted];
			wanted += 1;
			script.onload = script.onerror = () => {
				loaded += 1;
				show();
				load();
			};
			document.head.append(script);
		}
		function match(row, sought) {
			let score = 0;
			for (const pattern of sought) {
				const [weight] = row.places.find(([, text]) => pattern.test(text)) || [0];
				if (!weight) return 0;
				score += weight;
			}
			return score;
		}
		function show() {
			const sought = wordsOf(field.value).map(patternOf);
			const hash = field.value.trim() ? `#q=${encodeURIComponent(field.value.trim())}` : "";
			if (location.hash !== hash && (hash || location.hash.startsWith("#q"))) history.replaceState(null, "", hash || location.pathname + location.search);
			const found = [];
			if (sought.length)
				for (const row of rows) {
					const score = match(row, sought);
					if (score) found.push([score, row]);
				}
			found.sort((a, b) => b[0] - a[0] || b[1].date.localeCompare(a[1].date));
			say(sought.length ? found.length : -1);
			const key = field.value + "\n" + found.slice(0, most).map(([, row]) => row.url).join(" ");
			if (key === shown) return;
			shown = key;
			/* Whoever is on a result already stays on it while older years arrive. */
			const on = list.contains(document.activeElement) && document.activeElement.href;
			list.replaceChildren(...found.slice(0, most).map(([, row]) => item(row, sought)));
			if (on) (all("a", list).find((link) => link.href === on) || field).focus();
		}
		function say(count) {
			const { none, one, many, more } = form.dataset;
			let text = "";
			if (count === 0) text = loaded === files.length ? none.replace("{words}", () => field.value.trim()) : "…";
			if (count > 0) text = (count === 1 ? one : many).replace("{n}", count);
			if (count > most) text += " " + more.replace("{n}", most);
			if (status.textContent !== text) status.textContent = text;
		}
		function make(tag, ...parts) {
			const made = document.createElement(tag);
			made.append(...parts);
			return made;
		}
		function item(row, sought) {
			const link = make("a", ...marked(row.title, sought));
			link.href = form.dataset.root + row.url;
			const [year, month, date] = row.date.split("-");
			const day = make("time", form.dataset.date.replace("{day}", Number(date)).replace("{month}", form.dataset.months.split("|")[month - 1]).replace("{year}", year));
			day.dateTime = row.date;
			const excerpt = make("p", ...marked(around(row.text, sought), sought));
			excerpt.className = "aside";
			return make("li", make("p", link, " ", date ? day : ""), excerpt);
		}
		function around(text, sought) {
			let best = "";
			let most = 0;
			for (const line of text.split("\n")) {
				const low = folded(line);
				const count = sought.filter((pattern) => pattern.test(low)).length;
				if (count > most) [best, most] = [line, count];
			}
			best = best || text.split("\n", 1)[0];
			if (best.length <= 180) return best;
			const [first] = spans(best, sought);
			let start = first ? Math.max(0, first[0] - 60) : 0;
			if (start) start = best.lastIndexOf(" ", start) + 1;
			const end = best.indexOf(" ", start + 170);
			return (start ? "… " : "") + best.slice(start, end < 0 ? undefined : end) + (end < 0 ? "" : " …");
		}
		/* Where the words stand in a line as written. */
		function spans(line, sought) {
			const origin = [];
			let low = "";
			let at = 0;
			for (const letter of line) {
				const plain = folded(letter);
				for (let i = 0; i < plain.length; i += 1) origin.push([at, at + letter.length]);
				low += plain;
				at += letter.length;
			}
			const found = [];
			for (const pattern of sought)
				for (const match of low.matchAll(new RegExp(pattern, "gu")))
					if (match[0]) found.push([origin[match.index][0], origin[match.index + match[0].length - 1][1]]);
			found.sort((a, b) => a[0] - b[0]);
			const merged = [];
			for (const [start, end] of found) {
				const last = merged[merged.length - 1];
				if (last && start <= last[1]) last[1] = Math.max(last[1], end);
				else merged.push([start, end]);
			}
			return merged;
		}
		function marked(line, sought) {
			const pieces = [];
			let at = 0;
			for (const [start, end] of spans(line, sought)) {
				pieces.push(line.slice(at, start), make("mark", line.slice(start, end)));
				at = end;
			}
			return [...pieces, line.slice(at)];
		}
		form.hidden = false;
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			const first = list.querySelector("a");
			if (first) first.click();
		});
		field.addEventListener("input", () => {
			load();
			show();
		});
		document.addEventListener("keydown", (event) => {
			if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
			const stops = [field, ...all("a", list)];
			const now = stops.indexOf(document.activeElement);
			const next = stops[now + (event.key === "ArrowDown" ? 1 : -1)];
			if (now < 0 || !next) return;
			event.preventDefault();
			next.focus();
		});
		function read() {
			const linked = location.hash.startsWith("#q=");
			let asked = new URLSearchParams(location.search).get("q");
			try {
				if (linked) asked = decodeURIComponent(location.hash.slice(3));
			} catch {
				asked = location.hash.slice(3);
			}
			if (asked !== null && asked !== field.value.trim()) field.value = asked;
			load();
			show();
			if (linked) field.focus();
		}
		window.addEventListener("hashchange", read);
		read();
	}
	/* For tests. */
	window.afterwordWords = { folded, wordsOf };
})();
