import { Thing } from "../thing";

const first = new Thing("first", 1);
for (let index = 0; index < 20; index++) {
    new Thing(
        `other-${index}`,
        first.value.apply(() => Promise.reject(new Error(`failed as number ${index}`))),
    );
}
setTimeout(() => Promise.reject(new Error("too late")), 1);
