// What a paste becomes: its words with the signs that a note takes, and nothing that runs.
import { expect, test } from 'vitest'
import { markdownOfPaste } from '../../src/app/pasted-words.ts'

test.each([
  [
    'a link and emphasis',
    '<p>Read <a href="https://a.example/x">this</a>, <b>now</b></p>',
    'Read [this](https://a.example/x), **now**',
  ],
  ['a list', '<ul><li>一</li><li>二</li></ul>', '-   一\n-   二'],
  ['a heading', '<h2>Title</h2><p>text</p>', '**Title**\n\ntext'],
  ['a picture and a script', '<p>a<img src="https://a.example/p.png" alt="p"><script>alert(1)</script></p>', 'a'],
  ['signs of Markdown in the words', '<p>2 * 3 * 4 [x]</p>', '2 \\* 3 \\* 4 \\[x\\]'],
  ['nothing', '', ''],
])('%s', (_name, html, markdown) => {
  expect(markdownOfPaste(html, 'https://weekly.example/')).toBe(markdown)
})
