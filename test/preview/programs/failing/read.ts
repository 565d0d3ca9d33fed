import { Thing } from "../thing";

new Thing("existing", undefined, { id: "thing-1" });
