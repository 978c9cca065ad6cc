// Servers on free ports of this machine, and a socket to say to them what no client would.
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";

/** Serves a listener; `origin` is where, `close()` ends it. */
export async function serve(listener) {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Sends these bytes as they are; resolves to all that comes back once the server has closed the connection. */
export async function raw(port, text) {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("latin1").on("data", (chunk) => (answer += chunk));
  // The server may hang up on what it does not want to hear.
  socket.on("error", () => {});
  socket.write(text, "latin1");
  await new Promise((closed) => socket.once("close", closed));
  return answer;
}

/** A request line and headers, asking for the connection to be closed. */
export const lines = (first, ...headers) =>
  [first, "Host: site.example", "Connection: close", ...headers, "", ""].join("\r\n");
