// The packages that a preview needs, loaded before tsx looks at every `require`: it starts a quarter sooner.
require("@pulumi/pulumi");
require("@pulumi/gcp");
require("@pulumi/kubernetes");
require("@scure/base");
require("canonicalize");
require("re2js");
require("smol-toml");
require("yaml");
require("zod");
