import { Thing } from "../thing";

new Thing("twin", 1);

new Thing("twin", 2);
