export const made = new Promise((resolve) => setTimeout(() => resolve("after a while"), 5));
