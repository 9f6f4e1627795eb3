const box = document.getElementById("search");
const found = document.getElementById("found");
const contents = document.querySelector(".contents");
const all = Array.from(document.querySelectorAll("[data-name]"), (e) => ({
  id: e.id, name: e.dataset.name, key: e.dataset.name.toLowerCase(), pytorch: e.dataset.pytorch || "",
}));
// Best first: the name itself, what begins with it, what holds it, what PyTorch calls so.
function rank(one, word) {
  if ([word, "tn_" + word].includes(one.key)) return 0;
  if (one.key.startsWith(word) || one.key.startsWith("tn_" + word)) return 1;
  if (one.key.includes(word)) return 2;
  return one.pytorch.toLowerCase().includes(word) ? 3 : 4;
}
function search() {
  const word = box.value.trim().toLowerCase();
  contents.hidden = word !== "";
  found.replaceChildren();
  if (word === "") return;
  const hits = all.map((one) => [rank(one, word), one]).filter(([r]) => 4 > r);
  hits.sort((a, b) => a[0] - b[0] || a[1].key.includes(".") - b[1].key.includes(".") || a[1].key.length - b[1].key.length);
  for (const [, one] of hits.slice(0, 60)) {
    const link = document.createElement("a");
    link.href = "#" + one.id;
    link.textContent = one.name;
    if (one.pytorch) link.append(Object.assign(document.createElement("small"), { textContent: one.pytorch }));
    const row = document.createElement("li");
    row.append(link);
    found.append(row);
  }
  if (hits.length === 0) {
    found.append(Object.assign(document.createElement("li"), { className: "none", textContent: "nothing of that name" }));
  }
}
box.addEventListener("input", search);
document.addEventListener("keydown", (e) => {
  if (e.key === "Enter" ? document.activeElement === box : false) found.querySelector("a")?.click();
  if (e.key === "Escape") { box.value = ""; search(); }
  if (e.key === "/" ? document.activeElement !== box : false) { e.preventDefault(); box.focus(); }
});
