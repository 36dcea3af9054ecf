import { expect, test } from 'vitest'
import { detectLanguage } from '../../src/extract/detect-language.ts'

const english = 'The quick brown fox jumps over the lazy dog and runs away into the forest before the night falls'
const german = 'Der schnelle braune Fuchs springt über den faulen Hund und läuft noch vor der Nacht in den Wald'

test.each([
  ['English', english, null, 'en'],
  ['English that is declared Chinese', english, 'zh-CN', 'en'],
  ['German that is declared English', german, 'en', 'de'],
  ['Chinese', '分布式后台毫秒服务引擎', null, 'zh'],
  ['Chinese that is declared English', '腾讯团队开源了一个服务开发运营框架，叫做毫秒服务引擎', 'en', 'zh'],
  ['a Chinese title with English names', 'Docker收购Infinit', null, 'zh'],
  ['Japanese', 'これはテストです。日本語の文章', null, 'ja'],
  ['a Japanese title without kana, declared so', '安倍晋三首相', 'ja', 'ja'],
  ['Korean', '한국어 텍스트입니다', null, 'ko'],
  ['Russian', 'Это русский текст, он довольно длинный', null, 'ru'],
  ['one word, declared', 'Hello', 'de-DE', 'de'],
  ['one word, undeclared: nothing is guessed', 'Kubernetes', null, null],
  ['no word, declared', '2016-12-08', 'en', 'en'],
  ['nothing', '', null, null],
])('%s', (_, text, declared, language) => {
  expect(detectLanguage(text, declared)).toBe(language)
})
