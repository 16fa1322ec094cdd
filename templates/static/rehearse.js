/* Going over questions: answers folded, what needs it most first. What was rehearsed stays in this browser. */
"use strict";
(() => {
	const form = document.getElementById("rehearsal");
	const list = document.querySelector("#bank ol");
	const store = "afterword-rehearsal";
	const [begin, save] = form.querySelectorAll("button");
	const status = form.querySelector("span");
	const items = [...list.children];
	const words = form.dataset;
	let known = {};
	try {
		known = JSON.parse(localStorage.getItem(store)) || {};
	} catch {
		/* Nothing is remembered. */
	}
	const today = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
	const rank = { badly: 0, well: 2, [words.badly]: 0, [words.well]: 2 };
	/* How it went comes first; among equals what rested longest. What was rehearsed in the last three days waits. */
	const days = (item) => (known[item.dataset.key] ? Math.min(28, (Date.parse(today) - Date.parse(known[item.dataset.key][0])) / 864e5) : 28);
	const went = (item) => rank[known[item.dataset.key]?.[1]] ?? rank[item.dataset.went] ?? 1;
	const need = (item) => (days(item) < 3 ? -9 : 0) - 2 * went(item) + days(item) / 28;
	const button = (text, act) => {
		const made = document.createElement("button");
		made.type = "button";
		made.textContent = text;
		made.addEventListener("click", act);
		return made;
	};
	function note(item, how) {
		known[item.dataset.key] = [today, how];
		try {
			localStorage.setItem(store, JSON.stringify(known));
		} catch {
			/* It is remembered until the page is left. */
		}
		say(item);
	}
	function say(item) {
		const found = known[item.dataset.key];
		item.lastChild.lastChild.textContent = found ? `${words.last} ${found[0]}, ${words[found[1]]}` : "";
		save.hidden = !Object.keys(known).length;
	}
	function fold(item) {
		const answer = item.querySelector(".answer");
		const bar = document.createElement("p");
		const show = button(words.show, () => {
			answer.hidden = false;
			show.hidden = true;
			for (const one of rest) one.hidden = false;
			rest[0].focus();
		});
		const rest = ["well", "badly"].map((how) => button(words[how], () => note(item, how)));
		for (const one of rest) one.hidden = true;
		bar.className = "filter";
		bar.append(show, " ", rest[0], " ", rest[1], " ", document.createElement("span"));
		answer.hidden = true;
		item.append(bar);
		say(item);
	}
	begin.addEventListener("click", () => {
		const on = begin.getAttribute("aria-pressed") === "false";
		begin.setAttribute("aria-pressed", on);
		status.textContent = on ? words.hint : "";
		list.append(...(on ? [...items].sort((a, b) => need(b) - need(a)) : items));
		for (const item of items)
			if (on) fold(item);
			else {
				item.lastChild.remove();
				item.querySelector(".answer").hidden = false;
			}
	});
	save.addEventListener("click", () => {
		const lines = Object.entries(known).map(([key, [day, how]]) => `${day}  ${words[how]}  ${key}`);
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([`${words.title}\n\n${lines.sort().join("\n")}\n`], { type: "text/plain" }));
		link.download = "rehearsal.txt";
		link.click();
		URL.revokeObjectURL(link.href);
	});
	save.hidden = !Object.keys(known).length;
	form.hidden = false;
})();
