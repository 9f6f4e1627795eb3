const box = document.getElementById("search");
const rows = Array.from(document.querySelectorAll("tbody tr"), (row) => ({ row, text: row.textContent.toLowerCase() }));
box.addEventListener("input", () => {
  const word = box.value.trim().toLowerCase();
  let title = null;
  for (const { row, text } of rows) {
    const part = row.querySelector("th") !== null;
    row.hidden = word !== "" ? part || !text.includes(word) : false;
    if (part) title = row;
    else if (!row.hidden) title.hidden = false; // a title stays where something below it does
  }
});
