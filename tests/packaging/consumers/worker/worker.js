import { stage } from "../shared/stage.js";

stage(location.origin).then(postMessage, (error) => postMessage(String(error)));
