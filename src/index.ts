/** Everything but what stands on ASN.1, which has entry points of its own: `lwa-rekey/codecs/per`, `/rrc` and `/xwap`. */
export * from './codecs/index.js';
export * from './crypto/index.js';
export * from './flows/index.js';
export * from './report/index.js';
export * from './validate/index.js';
