import { Thing } from "../thing";

const first = new Thing("first", 1);

new Thing("second", { urls: [`https://${first.computed}/`] });
