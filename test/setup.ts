import fc from 'fast-check';

/**
 * Property tests draw the same values in every run, so that the gate says the same of the same code. `npm run fuzz`
 * draws new ones each time, and `FUZZ=N npm run fuzz` those of the seed N, which a failure names.
 */
const { FUZZ } = process.env;
fc.configureGlobal({ seed: FUZZ === undefined ? 1 : FUZZ === 'new' ? Date.now() | 0 : Number(FUZZ) });
