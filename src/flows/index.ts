export { EPOCH } from './engine.js';
export type {
  GroupKeyEntry,
  InUseFrom,
  KenbEntry,
  KeysFile,
  KeysFileLists,
  PmkEntry,
  PtkEntry,
} from './keys-file.js';
export type { Measures, RunMeasure, UeMeasure } from './measure.js';
export type { NewKeyMeasure } from './meter.js';
export type { Outcome, Overrides, Parameter, ParameterValue, Scenario } from './scenario.js';
export { scenarios } from './scenarios/index.js';
export { type SimulateOptions, type Simulation, simulate } from './simulate.js';
export type { TapInterface } from './tap.js';
export type { DataMeasure } from './user-data.js';
