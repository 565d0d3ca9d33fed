/** The known name that `name` was probably meant to be, if any is near enough to say so. */
export function nearest(name: string, known: readonly string[]): string | undefined {
    let best: string | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const candidate of known) {
        const distance = edits(plain(name), plain(candidate));
        const bearable = Math.floor(Math.max(name.length, candidate.length) / 3);
        if (distance <= bearable && distance < least) [best, least] = [candidate, distance];
    }
    return best;
}

/** `recovery_days`, `RecoveryDays` and `recoveryDays` are the same to someone who types from memory. */
function plain(name: string): string {
    return name.toLowerCase().replaceAll(/[-_ ]/g, "");
}

/** Letters to insert, delete, replace or swap with their neighbour to get from one text to the other. */
function edits(from: string, to: string): number {
    let before: number[] = [];
    let previous: number[] = Array.from({ length: to.length + 1 }, (_, j) => j);
    for (let i = 1; i <= from.length; i++) {
        const row = [i];
        for (let j = 1; j <= to.length; j++) {
            const same = from[i - 1] === to[j - 1];
            const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
            row[j] = Math.min(
                cell(previous, j) + 1,
                cell(row, j - 1) + 1,
                cell(previous, j - 1) + (same ? 0 : 1),
                swapped ? cell(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
            );
        }
        [before, previous] = [previous, row];
    }
    return cell(previous, to.length);
}

function cell(row: readonly number[], j: number): number {
    return row[j] ?? Number.POSITIVE_INFINITY;
}
