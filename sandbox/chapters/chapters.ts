import { chapter as agree } from "./agree";
import type { Chapter } from "./chapter";
import { chapter as firstUp } from "./first-up";

/** Every chapter, in the order in which they are run: the first brings up what the others share. */
export const CHAPTERS: readonly Chapter[] = [firstUp, agree];
