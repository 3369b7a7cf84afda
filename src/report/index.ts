export { reportJunit } from './junit.js';
export { type LadderOptions, ladder } from './ladder.js';
export { jsonText, printable } from './printable.js';
export { reportSarif } from './sarif.js';
export { reportOfSeveral } from './several.js';
export type {
  FrameRef,
  ReportContext,
  RuleInfo,
  ShownFinding,
  ShownGap,
  ShownManagement,
  ShownReport,
  ShownRrc,
  ShownSession,
  ShownXw,
} from './shown.js';
export { columns, reportText } from './text.js';
