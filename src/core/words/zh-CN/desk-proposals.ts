// The words of the desk's page of what readers suggest, in Chinese.
import type { DeskWords } from '../en/desk.ts'

/** The words of proposals, key by key as in en/desk-proposals.ts. */
export const proposals: DeskWords['proposals'] = {
  title: '读者推荐',
  waiting: links => `${links} 条读者推荐待处理`,
  states: {
    pending: links => `待处理 ${links}`,
    taken: links => `已采用 ${links}`,
    dismissed: links => `未采用 ${links}`,
  },
  none: '这里没有内容。',
  off: '目前没有开放读者推荐。在 weekly.yaml 里写上 `proposals: true`，网站就会有荐稿页 /propose。',
  votes: votes => `${votes} 票`,
  more: votes => `另有 ${votes} 票`,
  nobody: '未署名',
  thanks: '希望收录后收到邮件',
  own: '自荐',
  take: '采用',
  takeInto: '放进草稿',
  credit: '荐稿人署名（留空则不注明）',
  note: '您的按语（选填）',
  dismiss: '不采用',
  block: host => `屏蔽 ${host}`,
  blockHint: '不再接受这个网站的链接，待处理的一并列为不采用。',
  putBack: '放回待处理',
  tick: '选中',
  dismissTicked: '不采用选中的',
  dismissShown: '不采用本页全部',
  blockedHosts: '已屏蔽的网站',
  unblock: '取消屏蔽',
  takenInto: (week, editor) => `${editor} 已放进 ${week}`,
  dismissedBy: editor => `${editor} 未采用`,
  done: {
    taken: '已放进草稿。',
    dismissed: links => `${links} 条列为不采用。`,
    blocked: host => `不再接受 ${host} 的链接。`,
  },
  toDraft: '去看草稿',
  goneTitle: '已经处理过了',
  gone: '这条推荐刚才已经有人处理了。',
  nothingTicked: '没有选中任何一条，所以什么也没有做。',
}
