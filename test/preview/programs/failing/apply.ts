import { Thing } from "../thing";

const first = new Thing("first", 1);
new Thing("second", {
    deep: first.value.apply(() => {
        throw new Error("not today");
    }),
});
