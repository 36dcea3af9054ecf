// Plain text of HTML, and minutes to read.
import { expect, test } from 'vitest'
import { countReading, textOfHtml } from '../../../src/extract/body/html-text.ts'

test.each([
  ['paragraphs stand apart by an empty line', '<p>one\n  two</p><p>three</p>', 'one two\n\nthree'],
  ['list items have a line and a marker each', '<ul><li>a</li><li><p>b</p></li></ul><p>c</p>', '- a\n- b\n\nc'],
  ['ordered lists too', '<ol><li>a<li>b</ol>', '- a\n- b'],
  ['lists in lists stand further in', '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>', '- a\n  - b\n- c'],
  [
    'an item without words of its own has no marker',
    '<ul><li><ul><li>a</li></ul></li><li> </li></ul><p>b</p>',
    '- a\n\nb',
  ],
  ['what is all code keeps its line breaks and indentation', '<pre><code>if a:\n    b\n</code></pre>', 'if a:\n    b'],
  [
    'code in a text stands between backticks',
    '<p>This is how it goes:</p><pre><code>if a:\n    b\n\n</code></pre><p>c</p>',
    'This is how it goes:\n\n```\nif a:\n    b\n```\n\nc',
  ],
  ['characters that mark blocks inside are not taken for marks', '<p>a\u0002\u0003b</p>', 'a b'],
  ['a line break breaks the line', 'a<br>b', 'a\nb'],
  ['cells have a tab between them', '<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>', 'a\tb\nc'],
  [
    'captions, scripts and styles are no text',
    '<p>a</p><figure><img><figcaption>b</figcaption></figure><script>c</script>',
    'a',
  ],
  ['entities are characters', '<p>1 &lt; 2 &amp; 中文</p>', '1 < 2 & 中文'],
  ['nothing gives nothing', '', ''],
])('%s', (_, html, expected) => {
  expect(textOfHtml(html)).toBe(expected)
})

test.each([
  ['no text takes no time', '', '', { words: 0, readingMinutes: 0 }],
  ['a single word takes a minute', 'word', '', { words: 1, readingMinutes: 1 }],
  ['265 Latin words take a minute each', 'word '.repeat(530), '', { words: 530, readingMinutes: 2 }],
  ['500 Han characters take a minute', '字'.repeat(1500), '', { words: 1500, readingMinutes: 3 }],
  ['both scripts add up', 'word '.repeat(265) + '字'.repeat(500), '', { words: 765, readingMinutes: 2 }],
  ['code counts half', 'word '.repeat(1060), 'word '.repeat(1060), { words: 1060, readingMinutes: 2 }],
])('%s', (_, text, code, expected) => {
  expect(countReading(text, code)).toEqual(expected)
})
