// What every page with the element does: take the photo, send it, and say what the element told of it.
export const tools = ["virtual-staging"];
export const preset = { "virtual-staging": { type: { value: "bedroom", fixed: true }, style: "luxury" } };

/** Sends the photo through a studio; answers the request and what came of it. */
export async function furnish(studio) {
  await customElements.whenDefined("reroom-studio");
  const completed = new Promise((done) => studio.addEventListener("reroom-complete", done, { once: true }));
  await studio.open("/room.jpg");
  const render = await studio.submit();
  const { detail } = await completed;
  const { type, style } = studio.params;
  return { tools: studio.tools, type, style, status: render.status, tool: detail.tool };
}
