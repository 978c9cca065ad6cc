// The gateway behind nginx, with the guide's configuration.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createGateway } from "reroom/gateway";
import { createGatewayListener } from "reroom/gateway/node";
import { findOnPath } from "../../scripts/setup/path.mjs";
import { createMaskOrder } from "./attacks/target.mjs";
import { serve } from "./servers.mjs";
import { authorizeByHeader, key, paths, photo } from "./support.mjs";

const program = process.env.NGINX ?? findOnPath("nginx");
const skip = program ? false : "nginx is not installed";

let nginx, folder, server, service, origin, received, onBytes;

/** A service that counts the bytes that have arrived. */
const startService = () =>
  serve(async (req, res) => {
    received = 0;
    for await (const chunk of req) {
      received += chunk.length;
      onBytes?.();
    }
    const body = req.url === paths.upload ? { success: true, fileName: "a.jpg" } : { data: { render_id: "r1" } };
    res.setHeader("content-type", "application/json").end(JSON.stringify(body));
  });

async function findFreePort() {
  const probe = createSocketServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** The guide's locations, for a gateway on another port. */
function readLocation(port) {
  const guide = readFileSync(new URL("../../docs/guides/gateway.md", import.meta.url), "utf8");
  const [, location] = /^```\n(location .*?)^```/ms.exec(guide);
  return location.replace("127.0.0.1:3000", `127.0.0.1:${port}`);
}

/** Starts nginx, and waits until it accepts connections. */
async function startNginx(gatewayPort) {
  const port = await findFreePort();
  folder = mkdtempSync(join(tmpdir(), "reroom-nginx-"));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const text = `daemon off; pid ${folder}/pid; error_log stderr; events {}
    http { access_log off; ${temporary.join(" ")} server { listen 127.0.0.1:${port}; ${readLocation(gatewayPort)} } }`;
  writeFileSync(join(folder, "nginx.conf"), text);
  nginx = spawn(program, ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "inherit" });
  const ended = once(nginx, "exit").then(([status]) => Promise.reject(new Error(`nginx ended with ${status}`)));
  ended.catch(() => {});
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const opened = await Promise.race([
      once(socket, "connect").then(
        () => true,
        () => false,
      ),
      ended,
    ]);
    socket.destroy();
    if (opened) return `http://127.0.0.1:${port}`;
  }
}

before(async () => {
  if (skip) return;
  service = await startService();
  const gateway = createGateway({
    apiKey: key,
    upstream: service.origin,
    basePath: "/reroom",
    authorize: authorizeByHeader,
    onEvent: () => {},
  });
  server = await serve(createGatewayListener(gateway, { basePath: "/reroom" }));
  origin = await startNginx(server.port);
});
after(async () => {
  if (skip) return;
  nginx.kill("SIGTERM");
  await once(nginx, "exit");
  rmSync(folder, { recursive: true });
  server.close();
  service.close();
});

test("page of the site: its requests are allowed, and responses are the gateway's", { skip }, async () => {
  const headers = { "x-user": "ann", origin };
  const response = await fetch(`${origin}/reroom${paths.upload}`, {
    method: "POST",
    body: photo,
    headers: { ...headers, "content-type": "image/jpeg" },
  });
  assert.equal(response.status, 200, await response.text());
  assert.equal(response.headers.get("reroom-gateway"), "1");
  const foreign = await fetch(`${origin}/reroom/api/enterprise/usage`, {
    headers: { ...headers, origin: "http://evil.example" },
  });
  assert.equal(foreign.status, 403);
});

test("photo: reaches the service while it is still being sent", { skip, timeout: 60_000 }, async () => {
  const { port } = new URL(origin);
  const socket = connect(port, "127.0.0.1");
  const arrived = new Promise((resolve) => (onBytes = resolve));
  const head = [
    `POST /reroom${paths.upload} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    "X-User: ann",
    "Content-Type: image/jpeg",
    `Content-Length: ${photo.length}`,
    "Connection: close",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  socket.write(photo.subarray(0, photo.length / 2));
  await arrived;
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk) => (text += chunk));
  socket.write(photo.subarray(photo.length / 2));
  await once(socket, "close");
  assert.match(text, /^HTTP\/1\.1 200 /);
  assert.equal(received, photo.length);
});

test("largest mask: is not rejected by nginx", { skip }, async () => {
  const body = createMaskOrder(21_900_000);
  const headers = { "x-user": "ann", "content-type": "application/json" };
  const response = await fetch(`${origin}/reroom${paths.render}`, { method: "POST", body, headers });
  assert.equal(response.headers.get("reroom-gateway"), "1");
  assert.equal(response.status, 200, await response.text());
  assert.equal(received, body.length);
});
