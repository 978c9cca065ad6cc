import { createRoot } from "react-dom/client";
import { Studio } from "./Studio";

createRoot(document.getElementById("app")!).render(<Studio />);
