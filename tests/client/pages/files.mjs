// `node:fs/promises` for pages: the server has the project's files under their own paths.
export async function readFile(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} responded with ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
