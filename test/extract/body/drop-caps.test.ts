// Large first letters go back to their words; a mark left of "via" goes.
import { expect, test } from 'vitest'
import { textOfHtml } from '../../../src/extract/body/html-text.ts'

test.each([
  ['<p><span class="dropcap">T</span> he harbour was closed.</p>', 'The harbour was closed.'],
  ['<p><span class="drop-cap"> T </span>\nhe harbour was closed.</p>', 'The harbour was closed.'],
  ['<div class="first-letter">T</div><p>he harbour was closed.</p>', 'The harbour was closed.'],
  ['<p><big>T</big> he harbour was closed.</p>', 'The harbour was closed.'],
  ['<p><span style="float:left;font-size:300%">“T</span> he harbour was closed.”</p>', '“The harbour was closed.”'],
  ['<p><span class="dropcap">T</span>he <em>harbour</em>.</p>', 'The harbour.'],
  ['<p><span class="initial">I</span> Am here.</p>', 'I Am here.'],
  ['<p>Plan B is what we do, says <big>A</big> 12.</p>', 'Plan B is what we do, says A 12.'],
  ['<p>一座钟表博物馆开馆了（<a href="/x"> via </a>）。</p>', '一座钟表博物馆开馆了。'],
  ['<p>A museum of clocks has opened (via).</p>', 'A museum of clocks has opened.'],
  ['<p>Packets go out (via eth0) and come back.</p>', 'Packets go out (via eth0) and come back.'],
])('%s reads %s', (html, text) => {
  expect(textOfHtml(html)).toBe(text)
})
