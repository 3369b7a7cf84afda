export {
  acceptedOfFile,
  acceptedOfReport,
  acceptFindings,
  type FailOn,
  isFailing,
} from './accepted.js';
export { columns } from './columns.js';
export type { DiagramOptions } from './diagram/ladder.js';
export { SVG_STYLE } from './diagram/style.js';
export { ladderSvg, reportSvg } from './diagram/svg.js';
export { laddersLeftOut, reportHtml } from './html.js';
export { reportJunit } from './junit.js';
export { ladder } from './ladder.js';
export type { LadderOptions } from './ladder-rows.js';
export { type MeasuredRun, measuresTable } from './measures.js';
export { jsonText, printable, printableJson } from './printable.js';
export { reportSarif } from './sarif.js';
export type {
  ReportContext,
  RuleInfo,
} from './shown.js';
export { reportText } from './text.js';
export { VERSION } from './version.js';
