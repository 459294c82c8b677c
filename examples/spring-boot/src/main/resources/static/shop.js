// The page of a customer: places orders by REST, and is told by Duplex what becomes of them.

async function main() {
    const { user, port } = await (await fetch("realtime")).json();
    // Another port of the same host: the browser sends the session cookie there too.
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const client = new Centrifuge(`${scheme}//${location.hostname}:${port}/connection/websocket`);

    const personal = client.newSubscription(`personal:${user}`);
    personal.on("publication", ({ data }) => {
        tell(data);
        follow(client, data.id);
    });
    personal.subscribe();
    client.connect();
}

function follow(client, id) {
    if (client.getSubscription(`orders:${id}`) === null) {
        const order = client.newSubscription(`orders:${id}`);
        order.on("publication", ({ data }) => tell(data));
        order.subscribe();
    }
}

function tell(order) {
    const line = document.createElement("li");
    line.textContent = `Order ${order.id}, ${order.item}: ${order.status}`;
    document.querySelector("#news").prepend(line);
}

// Spring Security's token against forged requests, which stands in a cookie.
function csrfToken() {
    return document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/)?.[1] ?? "";
}

document.querySelector("#wish").addEventListener("submit", (event) => {
    event.preventDefault();
    const item = new FormData(event.target).get("item");
    fetch("orders", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-XSRF-TOKEN": csrfToken() },
        body: JSON.stringify({ item }),
    });
});

main();
