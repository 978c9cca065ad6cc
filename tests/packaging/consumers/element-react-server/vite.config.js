// In development mode, in which React says where a page is another than the server's.
import { defineConfig } from "vite";

export default defineConfig({
  mode: "development",
  // Lit's own development build would warn of itself.
  resolve: { dedupe: ["react", "react-dom"], conditions: ["module", "browser", "production"] },
  ssr: { noExternal: true, resolve: { conditions: ["module", "node", "production"] } },
  build: { minify: false },
});
