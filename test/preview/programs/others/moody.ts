const year = new Date().getUTCFullYear();

if (year === 2037) throw new Error(`not in ${year}`);
