import { Thing } from "../thing";

new Thing("first", 1).value.apply(() => {
    throw new Error("nobody listens");
});
