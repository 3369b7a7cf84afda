/** Everything but the PER toolkit, which has an entry point of its own: `lwa-rekey/codecs/per`. */
export * from './codecs/index.js';
export * from './crypto/index.js';
export * from './flows/index.js';
export * from './report/index.js';
export * from './validate/index.js';
