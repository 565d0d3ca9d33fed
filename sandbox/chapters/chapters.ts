import { chapter as admission } from "./admission";
import { chapter as agree } from "./agree";
import { chapter as apiServer } from "./api-server";
import { chapter as apply } from "./apply";
import type { Chapter } from "./chapter";
import { chapter as destroy } from "./destroy";
import { chapter as drain } from "./drain";
import { chapter as drift } from "./drift";
import { chapter as faults } from "./faults";
import { chapter as firstUp } from "./first-up";
import { chapter as kill } from "./kill";
import { chapter as objects } from "./objects";
import { chapter as policies } from "./policies";
import { chapter as switchover } from "./switchover";
import { chapter as watch } from "./watch";

/** Every chapter, in the order in which they are run: the first brings up what the others share, the last ends it. */
export const CHAPTERS: readonly Chapter[] = [
    agree,
    firstUp,
    policies,
    switchover,
    apply,
    drift,
    watch,
    objects,
    admission,
    apiServer,
    drain,
    kill,
    faults,
    destroy,
];
