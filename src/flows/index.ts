export { EPOCH } from './engine/engine.js';
export type {
  SentOn,
  Tamper,
  TamperWith,
  UuDataMessage,
  UuMessage,
  WlanMessage,
  XwDataMessage,
  XwMessage,
} from './engine/tamper.js';
export type { TapInterface } from './engine/tap.js';
export type {
  GroupKeyEntry,
  InUseFrom,
  KenbEntry,
  KeysFile,
  KeysFileLists,
  PmkEntry,
  PtkEntry,
  Side,
} from './keys/keys-file.js';
export {
  defineLteScenario,
  type NetworkSetUp,
  type ScenarioNetwork,
  type ScenarioUe,
} from './legs/lte-scenario.js';
export {
  defineWlanScenario,
  type ScenarioStation,
  type ScenarioWlan,
  type ScenarioWlanUe,
  type WlanScenarioSetUp,
} from './legs/wlan-scenario.js';
export type { Measures, Outcome, RunMeasure, UeMeasure } from './measure.js';
export type { NewKeyMeasure } from './meter.js';
export type { Overrides, Parameter, ParameterValue, Scenario } from './scenario.js';
export { scenarios } from './scenarios/index.js';
export { type SimulateOptions, type Simulation, simulate } from './simulate.js';
export type { DataMeasure } from './user-data.js';
export type { SupplicantFlaws } from './wlan/supplicant.js';
