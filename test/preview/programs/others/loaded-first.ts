import { loaded } from "./loaded";

loaded.push("first");
