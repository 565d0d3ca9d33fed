import { z } from "zod";
import { days, region } from "./fields";

/** Who did what, and for how long that can be found out. */
export const Audit = z
    .strictObject({
        location: region.describe("Region of the logs, one of the regions. Cannot be changed later."),
        searchableDays: days(90, 3650)
            .default(90)
            .describe(
                "Days that entries can be searched, 90 to 3650. Default 90: PCI DSS 4.0.1, 10.5.1 asks for three months.",
            ),
        archiveDays: days(365, 3650)
            .default(400)
            .describe(
                "Days that entries are kept in the archive, 365 to 3650. Default 400, as long as Google keeps its own; PCI " +
                    "DSS 4.0.1, 10.5.1 asks for twelve months.",
            ),
        locked: z
            .boolean()
            .default(false)
            .describe(
                "Lock both, so that nobody can shorten or delete them: neither can you, ever, and the project cannot be " +
                    "deleted before the last entry is old enough. Default false, so that a trial can be cleared away.",
            ),
    })
    .describe("Audit logs of everything in the project.");
