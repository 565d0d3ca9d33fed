import { digits } from "../report/text";
import type { Range } from "./model";

/** `$1,204 to $2,310`; with a sign where it is a difference. Whole dollars from ten on, an estimate is no invoice. */
export function dollars({ low, high }: Range, signed = false): string {
    const one = (value: number) => {
        const amount = Math.abs(value);
        const whole = amount >= 10 ? digits(Math.round(amount)) : amount.toFixed(2);
        const sign = value < 0 ? "-" : signed && value > 0 ? "+" : "";
        return `${sign}$${whole}`;
    };
    return one(low) === one(high) ? one(low) : `${one(low)} to ${one(high)}`;
}
