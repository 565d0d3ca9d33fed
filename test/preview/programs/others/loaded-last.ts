import { loaded } from "./loaded";

loaded.push("last");
