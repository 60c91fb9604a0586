import { Html } from './html.ts';

/** The style of every local page: system fonts, one accent, light and dark, down to 320 px. */
export const STYLE = new Html(`
:root{--bg:#f6f7f9;--card:#fff;--ink:#16202c;--soft:#566476;--line:#d9dfe7;--accent:#0b5cad;--on-accent:#fff;
--good:#1a7240;--warn:#8a5300;--bad:#b3261e;--chip:#e9eef5;--radius:10px}
@media (prefers-color-scheme:dark){:root{--bg:#10151c;--card:#182029;--ink:#e7edf4;--soft:#9fb0c3;--line:#2c3846;
--accent:#7cb8ff;--on-accent:#08203b;--good:#6fd39a;--warn:#f0b35a;--bad:#ff9b92;--chip:#243040}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;line-height:1.2;margin:.2em 0 .5em}h2{font-size:1.1rem;margin:0 0 .6em}
h3{font-size:1rem;margin:1em 0 .4em}p{margin:.3em 0 .8em;max-width:70ch}
a{color:var(--accent)}code,pre,.mono{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.875em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-9999px}.skip:focus{left:8px;top:8px;background:var(--card);padding:8px;z-index:2}
.top{display:flex;flex-wrap:wrap;gap:4px 24px;align-items:center;padding:10px 20px;background:var(--card);
border-bottom:1px solid var(--line)}
.brand{font-weight:700;font-size:1.1rem;color:var(--ink);text-decoration:none;padding:8px 0}
.brand span{font-weight:400;color:var(--soft)}
nav ul{display:flex;flex-wrap:wrap;gap:0 16px;list-style:none;margin:0;padding:0}
nav a{display:inline-block;padding:8px 0;text-decoration:none}nav a[aria-current]{font-weight:600;text-decoration:underline}
main{max-width:1180px;margin:0 auto;padding:16px 20px 64px}main:focus{outline:none}
section,.card{background:var(--card);border:1px solid var(--line);border-radius:var(--radius);padding:16px;
margin:0 0 16px;min-width:0}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(420px,100%),1fr));gap:0 16px;align-items:start}
.now{display:flex;flex-wrap:wrap;gap:4px 28px;align-items:baseline;margin:0 0 .8em}
.now b{font-size:1.5rem;font-variant-numeric:tabular-nums}
.buttons{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
form{margin:0}
button{font:inherit;min-height:40px;padding:6px 14px;border:1px solid var(--accent);border-radius:8px;cursor:pointer;
background:var(--card);color:var(--accent)}
button.main{background:var(--accent);color:var(--on-accent)}button:hover{filter:brightness(1.06)}
button[disabled]{opacity:.5;cursor:default}
.soft{color:var(--soft)}.small{font-size:.875rem}.nowrap{white-space:nowrap}
.scroll{overflow-x:auto;margin:0 -16px;padding:0 16px}
table{border-collapse:collapse;width:100%;font-size:.925rem}
th{text-align:left;font-weight:600;color:var(--soft);font-size:.8rem}
th,td{padding:8px 16px 8px 0;border-bottom:1px solid var(--line);vertical-align:top}
.address{display:inline-block;max-width:100%;overflow-wrap:anywhere}td.to{min-width:19.5rem}td.subject{min-width:11rem}td.when{min-width:9.7rem}#clock p{max-width:none}
td time.num{white-space:normal}
tbody tr:last-child td{border-bottom:0}td.num,.num{font-variant-numeric:tabular-nums;white-space:nowrap}
.chip{display:inline-block;background:var(--chip);border-radius:99px;padding:1px 10px;font-size:.85rem;white-space:nowrap}
.good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(200px,100%),1fr));gap:10px 24px;margin:0}
.facts.wide{grid-template-columns:repeat(auto-fit,minmax(min(330px,100%),1fr))}
.facts dt{color:var(--soft);font-size:.8rem}.facts dd{margin:0;overflow-wrap:anywhere}.facts .num{white-space:normal}
.who dt{color:var(--ink);font-size:1rem;font-weight:600}.who dd{color:var(--soft);font-size:.9rem}
ol.line{list-style:none;margin:0;padding:0 0 0 14px;border-left:2px solid var(--line)}
ol.line li{position:relative;padding:0 0 12px 6px;overflow-wrap:anywhere}ol.line li::before{content:"";position:absolute;left:-20px;top:.45em;
width:10px;height:10px;border-radius:50%;background:var(--accent)}
ol.line li.wait::before{background:var(--card);border:2px solid var(--accent)}
ol.line time{color:var(--soft);font-size:.875rem}
ol.line .said{white-space:pre-wrap;overflow-wrap:anywhere;margin:.2em 0;max-width:75ch}
pre{background:var(--bg);border:1px solid var(--line);border-radius:8px;padding:12px;overflow-x:auto;margin:0 0 12px}
pre.wrap{white-space:pre-wrap;overflow-wrap:anywhere}
.copy{display:grid;grid-template-columns:1fr auto;align-items:center;gap:4px 12px;margin-top:12px}.copy h3{margin:0}
.copy pre{grid-column:1/-1;min-width:0}.copy button{min-height:32px;padding:2px 12px;font-size:.85rem}
iframe{width:100%;height:45vh;border:1px solid var(--line);border-radius:8px;background:#fff}
.people{list-style:none;padding:0;margin:0;display:grid;gap:10px;
grid-template-columns:repeat(auto-fill,minmax(min(280px,100%),1fr))}
.person{display:block;width:100%;height:100%;text-align:left;color:var(--ink);border-color:var(--line);padding:12px}
.person span{display:block;color:var(--soft);font-size:.9rem}.person b{color:var(--accent)}
@media (max-width:640px){main{padding:12px 12px 48px}.top{padding:6px 12px}
table.stack thead{position:absolute;left:-9999px}table.stack,table.stack tbody,table.stack tr,table.stack td{display:block}
table.stack tr{border-bottom:1px solid var(--line);padding:10px 0}table.stack tr:last-child{border:0}
table.stack td{border:0;padding:2px 0;display:grid;grid-template-columns:88px minmax(0,1fr);gap:8px;overflow-wrap:anywhere}
table.stack .num{white-space:normal}table.stack td{min-width:0}
table.stack td::before{content:attr(data-label);color:var(--soft);font-size:.85rem}}
`);
