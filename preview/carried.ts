import type { JavaScriptValue, Struct as Message } from "google-protobuf/google/protobuf/struct_pb";
import { Struct } from "./sdk";

type Wire = { [key: string]: JavaScriptValue };

const { fromJavaScript } = Struct;

/** Properties as the SDK made them: put into messages, they would be taken out of them again by the next caller. */
class Carried extends Struct {
    private readonly wire: Wire;
    private filled: Message | undefined;

    constructor(wire: Wire) {
        super();
        this.wire = wire;
    }

    override toJavaScript(): Wire {
        return this.wire;
    }

    /** Asked only where a message is encoded, which is for transforms. */
    override getFieldsMap(): ReturnType<Message["getFieldsMap"]> {
        this.filled ??= fromJavaScript(this.wire);
        return this.filled.getFieldsMap();
    }
}

/** Lets properties go from the SDK to the monitor, both of one process, without a message for each value. */
export function carryProperties(): () => void {
    Struct.fromJavaScript = (wire) => new Carried(wire);
    return () => {
        Struct.fromJavaScript = fromJavaScript;
    };
}
