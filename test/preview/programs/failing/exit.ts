import "../thing";

process.exit(3);
