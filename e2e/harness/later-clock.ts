/** Loaded before the program: it lives in the future, by so many milliseconds. */
const laterMs = Number(process.env.VECHE_E2E_LATER_MS);
const now = Date.now;
Date.now = () => now() + laterMs;
