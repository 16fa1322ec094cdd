/* Opens what sealing/*.py sealed; docs/sharing.md says what that promises. */
"use strict";
(() => {
const doc = document, lang = /^de/i.test(navigator.language) ? "de" : "en-GB";
const [tPrivate, tWrong, tDamaged, tMixed, tVersion, tRounds, tOffline, tHttp, tFramed, tGone, tHello, tPass, tOpen, tShow, tWait, tSearch, tLock, tNumber, tFind, tNone, tUnread, tUnsent, tRemark, tWords, tKeep, tClose, tRemarks, tSend, tCopy, tSave, tMail, tRemove, tDone, tLong, tAnswer, ...tKinds] = (lang === "de"
? "Private Seite|Das öffnet hier nichts. Großschreibung, Leerzeichen und Striche sind egal.|Ein Teil dieser Kopie fehlt oder ist beschädigt. Bitte neu laden, sonst um eine neue bitten.|Zwei Kopien sind vermischt. Bitte in einer Minute neu laden.|Ein neueres Programm hat das gemacht. Bitte neu laden.|Diese Kopie verlangt, was keine verlangen sollte. Sie bleibt zu.|Nicht erreichbar. Besteht eine Verbindung?|Über http:// öffnet sich das nicht. Die Adresse braucht https://.|Das öffnet sich nicht in einer anderen Seite.|Diese Seite ist nicht in dieser Kopie.|Jemand hat diese Notizen mit dir geteilt.|Passphrase|Öffnen|Zeigen|Wird geöffnet …|Suche|Sperren|Kopie|Wörter oder Wortanfänge|Keine Seite enthält das alles.|Nicht durchsuchte Seiten:|Die Anmerkungen sind nicht verschickt. Ohne sie gehen?|Etwas anmerken|Deine Worte|Behalten|Schließen|Anmerkungen|Lesen kann das nur, wer die Notizen schrieb.|Kopieren|Herunterladen|E-Mail|Entfernen|Kopiert.|Zu lang für eine Antwort. Noch zu schicken, jede für sich:|Deine Antwort|lief gut|versuch das|ein Schritt|nur eine Notiz|Antwort"
: "Private page|That opens nothing here. Capitals, spaces and hyphens do not matter.|Part of this copy is missing or damaged. Reload, or ask for a new one.|Two copies are mixed here. Reload in a minute.|A newer program made this. Reload this page.|This copy asks for what none should. It stays closed.|This cannot be reached. Are you offline?|This does not open over http://. The address needs https://.|This does not open inside another page.|This page is not in this copy.|Someone shared these notes with you.|Passphrase|Open|Show|Opening …|Search|Lock|Copy|Words or their beginnings|No page holds all of that.|Pages not searched:|Your remarks are not sent. Leave without them?|Leave a remark|Your words|Keep|Close|Remarks|Only the author of the notes can read this.|Copy|Download|E-mail|Remove|Copied.|Too long for one reply. Still to send, each by itself:|Your answer|went well|try this|a step|just a note|answer").split("|");
const kinds = "well try step note answer".split(" ");
const $ = (selector, from = doc) => from.querySelector(selector);
const all = (selector, from) => [...from.querySelectorAll(selector)];
const page = $("#page"), bar = $("#bar"), form = $("form"), pass = $("#pass"), say = $("#say");
const { subtle } = crypto, shards = [], rows = [], heights = {}, waiting = {};
let keys, manifest, facts, shown, here, items = [], drafts = {}, unsent, turn = 0, query = "", urls = [];
const make = (tag, props, ...parts) => {
	const made = Object.assign(doc.createElement(tag), props);
	made.append(...parts);
	return made;
};
const button = (text, onclick, props) => make("button", { type: "button", onclick, ...props }, text);
const area = props => make("textarea", { maxLength: 8000, autocomplete: "off", ...props });
const bare = () => history.replaceState(0, "", location.pathname);
/* What is told of a fault: of one that nobody foresaw, that something is damaged. */
const told = fault => fault.at ? fault : tDamaged;
const or = (promise, fault) => promise.catch(error => { throw error.at ? error : fault; });
const losing = () => unsent || Object.keys(drafts)[0];

/* Bytes. */
const u8 = content => new Uint8Array(content);
const u32 = (bytes, at) => new DataView(bytes.buffer).getUint32(at);
const cat = (...parts) => {
	const lists = parts.map(part => part.big ? new TextEncoder().encode(part) : part.at ? part : [part]);
	const whole = u8(lists.reduce((size, list) => size + list.length, 0));
	let at = 0;
	for (const list of lists) whole.set(list, at), at += list.length;
	return whole;
};
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
const bytesOf = text => Uint8Array.fromBase64?.(text) || Uint8Array.from(atob(text), one => one.charCodeAt());
const textOf = bytes => new TextDecoder().decode(bytes);
const hex = bytes => bytes.reduce((text, byte) => text + (byte + 256).toString(16).slice(1), "");
const keyFor = (use, raw, name) => subtle.importKey("raw", raw, name, false, [use]);
const cipher = async (use, raw, iv, additionalData, content) => u8(await subtle[use]({ name: "AES-GCM", iv, additionalData }, await keyFor(use, raw, "AES-GCM"), content));
const prf = async (raw, ...parts) => u8(await subtle.sign("HMAC", await keyFor("sign", raw, { name: "HMAC", hash: "SHA-256" }), cat(...parts)));
const inflated = async stored => {
	/* Fed by hand: a stream of a Blob goes through another process first. */
	const parts = [], { readable, writable } = new DecompressionStream("deflate-raw"), reader = readable.getReader(), writer = writable.getWriter();
	/* A fault is met in reading. */
	writer.write(stored).catch(() => 0);
	writer.close().catch(() => 0);
	for (let size = 0, next; !(next = await reader.read()).done; parts.push(next.value))
		if ((size += next.value.length) > 2 ** 26) throw 0;
	return cat(...parts);
};

/* Files are fetched as text and never run, but on file://, where only scripts can be read. */
const read = async name => {
	const path = name === "k" ? "k.js" : `b/${name}.js`;
	if ($("#b-k")) return $(`#b-${name}`).textContent;
	if (location.protocol === "file:") return new Promise((done, onerror) => {
		waiting[name] = done;
		doc.head.append(make("script", { src: path, onerror, onload: onerror }));
	});
	const answer = await or(fetch(path, name === "k" ? { cache: "no-store" } : {}), tOffline);
	const found = /^V\("(\w+)","([A-Za-z0-9+/]+=*)"\)\n$/.exec(await or(answer.text(), tOffline));
	if (!answer.ok || found?.[1] !== name) throw tDamaged;
	return found[2];
};
const file = name => or(read(name).then(bytesOf), tDamaged);
const blob = async (kind, logical, digest, name) => {
	const content = await file(name || hex((await prf(keys.name, "blob", digest)).slice(0, 16)));
	const own = content.slice(0, 32), ad = cat(0, kind.length, kind, 0, logical.length, logical);
	const plain = await or(cipher("decrypt", await prf(keys.key, own, 1), (await prf(keys.key, own, 2)).slice(0, 12), cat("AFWD1", ad), content.slice(32)), tDamaged);
	const end = 5 + u32(plain, 1), stored = plain.slice(5, end);
	if (!same(own, digest || own) || !same(own, await prf(keys.mac, ad, plain)) || plain[0] > 1 || end > plain.length || plain.slice(end).some(Boolean)) throw tDamaged;
	return plain[0] ? or(inflated(stored), tDamaged) : stored;
};
const asset = id => blob("asset", id, bytesOf(manifest.assets[id][1]));
const shard = at => shards[at] ||= blob("shard", `${at}`, bytesOf(manifest.shards[at])).then(found => JSON.parse(textOf(found))).catch(fault => {
	shards[at] = 0;
	throw fault;
});

/* Unlocking. */
function canonical(passphrase) {
	const text = passphrase.replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "").normalize("NFKC");
	return text.replace(/[A-Z]/g, letter => letter.toLowerCase()).replace(/[ \t\n\r\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\-_.,\u2010-\u2015\u2212]+/g, "-").replace(/^-|-$/g, "");
}
const unlock = async link => {
	const k = await file("k"), start = k.slice(0, 29), salt = k.slice(12, 28);
	if (!same(k.slice(0, 4), cat("AFWD"))) throw tDamaged;
	if (!same(k.slice(4, 8), [1, 1, 0, 0])) throw tVersion;
	if (k.length !== 893 || k[28] !== 8) throw tDamaged;
	const iterations = u32(k, 8);
	if (iterations < 6e5 || iterations > 1e7) throw tRounds;
	const secret = u8(await (link ? prf(salt, "afwd1/link\x01", link) : subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, await keyFor("deriveBits", cat(canonical(pass.value)), "PBKDF2"), 256)));
	const id = (await prf(secret, "afwd1/slot-id\x01")).slice(0, 16);
	let at = 29;
	while (!same(k.slice(at, at + 16), id)) if ((at += 108) > 892) throw tWrong;
	const slot = await or(cipher("decrypt", await prf(secret, "afwd1/kek\x01"), k.slice(at + 16, at + 28), cat(start, id), k.slice(at + 28, at + 108)), tDamaged);
	if (slot.slice(56).some(Boolean)) throw tVersion;
	keys = {};
	for (const use of ["mac", "key", "name", "reply"]) keys[use] = await prf(slot.slice(0, 32), `afwd1/${use}\x01`, slot.slice(32, 48));
	manifest = JSON.parse(textOf(await blob("manifest", "", 0, hex((await prf(keys.name, "manifest", slot.slice(48, 56))).slice(0, 16)))));
	if (manifest.v !== 1) throw tVersion;
	manifest.pages = { __proto__: null, ...manifest.pages };
	if (manifest.epoch !== u32(slot, 48) * 2 ** 32 + u32(slot, 52)) throw tMixed;
	const style = new CSSStyleSheet();
	style.replaceSync(textOf(await asset(manifest.style)));
	facts = $("main", await partsOf(manifest.home)).dataset;
	doc.adoptedStyleSheets = [style];
};
const enter = async link => {
	say.textContent = tWait;
	form.hidden = true;
	try {
		await unlock(link);
	} catch (fault) {
		keys = 0;
		say.textContent = told(fault);
		form.hidden = false;
		return pass.select();
	}
	pass.value = "";
	$("#lock").remove();
	bar.append(make("span", {}, `${tNumber} ${manifest.epoch} · `, new Date(manifest.built).toLocaleDateString(lang, { dateStyle: "long", timeZone: "UTC" })), remarks, button(tLock, () => {
		if (losing() && !confirm(tUnsent)) return;
		unsent = 0;
		drafts = {};
		bare();
		location.reload();
	}));
	bar.hidden = false;
	go();
};

/* Pages. */
/* Only what a page may hold; its ids are set apart from the viewer's. */
const partsOf = async route => {
	if (!manifest.pages[route]) throw tGone;
	const { body } = new DOMParser().parseFromString((await shard(manifest.pages[route][1]))[route], "text/html");
	all("script, style, link, meta, base, form, input, textarea, select, iframe, frame, object, embed, template, portal, dialog, noscript, animate, set", body).forEach(one => one.remove());
	for (const one of all("*", body)) for (const { name, value } of [...one.attributes]) {
		const link = /href$/.test(name), set = (pattern, text) => one.setAttribute(name, value.replace(pattern, text));
		if (/^(id|for|headers|aria-(.*by|(act|con|det|err|flo|own).*))$/.test(name)) set(/\S+/g, "p-$&");
		else if (/url\(/.test(value)) set(/#/g, "#p-");
		else if (link && one.localName !== "a") set(/^#?/, "#p-");
		else if (/^(name|style|srcset|ping|target|popover|on.*)/.test(name) || link && !/^(#|https?:|mailto:|tel:)/i.test(value) || name === "src" && !/^data:image\//i.test(value)) one.removeAttribute(name);
		else if (link && value[0] !== "#") Object.assign(one, { target: "_blank", rel: "noreferrer" });
	}
	return body;
};
const urlOf = async id => {
	urls.push(URL.createObjectURL(new Blob([await asset(id)], { type: manifest.assets[id][0] })));
	return urls.at(-1);
};
const go = async () => {
	const mine = ++turn, y = heights[here = history.state?.n || Math.random()];
	let body, [route, anchor] = (location.hash.slice(1) || manifest.home).split("~");
	history.replaceState({ n: here }, "");
	if (route !== shown) body = await (route === "search" ? searching() : partsOf(route)).catch(fault => (route = "", make("p", {}, make("main", {}, make("h1", {}, told(fault))))));
	if (mine !== turn || !keys) return;
	if (body) show(route, body);
	const place = anchor && $(`#p-${CSS.escape(anchor)}`), stop = place || $("#q") || $("h1") || $("main");
	for (let box = place; box = box?.closest("details:not([open])");) box.open = true;
	if (stop.id !== "q") stop.tabIndex = -1;
	stop.focus({ preventScroll: true });
	if (place && y === undefined) place.scrollIntoView();
	else scrollTo(0, y || 0);
};
const show = (route, body) => {
	urls.splice(0).forEach(URL.revokeObjectURL);
	shown = route;
	page.replaceChildren(...body.childNodes);
	const title = $("#live").textContent = $("h1").textContent;
	if ("titles" in facts) doc.title = title;
	for (const one of all("[data-asset]", page)) urlOf(one.dataset.asset).then(url => one[one.alt === undefined ? "href" : "src"] = url, () => one.after(tDamaged));
	if (manifest.pages[route]) offer(route);
};

/* Search: how words are looked for is specified in insight/searching.py. */
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
const linesOf = html => {
	const plain = html.replace(/<(svg|nav|h1).*?<\/\1>|<span class="vh">.*?<\/span>/gs, " ").replace(/<\/(p|li|h\d|d[dt]|t[rdh])>/g, "\n").replace(/<[^>]*>/g, " ");
	return plain.replace(/&(\w+);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name] || " ").replace(/\s*\n\s*/g, "\n").replace(/[^\S\n]{2,}|[^\S\n ]/g, " ").replace(/ ([.,:;!?])/g, "$1").trim().split("\n");
};
/* What lists of entries hold is found in the entries. */
const rowOf = ([route, html]) => {
	const lines = linesOf(html.slice(html.indexOf("<main"), html.indexOf("</main")).replace(/<ul class="log.*?<\/ul>/gs, " "));
	const weight = route === manifest.home || /aria-current="page"/.test(html) ? .1 : 1;
	return { route, weight, title: manifest.pages[route][0], day: /datetime="([^"]*)/.exec(html)?.[1] || "", lines, low: folded(lines.join("\n")).split("\n") };
};
/* The line that holds most of what is sought, rather a long one, between whole words. */
const excerpt = ({ lines, low }, sought) => {
	let most = -1, line = "", from = 0;
	low.forEach((one, i) => {
		const held = sought.filter(pattern => pattern.test(one)), score = 2 * held.length + (one.length > 40) * .3;
		/* A short one is a heading or a theme: what follows says more. */
		if (score > most) most = score, line = lines.slice(i, one.length > 40 ? i + 1 : i + 2).join(" · "), from = held[0] ? one.search(held[0]) - 60 : 0;
	});
	if (from > 0 && line.length > 200) line = "… " + line.slice(from).replace(/^\S{0,40}\s/, "");
	return line.length > 200 ? line.slice(0, 200).replace(/\s\S{0,40}$/, "") + " …" : line;
};
const searching = async () => {
	const body = await partsOf(manifest.home), main = $("main", body), list = make("ul", { className: "results" }), status = make("p", { role: "status" });
	const find = async () => {
		let fault;
		status.textContent = tWait;
		await Promise.all(manifest.shards.map(async (_, number) => {
			try {
				const held = Object.entries(await shard(number));
				rows[number] ||= held.map(rowOf);
			} catch (error) {
				fault = told(error);
			}
		}));
		const sought = wordsOf(query = field.value).map(patternOf), found = [], unread = Object.values(manifest.pages).filter(([, number]) => !rows[number]);
		for (const row of rows.flat()) {
			const scores = sought.map(one => one.test(folded(row.title)) ? 4 : row.low.some(line => one.test(line)) && row.weight);
			if (sought[0] && scores.every(Boolean)) found.push([scores.reduce((a, b) => a + b), row]);
		}
		found.sort((a, b) => b[0] - a[0] || b[1].day.localeCompare(a[1].day));
		status.textContent = found.length || (sought[0] && !fault ? tNone : "");
		if (fault) status.append(` ${tUnread} ${unread.length}. ${fault}`);
		list.replaceChildren(...found.slice(0, 50).map(([, row]) => make("li", {}, make("p", {}, make("a", { href: `#${row.route}` }, row.title)), make("p", { className: "aside" }, excerpt(row, sought)))));
	};
	const field = make("input", { id: "q", autocomplete: "off", value: query, oninput: find });
	all("[aria-current]", body).forEach(one => one.ariaCurrent = null);
	main.lang = lang;
	main.replaceChildren(make("h1", {}, tSearch), make("label", {}, tFind, field), status, list);
	/* All is read before the first letter is typed. */
	find();
	return body;
};

/* Remarks are kept here alone until they are copied, downloaded or mailed. */
const offer = route => {
	/* Their words are read before anything is put beside them: the page is laid out once. */
	const spots = all("main :is(h1, h2, h3, li):not(.vh, nav *, .log *, .rows *, .marks *, .run *)", page).map(one => [one, one.innerText.replace(/\s+/g, " ").trim().slice(0, 300)]);
	for (const [one, quote] of spots) {
		const own = one.cloneNode(true), item = one.localName === "li";
		if (item) all("a, time, svg", own).forEach(part => part.remove());
		if (own.textContent.trim().length < 3) continue;
		const place = { page: route, anchor: one.closest("main [id]")?.id.slice(2) || "", quote };
		const mark = button("+", () => remark(place), { className: "v-mark", title: tRemark, ariaLabel: tRemark, lang, value: at(place) });
		const host = item && all(":scope > p", one).at(-1) || one;
		host.insertBefore(mark, $(":scope > :is(ul, ol, blockquote)", host));
	}
	marked();
	const question = $("[data-question]", page);
	if (!question) return;
	const item = items.find(one => one.kind === "answer") || { page: route, anchor: "", quote: question.textContent.slice(0, 300), text: "", kind: "answer" };
	const text = area({ value: item.text, oninput: () => {
		item.text = text.value;
		keep(items.filter(one => one !== item).concat(text.value.trim() ? item : []));
	} });
	question.after(make("div", { className: "v", lang }, make("label", {}, tAnswer, text)));
};
const at = ({ page, anchor, quote }) => page + anchor + quote;
const marked = () => all(".v-mark", page).forEach(mark => mark.classList.toggle("v-on", !!drafts[mark.value] || items.some(item => at(item) === mark.value)));
const keep = now => {
	items = now;
	unsent = now.length;
	remarks.textContent = `${tRemarks} (${unsent})`;
	remarks.hidden = !unsent;
	marked();
	const answer = $("textarea", page);
	if (answer) answer.value = now.find(item => item.kind === "answer")?.text || "";
};
/* One block, or as many as it takes for each to be no longer than a reply may be. */
const sealed = async () => {
	const share = hex((await prf(keys.reply, "afwd1/reply-tag\x01")).slice(0, 4)), blocks = [];
	const plainOf = size => cat(JSON.stringify({ v: 1, epoch: manifest.epoch, from: facts.from, items: rest.slice(0, size) }));
	let rest = items;
	while (rest[0]) {
		let size = 1;
		while (size < 200 && size < rest.length && plainOf(size + 1).length <= 65536) size++;
		const nonce = crypto.getRandomValues(u8(12)), content = cat(nonce, await cipher("encrypt", await prf(keys.reply, "afwd1/reply-key\x01"), nonce, cat("AFWDR1", share), plainOf(size)));
		blocks.push(`-----BEGIN AFTERWORD REPLY-----\nshare: ${share}\n\n${btoa(content.reduce((text, byte) => text + String.fromCharCode(byte), "")).replace(/.{1,64}/g, "$&\n")}-----END AFTERWORD REPLY-----\n`);
		rest = rest.slice(size);
	}
	return blocks;
};
const dialog = (...parts) => {
	const box = make("dialog", { className: "v", lang, ariaLabel: tRemarks, onclose: () => box.remove() }, ...parts, button(tClose, () => box.close()));
	doc.body.append(box);
	box.showModal();
	return box;
};
/* Words that are typed and not kept are there when the place is asked again. */
const remark = place => {
	const [words, kind] = drafts[at(place)] || ["", "note"], text = area({ required: true, value: words });
	const draft = written => {
		delete drafts[at(place)];
		if (written) drafts[at(place)] = [text.value, sheet.kind.value];
		marked();
	};
	const sheet = make("form", { oninput: () => draft(text.value.trim()), onsubmit: event => {
		event.preventDefault();
		text.value = text.value.trim();
		if (!sheet.reportValidity()) return;
		draft();
		keep([...items, { ...place, text: text.value, kind: sheet.kind.value }]);
		box.close();
	} }, make("h2", {}, tRemark), make("i", {}, place.quote), make("fieldset", {}, ...kinds.slice(0, 4).map((value, i) => make("label", {}, make("input", { type: "radio", name: "kind", value, checked: value === kind }), " " + tKinds[i]))), make("label", {}, tWords, text), make("button", {}, tKeep));
	const box = dialog(sheet);
};
/* All remarks so far and the ways to send them. */
const review = async () => {
	const blocks = await sealed(), left = new Set(blocks), status = make("p", { role: "status" });
	const tell = said => status.textContent = blocks[1] ? `${said} ${tLong} ${left.size}.` : said;
	const box = dialog(make("h2", {}, tRemarks), ...items.map(item => make("div", {}, make("i", {}, `${tKinds[kinds.indexOf(item.kind)]} · ${item.quote}`), make("p", {}, item.text), button(tRemove, () => {
		keep(items.filter(one => one !== item));
		box.close();
		if (unsent) review();
	}))), status, ...blocks.map((text, i) => {
		const sent = said => {
			left.delete(text);
			unsent &&= left.size;
			tell(said);
		};
		const block = make("textarea", { readOnly: true, value: text, ariaLabel: `${tRemarks} ${i + 1}` }), encoded = encodeURIComponent(text), mail = `mailto:${facts.replyTo}?body=${encoded}`;
		return make("div", {}, block, button(tCopy, async () => {
			block.select();
			await navigator.clipboard.writeText(text).catch(() => doc.execCommand("copy"));
			sent(tDone);
		}), make("a", { download: "afterword-reply.txt", href: `data:text/plain,${encoded}`, onclick: () => sent(tSend) }, tSave), facts.replyTo && mail.length < 1800 ? make("a", { href: mail, onclick: () => sent(tSend) }, tMail) : "");
	}));
	tell(tSend);
};
const remarks = button("", review, { hidden: true });

const follow = () => {
	const link = /^#k=([\w-]{43})$/.exec(location.hash);
	if (!link) return keys ? go() : pass.focus();
	bare();
	if (!keys) enter(bytesOf(link[1].replace(/-/g, "+").replace(/_/g, "/") + "="));
};
const start = () => {
	doc.documentElement.lang = lang;
	$("h1").textContent = bar.ariaLabel = tPrivate;
	say.textContent = "";
	if (self !== top || !subtle) return say.textContent = subtle ? tFramed : tHttp;
	const [open, see] = all("button", form);
	[$("p", form).textContent, $("label").textContent, open.textContent, see.textContent] = [tHello, tPass, tOpen, tShow];
	see.onclick = () => pass.type = pass.type === "text" ? "password" : "text";
	form.onsubmit = event => (event.preventDefault(), enter());
	form.hidden = false;
	history.scrollRestoration = "manual";
	onpopstate = follow;
	onscroll = () => heights[here] = scrollY;
	/* Whatever it returns but undefined asks, too. */
	onbeforeunload = event => { if (losing()) event.preventDefault(); };
	onpagehide = () => {
		keys = manifest = facts = drafts = 0;
		items = shards.length = rows.length = 0;
		urls.forEach(URL.revokeObjectURL);
		doc.adoptedStyleSheets = [];
		doc.body.replaceChildren();
	};
	onpageshow = event => event.persisted && location.reload();
	follow();
};
self.V = (name, text) => waiting[name]?.(text);
start();
})();
