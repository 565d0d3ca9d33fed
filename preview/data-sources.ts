import type { ReadResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { at, PreviewError } from "./failure";
import { runtime } from "./sdk";
import { callSite, place } from "./site";

const CALLS = ["invoke", "invokeOutput", "invokeSingle", "invokeSingleOutput", "call", "callSingle"] as const;

const WHY = "A preview has no credentials to ask anybody with: put the value into the stack file.";

/**
 * Makes every data source and method call an error, until the returned function is called. Done where the SDK is
 * called: by the time it asks the monitor, nothing tells any more which line of the program wanted it.
 */
export function refuseCalls(directory: string, fail: (error: unknown) => void): () => void {
    const functions = runtime as unknown as Record<string, unknown>;
    const originals = CALLS.map((name) => [name, functions[name]] as const);
    for (const [name] of originals) {
        functions[name] = (token: string) => {
            const error = refusedCall(token, place(callSite(directory), directory));
            // A program that catches the error is refused all the same.
            fail(error);
            throw error;
        };
    }
    return () => {
        for (const [name, original] of originals) functions[name] = original;
    };
}

export function refusedCall(token: string, where: string | undefined): PreviewError {
    return new PreviewError(`The function ${token} is called${at(where)}. ${WHY}`);
}

export function refusedRead(request: ReadResourceRequest, directory: string): PreviewError {
    const position = request.getSourceposition();
    const site = position && { file: position.getUri(), line: position.getLine(), column: position.getColumn() };
    const subject = `${request.getType()} "${request.getName()}"`;
    return new PreviewError(`${subject} is read from the cloud${at(place(site, directory))}. ${WHY}`);
}
