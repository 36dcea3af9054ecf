import { expect, test } from 'vitest'
import { detectLanguage } from '../../../src/extract/facts/detect-language.ts'

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
  ['Russian', 'Это русский текст, он довольно длинный, но не так уж и сложен', null, 'ru'],
  ['French', 'Le projet est mené par une équipe de chercheurs qui travaille dans les universités du pays', null, 'fr'],
  [
    'Spanish that is declared English',
    'El equipo que trabaja en la universidad ha publicado los resultados del proyecto para todos',
    'en',
    'es',
  ],
  [
    'Portuguese',
    'A equipe que trabalha na universidade publicou os resultados do projeto para todos, mas não em inglês',
    null,
    'pt',
  ],
  [
    'Italian',
    'Il progetto della università è stato pubblicato con una licenza che non piace a tutti, anche per il nome',
    null,
    'it',
  ],
  [
    'Dutch',
    'Het project van de universiteit is met een licentie gepubliceerd die niet voor iedereen geschikt is',
    null,
    'nl',
  ],
  ['Ukrainian', 'Це текст українською мовою, але він не дуже довгий, та все ж для прикладу є достатнім', null, 'uk'],
  ['English with a rare declaration that its words do not know', 'Hello dear friends', 'cy', 'cy'],
  [
    'English full of names and figures',
    'Kubernetes 1.32 is out: etcd 3.5.16, containerd 2.0 and the usual graduation of features',
    'zh',
    'en',
  ],
  ['one word, declared', 'Hello', 'de-DE', 'de'],
  ['one word, undeclared: nothing is guessed', 'Kubernetes', null, null],
  ['no word, declared', '2016-12-08', 'en', 'en'],
  ['nothing', '', null, null],
])('%s', (_, text, declared, language) => {
  expect(detectLanguage(text, declared)).toBe(language)
})
