// The words that the program itself puts into a draft and into its text, in both interface languages. Used by the files beside it.
import type { InterfaceLanguage } from '../core/types.ts'

const english = {
  /** Section of what fits nowhere; and of everything when no sections are configured and no source has one. */
  otherSection: 'Other',
  onlySection: 'This week',
  dropped: 'dropped by the curator',
  held: 'held for the next issue',
  foreword: 'Foreword',
  stories: 'Stories',
  heldPart: 'Held for the next issue',
  leftOutPart: 'Left out',
  yours: 'yours',
  theirs: 'the draft now',
  gone: 'yours; the story is no longer in this draft',
  absorbed: 'yours; another story of this draft tells it now',
  state: 'state',
  sections: 'order of the sections',
  place: 'place',
  title: 'title',
  summary: 'summary',
  points: 'points',
  note: 'note',
  explanation: [
    'Change titles, summaries, points (-) and notes (>) as you like. Move a block to move its story; delete it to drop the story.',
    'A block moved up from “Left out” is picked; one moved down to “Held” enters the next issue. A ## of your own makes a section; links and the other section names stay.',
    'state: draft, approved or held. `weekly issue add URL` adds a story, `weekly issue restore URL` undoes its edits.',
  ],
  correction: [
    'This issue is sealed. Titles, summaries, points and notes may be corrected; the page says so, the feeds are renewed.',
    'reason: says to readers what was wrong. Order, sections and foreword stay, and no mail is sent again.',
  ],
}

/** The words of one interface language. */
export type DraftWords = Readonly<typeof english>

const chinese: DraftWords = {
  otherSection: '其他',
  onlySection: '本周文章',
  dropped: '编者剔除',
  held: '留到下期',
  foreword: '题记',
  stories: '本期内容',
  heldPart: '留到下期',
  leftOutPart: '未选入',
  yours: '您的版本',
  theirs: '草稿现状',
  gone: '您的版本；该文章已不在本期草稿中',
  absorbed: '您的版本；它已并入本期草稿的另一篇文章',
  state: '状态',
  sections: '栏目顺序',
  place: '位置',
  title: '标题',
  summary: '摘要',
  points: '要点',
  note: '编者按',
  explanation: [
    '标题、摘要、要点（-）和编者按（>）可任意修改。移动一段即移动该文章，删去一段即剔除该文章。',
    '从“未选入”上移即选入，下移到“留到下期”即放到下一期。另起一行 ## 可新设栏目；链接和原有栏目名请勿改动。',
    'state 可为 draft、approved、held。`weekly issue add URL` 添加文章，`weekly issue restore URL` 撤销对它的修改。',
  ],
  correction: [
    '本期已发布。标题、摘要、要点和编者按可以更正：页面会注明，订阅源会更新。',
    'reason: 写给读者，说明错在哪里。顺序、栏目和题记不再改动，邮件不会重发。',
  ],
}

const wordsByLanguage: Readonly<Record<InterfaceLanguage, DraftWords>> = { 'zh-CN': chinese, en: english }

/** The words of an interface language. */
export function draftWords(language: InterfaceLanguage): DraftWords {
  return wordsByLanguage[language]
}

/** All spellings of one word, so that a text is read whatever language it was given out in. */
export function allWords<Name extends keyof DraftWords>(name: Name): readonly DraftWords[Name][] {
  return [english[name], chinese[name]]
}
