// The words of the desk's release: what goes out and when, what stands against it, the decisions, in Chinese.
import type { DeskWords } from '../en/desk.ts'

/** The words of the release, key by key as in en/desk-release.ts. */
export const releasing: DeskWords['releasing'] = {
  restated: (readers, kilobytes, moment, zone) =>
    `将于 ${moment}（${zone}）发给 ${readers.toLocaleString('zh-CN')} 位订阅者，邮件 ${kilobytes} KB；同时更新网页和 3 个订阅源。`,
  now: '现在发布',
  nowAt: moment => `${moment} 发出，在此之前可以停止。`,
  at: zone => `或者定在（${zone}）`,
  schedule: '定时发布',
  timeInvalid: '这不是今后两个月内可以发布的时间。',
  stopBar: (week, moment) => `${week} 已批准，${moment} 发出。`,
  stopBarNext: week => `${week} 已批准，下一次运行时发出。`,
  blocksTitle: '必须先解决',
  warnsTitle: '值得再看一眼',
  noStory: '还没有文章。',
  toDraft: '查看草稿',
  toCause: '查看原因',
  mailTooLarge: kilobytes => `邮件有 ${kilobytes} KB，超过 80 KB 会被邮箱截断。请去掉几篇，或缩短摘要。`,
  deadLink: title => `「${title}」的网页已经打不开了。`,
  template: message => `模板有误：${message}`,
  thin: title => `「${title}」几乎没有摘要，也没有编者注。`,
  alike: (title, other) => `「${title}」和「${other}」可能是同一件事。`,
  share: (source, stories, most) => `${source} 有 ${stories} 篇，超过了它的 ${most} 篇。`,
  noNote: '还没有任何一篇写了编者注。',
  changedTitle: '草稿有变化',
  changedText: '你查看之后，草稿有以下变化。还没有发布任何内容。',
  come: title => `新增：${title}`,
  gone: title => `不在了：${title}`,
  goneUnknown: stories => `不在了：${stories} 篇草稿里已没有记录的文章`,
  changed: title => `改动：${title}`,
  moved: '文章的顺序有变化。',
  otherForeword: '题记有变化。',
  changedNext: '查看现在的内容',
}
