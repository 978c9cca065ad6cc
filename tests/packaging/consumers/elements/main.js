import "../shared/studio.js";
import "reroom/element/define";
