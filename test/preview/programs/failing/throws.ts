import { Thing } from "../thing";

new Thing("fine", 1);
throw new Error("no such luck");
