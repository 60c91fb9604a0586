import { type Html, html } from './html.ts';
import { REFRESH_SCRIPT } from './refresh-script.ts';
import { STYLE } from './style.ts';

/** A whole page. `live` pages fetch themselves again every two seconds. */
export function page(title: string, main: Html, options: { live?: boolean; nav?: Html } = {}): string {
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Casebell</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header class="top"><a class="brand" href="/__local/">Casebell <span>local desk</span></a>${options.nav ?? null}</header>
<main id="main" tabindex="-1">${main}</main>
${options.live ? html`<script>${REFRESH_SCRIPT}</script>` : null}
</body>
</html>`;
  return text;
}
