// The words of the stream, in Chinese.
import type { DeskWords } from '../en/desk.ts'

/** What the list of everything that feeds brought says, key by key as in en/desk-stream.ts. */
export const stream: DeskWords['stream'] = {
  title: '来稿',
  intro: week => `各来源为 ${week} 这一期带来的内容，最新的在前。`,
  find: '标题、来源或链接',
  search: '搜索',
  source: '来源',
  section: '栏目',
  language: '语言',
  state: '状态',
  all: '全部',
  clear: '显示全部',
  states: { in: '已在草稿中', held: '留到下一期', out: '未入选', dropped: '已去掉', new: '尚未进入草稿' },
  within: section => `已在草稿中：${section}`,
  as: title => `归入《${title}》`,
  pick: '选入',
  untitled: '无标题',
  nothingYet: '还没有内容。`weekly start` 会按时访问各个来源，抓到的内容几分钟后就会出现在这里。',
  toSources: '查看来源',
  noneFound: '没有符合条件的内容。',
  capped: '目前只查找了一部分，可以继续往下找。',
  goOn: '继续查找',
  approved: '这一期已经批准。要再选入，请先叫停。',
  said: (title, state) => `${title}：${state}`,
}
