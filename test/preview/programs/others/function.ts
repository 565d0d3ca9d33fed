module.exports = () => ({ made: "by a function" });
