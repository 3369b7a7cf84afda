export type { Keys, NamedPmk } from './keys.js';
export type {
  EapolKeyFrame,
  Finding,
  HandshakeReport,
  MicVerdict,
  Report,
  SessionKey,
  SessionReport,
  Severity,
} from './report.js';
export type { Observation, Rule } from './rule.js';
export { rules } from './rules/index.js';
export type { Session } from './session.js';
export { type ValidateOptions, type Validator, validate, validator } from './validate.js';
