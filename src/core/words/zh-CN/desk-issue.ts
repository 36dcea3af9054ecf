// The words of a sealed issue's page at the desk, in Chinese.
import type { DeskWords } from '../en/desk.ts'

/** The words for correcting, and for taking back. */
export const issuePage: DeskWords['issuePage'] = {
  open: '在网站上查看',
  correct: '更正',
  correctTitle: '将要改动的内容',
  foreword: '题记',
  link: '链接',
  title: '标题',
  summary: '摘要',
  points: '要点，每行一条',
  note: '编者注',
  order: '顺序',
  reason: '哪里错了？读者会看到，可以不填。',
  look: '看看会改动什么',
  asSealed: '发布时',
  nowReads: '将改为',
  correctText: '网页、订阅源和电子书会立即更新，并注明更正了什么。不会再次发送邮件。',
  correctButton: '确认更正',
  noChange: '和现在的内容没有差别。',
  changed: '这一处刚被别人更正过。下面是你写的内容；现在的内容是：',
  moveText: (title, other) => `「${title}」与「${other}」交换位置。`,
  corrections: '更正记录',
  none: '没有更正。',
  retract: '撤下…',
  retractIssueTitle: '撤下整期？',
  retractStoryTitle: title => `撤下「${title}」？`,
  retractIssueText:
    '它会从首页、订阅源、列表和搜索中消失，原页面注明时间和原因。还没发出的邮件不再发送，已经发出的无法收回。',
  retractStoryText:
    '它会从网页、订阅源和搜索中消失，原处注明你写的原因。还没发出的邮件不再包含它，已经发出的无法收回。',
  retractReason: '为什么？读者会看到。',
  retractButton: '撤下',
  takenBack: '已撤下',
  undo: '恢复…',
  undoTitle: '恢复？',
  undoText: '一切恢复原样，一字不差。当时留住的邮件会在下一次运行时发出。',
  undoButton: '恢复',
  done: '已完成，网站上已注明。',
  publishFailed: problem => `已保存，但网站没能更新：${problem}。下一次运行会重试。`,
}
