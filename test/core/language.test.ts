import { expect, test } from 'vitest'
import { primaryLanguage, scriptOf } from '../../src/core/language.ts'

test.each([
  ['Chinese', '分布式后台毫秒服务引擎', 'han'],
  ['Chinese full of English names', '如何快速启动一个 Kubernetes 集群：minikube start', 'han'],
  ['a Chinese title with two English names', 'Docker收购Infinit', 'han'],
  ['English that names something Chinese', 'The Tao Te Ching (道德经) is an old book, and a short one', 'latin'],
  ['Japanese, in which Han characters prevail', '東京都知事選挙の結果', 'kana'],
  ['Chinese that quotes one kana sign', '这家名为“の”的商店在上海开张，吸引了很多顾客', 'han'],
  ['Korean', '안녕하세요', 'hangul'],
  ['Russian', 'Привет, мир', 'cyrillic'],
  ['Greek', 'Καλημέρα', 'greek'],
  ['Arabic', 'مرحبا بالعالم', 'arabic'],
  ['Hebrew', 'שלום עולם', 'hebrew'],
  ['Hindi', 'नमस्ते दुनिया', 'devanagari'],
  ['Thai', 'สวัสดีชาวโลก', 'thai'],
  ['figures and signs', '2016-12-08 … 42 %', 'none'],
  ['nothing', '', 'none'],
])('the script of %s', (_, text, script) => {
  expect(scriptOf(text)).toBe(script)
})

test.each([
  ['zh-CN', 'zh'],
  ['zh_Hans', 'zh'],
  ['EN', 'en'],
  [' en-GB ', 'en'],
  ['yue', 'yue'],
  ['und', null],
  ['english', null],
  ['', null],
  [null, null],
])('the primary language of %j is %j', (tag, language) => {
  expect(primaryLanguage(tag)).toBe(language)
})
