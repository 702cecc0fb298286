// Asks the API; where the session token is over, refreshes once and asks again.
"use strict";

async function ask(path, options) {
  let answer = await fetch(path, options);
  if (answer.status === 401 && (await fetch("/session/refresh", { method: "POST" })).ok) {
    answer = await fetch(path, options);
  }
  return answer;
}

async function start() {
  const order = document.getElementById("order");
  if (order) {
    order.addEventListener("click", async () => {
      const answer = await ask("/api/orders", { method: "POST" });
      document.getElementById("answer").textContent = answer.ok ? "Ordered." : `Not possible (${answer.status}).`;
    });
  } else if ((await fetch("/session/refresh", { method: "POST" })).ok) {
    location.replace("/");
  }
}

start();
