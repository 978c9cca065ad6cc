// Development mode, in which React reports hydration mismatches.
import { defineConfig } from "vite";

export default defineConfig({
  mode: "development",
  // Lit's development build logs a warning.
  resolve: { dedupe: ["react", "react-dom"], conditions: ["module", "browser", "production"] },
  ssr: { noExternal: true, resolve: { conditions: ["module", "node", "production"] } },
  build: { minify: false },
});
