import { PROPORTIONAL } from './diagram/style.js';

/** What the page looks like, light or dark as the viewer has it, and on paper. */
export const HTML_STYLE: string = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1f2328;--beside:#57606a;--frame:#d0d7de;--panel:#f6f8fa;--link:#0757ba;
--error:#c1121f;--warning:#7d4e00;--note:#57606a}
@media (prefers-color-scheme:dark){:root{--ground:#0d1117;--ink:#e6edf3;--beside:#9aa4af;--frame:#3d444d;--panel:#151b23;--link:#58a6ff;
--error:#ff7b72;--warning:#e3b341;--note:#9aa4af}}
body{margin:0 auto;padding:1.5rem;max-width:76rem;background:var(--ground);color:var(--ink);font:15px/1.5 ${PROPORTIONAL};overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .75rem}
a{color:var(--link)}code{font:.9em ui-monospace,Menlo,Consolas,monospace}
.beside{color:var(--beside);margin:.25rem 0}.summary{font-weight:600;margin:.75rem 0}
.remarks{border-left:4px solid var(--warning);margin:.75rem 0;padding:.25rem 0 .25rem 1.5rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.93em}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--frame)}th{color:var(--beside);font-weight:600;white-space:nowrap}
td code{white-space:nowrap}td.frames{min-width:6rem}
.badge{font-size:.85em;font-weight:600;white-space:nowrap;padding:.05rem .5rem;border:1px solid;border-radius:1rem}
.badge.error{color:var(--error)}.badge.warning{color:var(--warning)}.badge.note,.badge.accepted{color:var(--note)}
.session{border:1px solid var(--frame);border-radius:8px;margin:0 0 1rem;padding:0 1rem}
.session>summary{cursor:pointer;font-weight:600;padding:.6rem 0}.session[open]{padding-bottom:1rem}
.verdict{margin:.25rem 0 .75rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0 0 1rem;padding:.75rem 1rem;background:var(--panel);border-radius:6px;font-size:.93em}
dt{color:var(--beside)}dd{margin:0}
.findings{list-style:none;padding:0;margin:0 0 1rem}.findings li{margin:0 0 .6rem}
.findings details{margin:.15rem 0 0 1rem;font-size:.93em;color:var(--beside)}.findings summary{cursor:pointer}.findings p{margin:.25rem 0}
input{font:inherit;padding:.25rem .5rem;min-width:18rem;color:inherit;background:var(--ground);border:1px solid var(--frame);border-radius:6px}
svg{display:block}
@media print{body{max-width:none;padding:0}.session{border:0;padding:0}#filter{display:none}details::details-content{content-visibility:visible;display:block}
.wide{overflow:visible}svg{max-width:100%;height:auto;break-inside:avoid}tr,li{break-inside:avoid}}
`;

/** Shows the sessions in which all words of the filter are. Without it, the page shows all. */
export const HTML_SCRIPT = `
const filter = document.getElementById('filter');
filter.hidden = false;
filter.querySelector('input').addEventListener('input', event => {
  const words = event.target.value.toLowerCase().split(/\\s+/);
  for (const session of document.querySelectorAll('.session')) {
    const text = session.textContent.toLowerCase();
    session.hidden = !words.every(word => text.includes(word));
  }
});
`;
