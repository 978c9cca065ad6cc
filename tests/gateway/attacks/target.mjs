// Starts a process with gateways to attack, and sends it requests.
import { fork } from "node:child_process";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export const order = JSON.stringify({ file_url: "https://photos.example/room.jpg", creativity: "balanced" });

/** Starts the process with the package of a folder. */
export async function startTarget(folder = root) {
  const child = fork(fileURLToPath(new URL("server.mjs", import.meta.url)), [folder], {
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let exit;
  const exited = new Promise((_, reject) => (exit = reject));
  exited.catch(() => {});
  child.once("exit", (status) => exit(new Error(`The process ended with ${status}`)));
  const [{ port }] = await Promise.race([once(child, "message"), exited]);
  let calls = 0;
  const call = async (command) => {
    const id = ++calls;
    child.send({ id, command });
    for (;;) {
      const [message] = await Promise.race([once(child, "message"), exited]);
      if (message.id === id) return message.result;
    }
  };
  return {
    port,
    call,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    stop: () => child.kill(),
  };
}

/** Sends a request. Resolves to its status and text, or to status 0 if the connection broke. */
export function send({ port }, method, path, { body, headers = {} } = {}) {
  return new Promise((resolve) => {
    const options = { port, host: "127.0.0.1", method, path, headers, agent: false };
    const request = httpRequest(options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => (text += chunk));
      response.on("error", () => resolve({ status: 0, text }));
      response.on("end", () => resolve({ status: response.statusCode, text }));
    });
    request.on("error", (error) => resolve({ status: 0, text: String(error) }));
    request.end(body);
  });
}

/** Sends an order. */
export const sendOrder = (target, variant, { user = "visitor", body = order } = {}) =>
  send(target, "POST", `/${variant}/api/enterprise/render`, {
    body,
    headers: { "content-type": "application/json", "x-user": user },
  });

/** The largest orders: a mask in the middle of a JSON text. */
export const createMaskOrder = (bytes) =>
  `{"tool":"edit","mask":"${"A".repeat(bytes)}","file_url":"https://a.example/a"}`;

/** Opens a connection and sends the head of a request, and then some bytes. It stays open. */
export async function openRequest({ port }, path, headers, ...bytes) {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk) => (text += chunk));
  // The server may reset the connection.
  socket.on("error", () => {});
  const lines = Object.entries({ host: "site.example", ...headers }).map(([name, value]) => `${name}: ${value}`);
  socket.write([`POST ${path} HTTP/1.1`, ...lines, "", ""].join("\r\n"));
  // Not `events.once()`, which rejects if the server resets the connection.
  const first = (...events) => new Promise((resolve) => events.forEach((event) => socket.once(event, resolve)));
  for (const part of bytes) if (!socket.write(part)) await first("drain", "close");
  return { socket, read: () => text, closed: new Promise((resolve) => socket.once("close", resolve)) };
}
