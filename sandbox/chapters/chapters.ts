import { chapter as agree } from "./agree";
import type { Chapter } from "./chapter";
import { chapter as drift } from "./drift";
import { chapter as firstUp } from "./first-up";
import { chapter as switchover } from "./switchover";

/** Every chapter, in the order in which they are run: the first brings up what the others share. */
export const CHAPTERS: readonly Chapter[] = [firstUp, agree, switchover, drift];
