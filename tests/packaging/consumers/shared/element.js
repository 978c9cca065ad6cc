// Shared by every page with the element: opens the photo, submits it, and returns what the element reported.
export const tools = ["virtual-staging"];
export const preset = { "virtual-staging": { type: { value: "bedroom", fixed: true }, style: "luxury" } };

/** Renders the photo with a studio; returns the request and its outcome. */
export async function furnish(studio) {
  await customElements.whenDefined("reroom-studio");
  const completed = new Promise((done) => studio.addEventListener("reroom-complete", done, { once: true }));
  await studio.open("/room.jpg");
  const render = await studio.submit();
  const { detail } = await completed;
  const { type, style } = studio.params;
  return { tools: studio.tools, type, style, status: render.status, tool: detail.tool };
}
