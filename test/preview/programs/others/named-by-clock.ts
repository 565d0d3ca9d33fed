import { Thing } from "../thing";

new Thing(`made-in-${new Date().getFullYear()}`, 1);
