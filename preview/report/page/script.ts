/**
 * Filters resources and opens what a link points to. It reads text and toggles attributes, and makes no markup, so
 * nothing in a plan can become code through it. Without it the page says all the same.
 */
export const script = `"use strict";
(() => {
    const box = document.getElementById("search");
    const said = document.getElementById("matches");
    const rows = [...document.querySelectorAll("#resources .r")];
    const groups = [...document.querySelectorAll("#resources .g")].reverse();
    let texts;
    let opened;

    const read = () => {
        texts = new Map();
        for (const row of rows) texts.set(row, row.textContent.toLowerCase());
        // Of a component only name and type: what it counts belongs to others.
        for (const group of groups) {
            const [name, type] = group.firstElementChild.children;
            texts.set(group, (name.textContent + " " + type.textContent).toLowerCase());
        }
    };

    const filter = () => {
        const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
        const active = words.length > 0;
        if (active && !texts) read();
        if (active && !opened) opened = new Map(groups.map((group) => [group, group.open]));
        document.body.classList.toggle("filtering", active);
        const fits = (element) => words.every((word) => texts.get(element).includes(word));
        let found = 0;
        for (const row of rows) {
            row.hidden = active && !fits(row);
            if (!row.hidden) found++;
        }
        for (const group of groups) {
            const inside = active && group.querySelector(":scope > .kids > :is(.r,.g):not([hidden])") !== null;
            const itself = active && group.id !== "" && fits(group);
            group.hidden = active && !inside && !itself;
            if (active) group.open = inside;
            else if (opened) group.open = opened.get(group);
            if (itself) found++;
        }
        if (!active) opened = undefined;
        said.textContent = active ? found + " of " + box.dataset.total + " resources match" : "";
    };

    const clear = () => {
        if (box.value === "") return;
        box.value = "";
        filter();
    };

    const show = () => {
        const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
        if (!target) return;
        clear();
        for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
        target.scrollIntoView();
    };

    let waiting;
    box.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(filter, 60);
    });
    box.addEventListener("keydown", (event) => {
        if (event.key === "Escape") clear();
    });
    // A link to the place where the page already is changes nothing in the address.
    document.addEventListener("click", (event) => {
        if (event.target.closest('a[href^="#"]')) setTimeout(show);
    });
    addEventListener("hashchange", show);
    box.parentElement.hidden = false;
    show();
})();
`;
