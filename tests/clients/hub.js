// Drives the hub with its own client, for tests: one JSON command a line on stdin, one JSON event a line on stdout.
// Its connections pass a relay of its own, so that `drop` breaks them as a network does.
//   {"do":"connect","url":"http://…/hubs/market","token":"…"}   → {"connected":true} or {"failed":"…"}
//   {"do":"invoke","id":1,"method":"Follow","args":[]}           → {"id":1,"answer":{…}} or {"id":1,"error":"…"}
//   {"do":"drop"}            → {"reconnecting":true}, {"reconnected":true}: it then follows from the last cursor that it saw
//   {"do":"stop"}
import net from "node:net";
import readline from "node:readline";
import { HubConnectionBuilder, HttpTransportType, LogLevel } from "@microsoft/signalr";

const say = (event) => process.stdout.write(JSON.stringify(event) + "\n");
const sockets = new Set();
let connection, relay, cursor, follows = false;

function startRelay(host, port) {
  return new Promise((resolve) => {
    relay = net.createServer((client) => {
      const server = net.connect(port, host);
      for (const [from, to] of [[client, server], [server, client]]) {
        sockets.add(from);
        from.pipe(to);
        from.on("error", () => {});
        from.on("close", () => { sockets.delete(from); to.destroy(); });
      }
    });
    relay.listen(0, "127.0.0.1", () => resolve(relay.address().port));
  });
}

async function connect({ url, token }) {
  const target = new URL(url);
  target.port = await startRelay(target.hostname, Number(target.port));
  connection = new HubConnectionBuilder()
    .withUrl(target.href, {
      accessTokenFactory: () => token,
      transport: HttpTransportType.WebSockets,
    })
    .withAutomaticReconnect([0, 200, 500, 1000, 2000, 2000, 2000])
    .configureLogging(LogLevel.None)
    .build();
  connection.on("Notice", (notice) => {
    cursor = notice.cursor ?? cursor;
    say({ notice });
  });
  connection.onreconnecting(() => say({ reconnecting: true }));
  connection.onreconnected(async () => {
    if (follows) await connection.invoke("Follow", cursor ?? null);
    say({ reconnected: true });
  });
  try {
    await connection.start();
    say({ connected: true });
  } catch (error) {
    say({ failed: String(error.message) });
  }
}

async function invoke({ id, method, args }) {
  follows ||= method === "Follow";
  try {
    say({ id, answer: await connection.invoke(method, ...args) });
  } catch (error) {
    say({ id, error: String(error.message) });
  }
}

readline.createInterface({ input: process.stdin }).on("line", async (line) => {
  const command = JSON.parse(line);
  switch (command.do) {
    case "connect": await connect(command); break;
    case "invoke": await invoke(command); break;
    case "drop": for (const socket of sockets) socket.destroy(); break;
    case "stop": await connection?.stop(); relay?.close(); process.exit(0);
  }
}).on("close", () => process.exit(0));
